import { describe, expect, it } from '@jest/globals';
import { breaches, type Ledger, mayComeTwice } from './ledger.ts';
import { Steps } from './steps.ts';

const [a, b, bad] = ['{"content":"a"}', '{"content":"b"}', 'no JSON'];

const ledger = (more: Partial<Ledger>): Ledger => ({ published: [a], fails: false, processed: [], dead: [], left: 0, ...more });
const processed = (...messages: string[]) => messages.map((message, n) => ({ target: `target-${n}`, message: JSON.stringify(message) }));

describe('the ledger of a run', () => {
  it('finds nothing where each message came to its end once', () => {
    expect(breaches(ledger({ published: [a, bad, b], processed: processed('a', 'b'), dead: [bad] }), false)).toEqual([]);
  });

  it('finds a good message that nobody worked on, and a bad one that is not among the dead letters', () => {
    expect(breaches(ledger({ published: [a, bad] }), true)).toEqual([`LOST: ${a}`, `LOST: ${bad}`]);
  });

  it('finds one message done twice only where that has a reason, and two of them always', () => {
    const once = ledger({ published: [a, b], processed: processed('a', 'a', 'b') });
    expect(breaches(once, true)).toEqual([]);
    expect(breaches(once, false)).toEqual([`done too often: ${a} 2 times, ${b} 1 times`]);
    expect(breaches({ ...once, processed: processed('a', 'a', 'b', 'b') }, true)).toHaveLength(1);
  });

  it('wants a failing message worked on and then dead-lettered', () => {
    expect(breaches(ledger({ fails: true, processed: processed('a', 'a', 'a'), dead: [a] }), false)).toEqual([]);
    expect(breaches(ledger({ fails: true, processed: processed('a') }), false)).toEqual([`LOST: ${a}`]);
    expect(breaches(ledger({ fails: true, dead: [a] }), false)).toEqual([`LOST: ${a}`]);
  });

  it('finds a good message among the dead letters, messages left, and processors of one TARGET with different messages', () => {
    const mixed = processed('a', 'b').map((one) => ({ ...one, target: 'same' }));
    expect(breaches(ledger({ published: [a, b], processed: mixed, dead: [a], left: 1 }), false)).toEqual([
      `dead-lettered though good: ${a}`,
      'same had processors of different messages: "a" and "b"',
      '1 messages are left in the queue',
    ]);
  });
});

describe('a second time', () => {
  async function passed(stopAt: string, ...names: string[]): Promise<Steps> {
    const steps = new Steps(stopAt);
    steps.decide('drop');
    for (const name of names) if (!(await steps.pass(name))) break;
    return steps;
  }

  const dispatch = [
    'broker: basic.get-ok',
    'launcher: POST secrets',
    'API server: POST secrets 201',
    'launcher: basic.ack',
    'broker: channel.close-ok',
  ];

  it.each([
    ['launcher: POST secrets', false],
    ['API server: POST secrets 201', true],
    ['launcher: basic.ack', true],
    ['broker: channel.close-ok', false],
  ])('with dispatch, of a launcher that dies at %s: %s', async (at, twice) => {
    expect(mayComeTwice(await passed(at, ...dispatch), 'dispatch')).toBe(twice);
  });

  it('with completion, of one that dies from its pull to its acknowledgement', async () => {
    expect(mayComeTwice(await passed('broker: basic.get-ok', ...dispatch), 'completion')).toBe(true);
    expect(mayComeTwice(await passed('broker: channel.close-ok', ...dispatch), 'completion')).toBe(false);
  });
});
