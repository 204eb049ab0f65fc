import { describe, expect, it } from '@jest/globals';
import { Fault } from '../../../handler/fault.ts';
import { endingCode, usageCode } from '../../../handler/operator/ending.ts';
import { Refusal } from '../../../handler/refusal.ts';

describe('a command ends', () => {
  it('with its own code', async () => {
    expect(await endingCode(Promise.resolve(1), () => {})).toBe(1);
  });

  it.each([
    [2, 'wrong usage', new Refusal('no such context')],
    [1, 'a fault', new Fault('transient', 'no answer')],
  ])('with %d on %s, which is said by its message alone', async (code, _, error) => {
    const said: string[] = [];
    expect(await endingCode(Promise.reject(error), (text) => said.push(text))).toBe(code);
    expect(said).toEqual([error.message]);
  });

  it('with 1 on what nobody foresaw, and says where that was', async () => {
    const said: string[] = [];
    expect(await endingCode(Promise.reject(new TypeError('oh')), (text) => said.push(text))).toBe(1);
    expect(said).toEqual([expect.stringMatching(/^TypeError: oh\n {4}at /)]);
  });

  it('with 0 after a help that was asked for, and 2 after wrong options', () => {
    expect([usageCode({ exitCode: 0 }), usageCode({ exitCode: 1 })]).toEqual([0, 2]);
  });
});
