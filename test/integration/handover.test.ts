import { execFileSync, type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exitCodes, variableLimit } from '../../handler/contract.ts';
import { decodeOutcome, encodeOutcome, type Outcome } from '../../handler/outcome.ts';

const root = process.getuid?.() === 0;
let work: string;
let handover: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'handover-'));
  chmodSync(work, 0o755);
  handover = join(work, 'handover');
  if (spawnSync('musl-gcc', ['--version']).error) execFileSync('test/packages', ['gcc', 'musl-tools']);
  // The image's own flags; another libc than musl would run a script without #! by a shell.
  execFileSync('musl-gcc', ['-Os', '-static', '-s', '-Wall', '-Wextra', '-Werror', '-o', handover, 'handler/handover.c']);
}, 120_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

const run = (set: Record<string, string> = {}, unset: string[] = []): Buffer =>
  encodeOutcome({ run: new Map(Object.entries(set)), unset } satisfies Outcome);

/** A volume as the launcher leaves it: the program and, beside it, the outcome. */
function volume(outcome?: Buffer): string {
  const folder = mkdtempSync(join(work, 'event-'));
  chmodSync(folder, 0o755);
  copyFileSync(handover, join(folder, 'handover'));
  if (outcome !== undefined) writeFileSync(join(folder, 'outcome'), outcome, { mode: 0o444 });
  return folder;
}

function start(folder: string, command: string[], options: SpawnSyncOptions = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(join(folder, 'handover'), command, {
    env: { PATH: '/usr/bin:/bin' },
    timeout: 10_000,
    ...options,
  });
  if (error) throw error;
  return { status, signal, stdout: String(stdout), stderr: String(stderr) };
}

const environment = (outcome: Buffer, env: Record<string, string>): string[] =>
  start(volume(outcome), ['/usr/bin/env', '-0'], { env }).stdout.split('\0').slice(0, -1);

describe('the environment of the command', () => {
  it('is the inherited one with variables replaced, added and unset, and nothing else', () => {
    const outcome = run({ MESSAGE: '{"a":1}', HOME: '/elsewhere' }, ['SECRET', 'ABSENT']);
    expect(environment(outcome, { PATH: '/bin', HOME: '/', SECRET: 'x', SECRETS: 'kept', HOM: 'kept' })).toEqual([
      'PATH=/bin',
      'SECRETS=kept',
      'HOM=kept',
      'MESSAGE={"a":1}',
      'HOME=/elsewhere',
    ]);
  });

  it('is exactly the inherited one when the outcome names no variable', () => {
    expect(environment(run(), { PATH: '/bin', A: '', B: 'b=b' })).toEqual(['PATH=/bin', 'A=', 'B=b=b']);
  });

  it('keeps names that are no shell names and values with =, quotes, line ends and any UTF-8', () => {
    const odd = {
      'spring.datasource.url': 'jdbc:x?a=b',
      'with-dash': '"\'$(id)`',
      '1ST': 'a\nb\r\n',
      EMPTY: '',
      TEXT: '😀 ü \u0001',
      END: '=end',
    };
    expect(environment(run(odd), {})).toEqual(Object.entries(odd).map(([name, value]) => `${name}=${value}`));
  });

  it('sets a variable that is also unset', () => {
    expect(environment(run({ A: 'new' }, ['A']), { A: 'old' })).toEqual(['A=new']);
  });

  it('replaces every copy of a name that is inherited twice', () => {
    const folder = volume(run({ A: '3' }));
    const c = join(work, 'twice.c');
    writeFileSync(
      c,
      '#include <unistd.h>\nint main(int c, char **v) { (void)c; return execve(v[1], v + 1, (char *[]){"A=1", "B=", "A=2", 0}); }',
    );
    execFileSync('musl-gcc', ['-static', '-o', join(work, 'twice'), c]);
    const { stdout } = spawnSync(join(work, 'twice'), [join(folder, 'handover'), '/usr/bin/env', '-0']);
    expect(String(stdout)).toBe('B=\0A=3\0');
  });

  it('holds a variable of the largest size that the contract allows', () => {
    const MESSAGE = 'x'.repeat(variableLimit - 'MESSAGE='.length);
    expect(environment(run({ MESSAGE }), {})).toEqual([`MESSAGE=${MESSAGE}`]);
  });

  it('holds a mebibyte of variables', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`name.${i}`, 'y'.repeat(90)]));
    const outcome = run(many);
    expect(outcome.length).toBeGreaterThan(1_000_000);
    expect(environment(outcome, { name: 'kept' })).toHaveLength(10_001);
  });
});

