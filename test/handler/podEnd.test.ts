import { describe, expect, it } from '@jest/globals';
import { podEnd } from '../../handler/podEnd.ts';

const own = { uid: 'u', created: 1000, started: 1010 };
const timeout = 60;
const intime = 1050;
const late = 1070;
const at = (now: number, isLast = false) => ({ timeout, now, isLast });

describe('the end of a processor in the launcher’s pod', () => {
  it('is not known before its status tells', () => {
    expect(podEnd({ started: true, going: false }, own, at(intime))).toBeUndefined();
    expect(podEnd({ started: true, going: true }, own, at(intime))).toBeUndefined();
    expect(podEnd({ started: true, going: false }, own, at(late, true))).toBeUndefined();
  });

  it('is a success with exit code 0, whatever becomes of the pod', () => {
    expect(podEnd({ started: true, ended: { exitCode: 0 }, going: false }, own, at(intime))).toBe('succeeded');
    expect(podEnd({ started: true, ended: { exitCode: 0 }, going: true }, own, at(late))).toBe('succeeded');
  });

  it('is a failure with another', () => {
    expect(podEnd({ started: true, ended: { exitCode: 3, reason: 'Error' }, going: false }, own, at(intime))).toEqual({
      failed: 'the processor ended with exit code 3',
      exitCode: 3,
    });
  });

  it('is nobody’s failure in a pod that is deleted or evicted before its time', () => {
    const stopped = { stopped: 'the pod was deleted or evicted before the processor was done' };
    expect(podEnd({ started: true, ended: { exitCode: 143 }, going: true }, own, at(intime))).toEqual(stopped);
    expect(podEnd({ started: false, going: true }, own, at(intime))).toEqual(stopped);
    expect(podEnd({ started: true, ended: { exitCode: 143 }, going: true }, undefined, at(late))).toEqual(stopped);
    expect(podEnd({ started: true, going: true }, own, at(intime, true))).toEqual(stopped);
  });

  it('is its timeout in one that the Job’s deadline deletes, started or not', () => {
    const failed = "the processor was not done within the entry's timeout";
    expect(podEnd({ started: true, ended: { exitCode: 143 }, going: true }, own, at(late))).toEqual({ failed, exitCode: 143 });
    expect(podEnd({ started: false, going: true }, own, at(late))).toEqual({ failed });
    expect(podEnd({ started: true, going: true }, own, at(late))).toBeUndefined();
    expect(podEnd({ started: true, going: true }, own, at(late, true))).toEqual({ failed });
    // The node's clock may be a little behind.
    expect(podEnd({ started: false, going: true }, own, at(1069))).toEqual({ failed });
    expect(podEnd({ started: false, going: true }, { uid: 'u', created: 1000 }, at(1061))).toEqual({ failed });
  });
});
