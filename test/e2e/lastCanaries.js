import Sequencer from '@jest/test-sequencer';

/** Jest's own order, but the test of what the whole end-to-end suite has left in logs comes last. */
export default class LastCanaries extends Sequencer {
  sort(tests) {
    const isLast = ({ path }) => path.endsWith('/canaries.test.ts');
    const sorted = super.sort(tests);
    return [...sorted.filter((test) => !isLast(test)), ...sorted.filter(isLast)];
  }
}
