import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeOutcome } from '../../handler/outcome.ts';
import { sharedFolder } from '../../handler/volume.ts';

let folder: string;
let program: string;
const mode = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8);
const umask = process.umask();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'volume-'));
  program = join(mkdtempSync(join(tmpdir(), 'program-')), 'handover');
  writeFileSync(program, 'program');
});

afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
  rmSync(dirname(program), { recursive: true });
});

describe('the shared folder', () => {
  it('holds the program, the message and the outcome, readable by any user whatever the umask', async () => {
    process.umask(0o077);
    const outcome = { run: new Map([['A', '1']]), unset: [] };
    await sharedFolder(folder, program).leave(outcome, 'ü');
    expect(readdirSync(folder).sort()).toEqual(['handover', 'message', 'outcome']);
    expect([mode('handover'), mode('message'), mode('outcome')]).toEqual(['555', '444', '444']);
    expect(readFileSync(join(folder, 'message'), 'utf8')).toBe('ü');
    expect(readFileSync(join(folder, 'outcome'))).toEqual(encodeOutcome(outcome));
  });

  it('takes a later outcome over an earlier one, as a kubelet may run an init container again', async () => {
    const volume = sharedFolder(folder, program);
    await volume.leave({ exit: 0 });
    await volume.leave({ exit: 3 });
    expect(readFileSync(join(folder, 'outcome'))).toEqual(encodeOutcome({ exit: 3 }));
  });

  it('has no outcome where something before it could not be written', async () => {
    chmodSync(program, 0o600);
    rmSync(program);
    await expect(sharedFolder(folder, program).leave({ exit: 0 })).rejects.toThrow('ENOENT');
    expect(readdirSync(folder)).not.toContain('outcome');
  });

  it('tells what was left in it, for a sidecar that is restarted', async () => {
    const volume = sharedFolder(folder, program);
    expect(await volume.left()).toBeUndefined();
    await volume.leave({ wait: true });
    expect(await volume.left()).toBe('wait');
    await volume.leave({ exit: 75 });
    expect(await volume.left()).toBe('exit');
    writeFileSync(join(folder, 'outcome.new'), encodeOutcome({ exit: 0 }).subarray(0, -1));
    expect(await volume.left()).toBe('exit');
    renameSync(join(folder, 'outcome.new'), join(folder, 'outcome'));
    expect(await volume.left()).toBeUndefined();
  });

  it('does not take an outcome that it cannot read for none', async () => {
    mkdirSync(join(folder, 'outcome'));
    await expect(sharedFolder(folder, program).left()).rejects.toThrow('EISDIR');
  });
});
