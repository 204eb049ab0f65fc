/** What bench/generate runs once the programs are built: limit in seconds, kustomize and helm in; bench/results/generate.md out. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machine } from '../machine.ts';
import { measure, type Run, wallSeconds } from '../measure.ts';
import { rounds } from '../rounds.ts';
import { type Contenders, contenders, installed, type Name } from './contenders.ts';
import { entries } from './entries.ts';
import type { ColdStart, Figures, Runs } from './figures.ts';
import { peerVersions } from './peers.ts';
import { report } from './report.ts';
import { assertSame, scaledJobsIn } from './scaledJobs.ts';

/** A cold start is so short that it takes more rounds to tell. */
const times = { coldStart: 25, others: 5 };
const besideThePeers = [10, 500, 10_000];
/** To see how the time grows. */
const alone = [1000, 2000, 4000];

const [limit = '', kustomize = '', helm = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'event-jobs-bench-'));
const output = join(folder, 'output.yaml');
try {
  const text = report(machine([peerVersions()]), figures());
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/generate.md', text);
  process.stdout.write(text);
} finally {
  rmSync(folder, { recursive: true });
}

function figures(): Figures {
  const programs = { 'event-jobs': installed(join(folder, 'installed')), kustomize, helm };
  const prepared = (count: number) => contenders(entries(count), join(folder, `${count}`), programs);
  assertSame(Object.values(prepared(20)).map(scaledJobsOf));
  return {
    limit: Number(limit),
    rounds: times.others,
    coldStart: coldStart(prepared(1)),
    runs: new Map([
      ...besideThePeers.map((count): [number, Runs] => [count, runs(count, prepared(count))]),
      ...alone.map((count): [number, Runs] => [count, runs(count, { 'event-jobs': prepared(count)['event-jobs'] })]),
    ]),
  };
}

function scaledJobsOf(command: readonly string[]): string[] {
  wallSeconds(command, output);
  return scaledJobsIn(output);
}

function coldStart(commands: Contenders): ColdStart {
  const commandLines = { node: [process.execPath, '-e', '0'], 'event-jobs': commands['event-jobs'] };
  return rounds(times.coldStart, commandLines, (command) => wallSeconds(command, output));
}

function runs(count: number, commands: Partial<Contenders>): Runs {
  console.error(`bench: ${count} entries by ${Object.keys(commands).join(', ')}`);
  return rounds<Name, Run | undefined>(times.others, commands, (command) => {
    const run = measure(command, output, Number(limit));
    const made = run ? scaledJobsIn(output).length : count;
    if (made !== count) throw new Error(`${command.join(' ')} made ${made} ScaledJobs of ${count} entries`);
    return run;
  });
}
