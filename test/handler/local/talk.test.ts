import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { backOff } from '../../../handler/local/runJob.ts';
import { logLine, talk } from '../../../handler/local/talk.ts';
import { newTally, summary } from '../../../handler/local/tally.ts';

function written(): { stream: Writable; text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  return { stream, text: () => text };
}

describe('what the user reads', () => {
  it('has a processor’s lines behind its name, the last one too when it has no end', async () => {
    const [out, err] = [written(), written()];
    const said = talk({ out: out.stream, err: err.stream });
    await said.pass('a-1', Readable.from([Buffer.from('one\ntw'), Buffer.from('o')]), 'out');
    await said.pass('a-1', Readable.from([Buffer.from('oops\n')]), 'err');
    expect([out.text(), err.text()]).toEqual(['a-1 | one\na-1 | two\n', 'a-1 | oops\n']);
  });

  it('is coloured where the terminal has colours', async () => {
    const out = written();
    await talk({ out: Object.assign(out.stream, { hasColors: () => true }), err: written().stream }).pass(
      'a-1',
      Readable.from(['x\n']),
      'out',
    );
    expect(JSON.stringify(out.text())).toMatch(/^"\\u001b\[\d+ma-1\\u001b\[0m \| x\\n"$/);
  });

  it.each([
    [['handed over'], 'handed over'],
    [[{ target: 'a-1', redelivered: false, bytes: 7 }, 'pulled a message'], 'pulled a message (bytes 7)'],
    [[{ redelivered: true, names: ['A', 'B'], reason: 'no JSON' }, 'text'], 'text (redelivered true, names ["A","B"], reason no JSON)'],
    [[{ target: 'a-1' }, 'kept'], 'kept'],
  ])('tells the launcher’s line %j as %j', (line, expected) => {
    const [first, text] = line as [unknown, string?];
    expect(logLine(first, text)).toBe(expected);
  });
});

it('summarises what became of the messages', () => {
  expect(summary('a', { ...newTally(), processed: 8, deadLettered: 1, empty: 1, mostAtOnce: 5 })).toBe(
    'a: 8 processed, 0 failed, 1 dead-lettered, 1 empty run, at most 5 at once',
  );
  expect(summary('a', { ...newTally(), withoutMessage: 2 })).toContain('2 failed without a message');
});

it('waits longer after each failure, but never over 10 s', () => {
  expect([1, 2, 3, 4, 5, 6, 100].map(backOff)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});