describe('the command', () => {
  it('is the same process, with its arguments as given', async () => {
    const child = spawn(join(volume(run()), 'handover'), ['sh', '-c', 'echo $$ "$0" "$1"', 'a b', ''], { env: { PATH: '/bin' } });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    await once(child, 'close');
    expect(stdout).toBe(`${child.pid} a b \n`);
  });

  it('keeps its exit code', () => {
    expect(start(volume(run()), ['sh', '-c', 'exit 42']).status).toBe(42);
  });

  it('inherits working directory and descriptors, and finds no further descriptor open', () => {
    const command = ['-c', 'pwd; cat; ls /proc/$$/fd'];
    const options = { cwd: '/usr', input: 'from stdin\n', env: { PATH: '/bin' } };
    const without = String(spawnSync('/bin/sh', command, options).stdout);
    expect(without).toMatch(/^\/usr\nfrom stdin\n0\n1\n2\n/);
    expect(start(volume(run()), ['/bin/sh', ...command], options).stdout).toBe(without);
  });

  it('dies by SIGTERM as by default', () => {
    expect(start(volume(run()), ['sh', '-c', 'kill -TERM $$']).signal).toBe('SIGTERM');
  });

  it('inherits an ignored signal', () => {
    const inner = `exec '${join(volume(run()), 'handover')}' sh -c 'kill -HUP $$; echo still here'`;
    expect(String(execFileSync('sh', ['-c', `trap '' HUP; ${inner}`]))).toBe('still here\n');
  });

  it('is looked up in the PATH that the container has', () => {
    const folder = volume(run());
    mkdirSync(join(folder, 'bin'));
    symlinkSync('/bin/echo', join(folder, 'bin', 'my-command'));
    expect(start(folder, ['my-command', 'found'], { env: { PATH: `/nowhere:${folder}/bin` } }).stdout).toBe('found\n');
  });

  it('is taken relative to the working directory when it has a slash', () => {
    expect(start(volume(run()), ['bin/echo', 'found'], { cwd: '/usr', env: {} }).stdout).toBe('found\n');
  });

  it.each([['no-such-program'], ['/no/such/program'], ['/bin/sh/x'], ['']])('that does not exist ends with 127: %j', (command) => {
    const { status, stderr } = start(volume(run()), [command]);
    expect(status).toBe(exitCodes.notFound.code);
    expect(stderr).toMatch(/^handover: cannot run .*: (No such file or directory|Not a directory)\n$/);
  });

  it('that is a folder or not executable ends with 126', () => {
    const folder = volume(run());
    writeFileSync(join(folder, 'plain'), '#!/bin/sh\n', { mode: 0o644 });
    for (const command of ['/usr', join(folder, 'plain')]) {
      const { status, stderr } = start(folder, [command]);
      expect({ status, stderr }).toEqual({
        status: exitCodes.notExecutable.code,
        stderr: `handover: cannot run ${command}: Permission denied\n`,
      });
    }
  });

  it('that is a script without #! ends with 126 instead of running in a shell', () => {
    const folder = volume(run());
    writeFileSync(join(folder, 'script'), 'echo ran\n', { mode: 0o755 });
    const { status, stdout, stderr } = start(folder, [join(folder, 'script')]);
    expect({ status, stdout }).toEqual({ status: exitCodes.notExecutable.code, stdout: '' });
    expect(stderr).toContain('Exec format error');
  });

  it('with a variable over the kernel limit ends with 126 and says so', () => {
    const { status, stderr } = start(volume(run({ M: 'x'.repeat(variableLimit) })), ['/bin/true']);
    expect(status).toBe(exitCodes.notExecutable.code);
    expect(stderr).toContain("over the kernel's limit");
  });
});

describe('an outcome that says exit', () => {
  it.each([0, 1, 9, 10, 75, 255])('ends with %i and runs nothing', (exit) => {
    const { status, stdout, stderr } = start(volume(encodeOutcome({ exit })), ['echo', 'ran']);
    expect({ status, stdout, stderr }).toEqual({ status: exit, stdout: '', stderr: `handover: nothing to run, exit ${exit}\n` });
  });

  it('needs no command', () => {
    expect(start(volume(encodeOutcome({ exit: 0 })), []).status).toBe(0);
  });
});

