import { describe, expect, it } from '@jest/globals';
import type { LaunchSettings } from '../../handler/contract.ts';
import { textFault, weightFault } from '../../handler/weight.ts';

const mebi = 1 << 20;
const filled = (size: number, part: string) => Buffer.from(`[${Array(Math.floor(size / (part.length + 1))).fill(part)}]`);
const fault = (text: Buffer, maxMebi = 16, acknowledge: LaunchSettings['acknowledge'] = 'completion') =>
  weightFault(text, { maxMessage: maxMebi * mebi, runner: 'exec', acknowledge });

const noMemory = 'has more values than the launcher has memory for: launcher.maxMessage sets that';

describe('a JSON text', () => {
  const invoice = '{"id":1,"name":"customer 1","amount":1.25,"tags":["a","b"],"address":{"street":"Main Street 1","zip":"10001"}}';

  it.each([
    ['one string', Buffer.from(`"${'x'.repeat(16 * mebi)}"`)],
    ['8 MiB of what invoices have', filled(8 * mebi, invoice)],
    ['5 MiB of numbers', filled(5 * mebi, '1234')],
    ['3.5 MiB of empty objects', filled(3.5 * mebi, '{}')],
    ['commas, colons and brackets in a string', Buffer.from(`"${'\\",[{:'.repeat(2 * mebi)}"`)],
  ])('of %s fits into a launcher’s memory', (_, text) => {
    expect(fault(text)).toBeUndefined();
  });

  it.each([
    ['empty objects', filled(5 * mebi, '{}')],
    ['empty arrays', filled(5 * mebi, '[]')],
    ['short strings', filled(12 * mebi, '"abcd"')],
    ['objects of one name each', filled(8 * mebi, '{"abcd":0}')],
    ['names', filled(8 * mebi, '"abcd":0')],
    ['depth', Buffer.from('['.repeat(8 * mebi))],
  ])('of too many %s is too heavy for it, unless maxMessage is larger', (_, text) => {
    expect(fault(text)).toBe(noMemory);
    expect(fault(text, 64)).toBeUndefined();
  });

  it('for a Secret has no more values than that can have', () => {
    const inSecret = 'has more values than a Secret has room for';
    expect(fault(filled(3 * mebi, '[]'), 16, 'dispatch')).toBe(inSecret);
    expect(fault(filled(3 * mebi, '[]'), 16, 'completion')).toBeUndefined();
    expect(weightFault(filled(3 * mebi, '[]'), { maxMessage: 16 * mebi, runner: 'job', acknowledge: 'completion' })).toBe(inSecret);
  });
});

describe('a text', () => {
  const room = (acknowledge: LaunchSettings['acknowledge'], maxMebi = 16) => ({
    maxMessage: maxMebi * mebi,
    runner: 'exec' as const,
    acknowledge,
  });
  const of = (part: string, size = 16 * mebi) => Buffer.alloc(size, part);

  it.each(['x', 'a line of a table, "quoted"\n', 'ü'])('of %j fits into a launcher’s memory', (part) => {
    expect(textFault(of(part), room('completion'))).toBeUndefined();
  });

  it('of control characters, six bytes each when written, does not, unless there are few', () => {
    const noMemory = 'is longer as JSON than the launcher has memory for: launcher.maxMessage sets that';
    expect(textFault(of('\0'), room('completion'))).toBe(noMemory);
    expect(textFault(of('\0', 4 * mebi), room('completion'))).toBeUndefined();
    expect(textFault(of('\0'), room('completion', 64))).toBeUndefined();
  });

  it('for a Secret is no longer than that has room for, as it is written', () => {
    const inSecret = 'is longer as JSON than a Secret has room for';
    const length = (text: Buffer) => JSON.stringify(text.toString()).length - 2;
    for (const part of ['\0', '"', '\\', '\n', '\t\b\f\r', '\u001f', 'x', 'ü']) {
      const least = Math.ceil((mebi * part.length) / length(Buffer.from(part)));
      expect([part, textFault(of(part, least - 64), room('dispatch'))]).toEqual([part, undefined]);
      expect([part, textFault(of(part, 2 * least + 64), room('dispatch'))]).toEqual([part, inSecret]);
    }
  });
});
