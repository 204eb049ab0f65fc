/** `event-jobs local`: arguments and environment in, exit code out. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { Fault } from '../fault.ts';
import { Refusal } from '../refusal.ts';
import { local } from './local.ts';
import { readManifests } from './manifests.ts';
import { defaultStateFolder, State } from './state.ts';
import { stopping } from './stopping.ts';
import { talk } from './talk.ts';

interface Options {
  readonly filename: string;
  readonly drain: boolean;
  readonly state: string;
}

const command = new Command('event-jobs local')
  .description('Runs generated manifests without a cluster: the real launcher and the configured command, as processes of this machine.')
  .option('-f, --filename <file>', 'the manifests; - for standard input', '-')
  .option('--drain', 'end when every queue is empty and every Job has ended; do not wait for the next poll in between', false)
  .option('--state <folder>', 'where messages are kept while they are worked on', defaultStateFolder(process.env, homedir()))
  .addHelpText('after', help())
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

process.exit(await run(command.opts<Options>()));

async function run({ filename, drain, state: folder }: Options): Promise<number> {
  const { env: environment } = process;
  const said = talk({ out: process.stdout, err: process.stderr });
  try {
    const entries = readManifests(await (filename === '-' ? text(process.stdin) : readFile(filename, 'utf8')));
    const state = new State(resolve(folder));
    const { stop, kill, signalCode } = stopping(said);
    const well = await local({ entries, state, talk: said, drain, environment, stop, kill }).finally(() => state.release());
    if (!well) return 1;
    return drain ? signalCode() : 0;
  } catch (error) {
    const expected = error instanceof Refusal || error instanceof Fault || (error as NodeJS.ErrnoException).syscall !== undefined;
    said.say(expected ? (error as Error).message : String((error as Error).stack));
    return expected ? 2 : 1;
  }
}

function help(): string {
  return `
Environment: AMQP_HOST and AMQP_PORT go before the manifests' own; AMQP_USERNAME and AMQP_PASSWORD (guest on this machine);
NODE_EXTRA_CA_CERTS for a broker with TLS.
A failed command is tried again after 0.5 s, then after twice as long each time, at most 10 s.
Exit codes: 0 done, 1 a Job failed for good (or, with --drain, a queue could not be read), 2 nothing was started,
130 or 143 stopped before the queues were drained.`;
}