describe('an outcome that says wait', () => {
  const wait = encodeOutcome({ wait: true });

  interface Waiting {
    readonly folder: string;
    readonly pid: number;
    readonly stop: () => void;
  }

  /** How a program ends that waits; `act` is called once it does. */
  async function waited(act: (waiting: Waiting) => void | Promise<void>) {
    const folder = volume(wait);
    const child = spawn(join(folder, 'handover'), ['echo', 'ran'], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 10_000 });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    const closed = once(child, 'close');
    await once(child.stderr, 'data');
    await act({ folder, pid: Number(child.pid), stop: () => child.kill('SIGTERM') });
    const [status, signal] = await closed;
    return { status, signal, output: output.replace("handover: waiting until the processor's Job has ended\n", '') };
  }

  const replace = (folder: string, outcome: Buffer): void => {
    writeFileSync(join(folder, 'aside'), outcome, { mode: 0o444 });
    renameSync(join(folder, 'aside'), join(folder, 'outcome'));
  };

  it.each([0, 1, 75])('ends with %i, less than half a second after a later one says so', async (exit) => {
    let replaced = 0;
    const ended = await waited(({ folder }) => {
      replace(folder, encodeOutcome({ exit }));
      replaced = performance.now();
    });
    expect(performance.now() - replaced).toBeLessThan(500);
    expect(ended).toEqual({ status: exit, signal: null, output: `handover: the wait is over, exit ${exit}\n` });
  });

  it('goes on where it is written again, as by a launcher that is run again', async () => {
    const { status } = await waited(async ({ folder }) => {
      replace(folder, wait);
      await sleep(500);
      replace(folder, encodeOutcome({ exit: 3 }));
    });
    expect(status).toBe(3);
  });

  it('ends with 75 at SIGTERM', async () => {
    const ended = await waited(({ stop }) => stop());
    expect(ended).toEqual({ status: exitCodes.transient.code, signal: null, output: 'handover: stopped while waiting, exit 75\n' });
  });

  it('ends as the launcher says where that comes with SIGTERM', async () => {
    const { status } = await waited(({ folder, stop }) => {
      replace(folder, encodeOutcome({ exit: 0 }));
      stop();
    });
    expect(status).toBe(0);
  });

  // Only root can make a process 1, to which the kernel hands no signal by its default.
  (root ? it : it.skip)('ends with 75 at SIGTERM as process 1, as in its container', async () => {
    const child = spawn('unshare', ['--pid', '--fork', '--kill-child', join(volume(wait), 'handover')], { timeout: 10_000 });
    await once(child.stderr, 'data');
    process.kill(Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')), 'SIGTERM');
    expect(await once(child, 'close')).toEqual([exitCodes.transient.code, null]);
  });

  it('takes no memory or descriptor while it waits', async () => {
    const used: number[][] = [];
    await waited(async ({ pid, stop }) => {
      for (const _ of ['at first', 'later']) {
        await sleep(700);
        used.push([readdirSync(`/proc/${pid}/fd`).length, readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n').length]);
      }
      stop();
    });
    expect(used[1]).toEqual(used[0]);
  });

  it.each([
    ['says run', 'says no exit after wait', run()],
    ['is torn', 'torn', encodeOutcome({ exit: 0 }).subarray(0, -1)],
    ['is empty', 'empty', Buffer.alloc(0)],
    ['is of another version', 'version', Buffer.from('event-jobs/2\0exit\x000\0=end\0')],
    ['says no code', 'no number', Buffer.from('event-jobs/1\0exit\x00x\0=end\0')],
  ])('ends with 125 where a later one %s', async (_, why, outcome) => {
    const { status, output } = await waited(({ folder }) => replace(folder, outcome));
    expect(status).toBe(exitCodes.noOutcome.code);
    expect(output).toMatch(/^handover: .+: .+\n$/);
    expect(output).toContain(why);
  });

  it('ends with 125 where it vanishes, under SIGTERM, too', async () => {
    const { status, output } = await waited(({ folder, stop }) => {
      rmSync(join(folder, 'outcome'));
      stop();
    });
    expect({ status, output }).toEqual({
      status: exitCodes.noOutcome.code,
      output: expect.stringContaining('No such file or directory'),
    });
  });
});

describe('an outcome that cannot be trusted', () => {
  const refused = (folder: string, options: SpawnSyncOptions = {}): string => {
    const { status, stdout, stderr } = start(folder, ['echo', 'ran'], options);
    expect({ status, stdout }).toEqual({ status: exitCodes.noOutcome.code, stdout: '' });
    expect(stderr).toMatch(/^handover: .+: .+\n$/);
    return stderr;
  };

  it.each([
    ['run', run({ MESSAGE: '{"a":"=end"}', END: '=end', 'a.b': '' }, ['GONE'])],
    ['exit', encodeOutcome({ exit: 120 })],
    ['wait', encodeOutcome({ wait: true })],
  ])('is one that says %s, cut at any byte', (_, whole) => {
    for (let length = 0; length < whole.length; length++) refused(volume(whole.subarray(0, length)));
  });

  it.each([['\0'], ['x'], ['x\0'], ['A=1\0'], ['=end\0'], ['event-jobs/1\0exit\u00000\0=end\0']])('is one followed by %j', (more) => {
    for (const whole of [run({ A: '1' }), encodeOutcome({ exit: 0 }), encodeOutcome({ wait: true })])
      refused(volume(Buffer.concat([whole, Buffer.from(more)])));
  });

  it.each([
    ['event-jobs/2\0run\0=end\0', 'version'],
    ['event-jobs/1 \0exit\x000\0=end\0', 'version'],
    ['\0event-jobs/1\0exit\x000\0=end\0', 'version'],
    ['event-jobs/1\0=end\0', 'neither run nor wait nor exit'],
    ['event-jobs/1\0wait\x000\0=end\0', 'neither run nor wait nor exit'],
    ['event-jobs/1\0waits\0=end\0', 'neither run nor wait nor exit'],
    ['event-jobs/1\0runs\0A=1\0=end\0', 'neither run nor wait nor exit'],
    ['event-jobs/1\0exit\0=end\0', 'neither run nor wait nor exit'],
    ['event-jobs/1\0exit\x000\x000\0=end\0', 'neither run nor wait nor exit'],
    ['event-jobs/1\0run\0=1\0=end\0', 'without a name'],
    ['event-jobs/1\0run\0\0=end\0', 'without a name'],
    ...['', '256', '-1', '+1', '00', '01', ' 0', '0 ', '0x0', '1e1', 'zero', '4294967296', '99999999999999999999'].map((code) => [
      `event-jobs/1\0exit\0${code}\0=end\0`,
      'no number from 0 to 255',
    ]),
  ])('is %j, for the launcher, too', (text, why) => {
    const outcome = Buffer.from(text as string);
    expect(refused(volume(outcome))).toContain(why);
    // The launcher does not look at the variables that it once wrote.
    expect(decodeOutcome(outcome)).toBe(why === 'without a name' ? 'run' : undefined);
  });

  it('is one that is missing', () => {
    expect(refused(volume())).toContain('No such file or directory');
  });

  it('is one that this user may not read', () => {
    const folder = volume(encodeOutcome({ exit: 0 }));
    chmodSync(join(folder, 'outcome'), 0);
    expect(refused(folder, root ? { uid: 65532, gid: 65532 } : {})).toContain('Permission denied');
  });

  it('is a folder, or a pipe that nobody writes to', () => {
    const folder = volume();
    mkdirSync(join(folder, 'outcome'));
    expect(refused(folder)).toContain('not a regular file');
    const pipe = volume();
    execFileSync('mkfifo', [join(pipe, 'outcome')]);
    expect(refused(pipe)).toContain('not a regular file');
  });

  it('is one to run something when no command is there', () => {
    const { status, stderr } = start(volume(run()), []);
    expect(status).toBe(exitCodes.noOutcome.code);
    expect(stderr).toContain('no command');
  });

  it('is one of the working directory when the program was started without its path', () => {
    const folder = volume(encodeOutcome({ exit: 0 }));
    const { status, stderr } = spawnSync(join(folder, 'handover'), ['true'], { argv0: 'handover', cwd: folder });
    expect({ status, stderr: String(stderr) }).toEqual({
      status: exitCodes.noOutcome.code,
      stderr: 'handover: outcome: no directory to look in: this program must be started by its path\n',
    });
  });
});

// Only root can run it as somebody else.
(root ? it : it.skip)('works for another user than the one that wrote the outcome', () => {
  expect(start(volume(run({ A: '1' })), ['sh', '-c', 'echo $A; id -u'], { uid: 65532, gid: 65532 }).stdout).toBe('1\n65532\n');
});
