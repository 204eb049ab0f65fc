import { type Command, Option } from 'commander';
import type { ClusterChoice } from '../../handler/operator/kubeconfig.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Asked } from '../check/check.ts';
import { type Format, formats, type Report } from '../check/report/report.ts';
import { exitCode } from '../check/result.ts';
import { Failure } from '../failure.ts';
import { ConfigError } from '../fault.ts';
import { addInput, type Input, inputOf } from '../input/options.ts';
import { addSettings } from '../options.ts';
import { ResultCommand } from './resultCommand.ts';

interface CheckOptions extends ClusterChoice {
  output?: string;
  server?: boolean;
  format: Format;
}

const exitCodes = `
Exit codes: 0 all is well, 1 the directory differs or the cluster would refuse, 2 something has to be put right first.
With --output the settings are those that the directory was generated with; flags override them, and the environment does not.`;

export function command(): Command {
  const command = new ResultCommand('check').description(
    'Say whether a directory is what generate would make of it, and what a cluster would refuse.',
  );
  addInput(command)
    .option('-o, --output <directory>', 'compare with what event-jobs generate has written there')
    .option('--server', 'ask the API server by a dry-run whether it takes the manifests, and the Jobs and pods that come of them')
    .addOption(new Option('--format <format>', 'how to say it').choices(formats).default('text'))
    .addHelpText('after', exitCodes);
  for (const option of command.options.filter(({ long }) => long === '--context' || long === '--kubeconfig'))
    option.description = option.description.replace('--live', '--live or --server');
  addSettings(command);
  return command.action((options: CheckOptions) => run(command, options));
}

async function run(command: Command, { output, server = false, context, kubeconfig, format }: CheckOptions): Promise<number> {
  const access = { ...(context !== undefined && { context }), ...(kubeconfig !== undefined && { kubeconfig }) };
  const input = inputFor(command, server);
  const report = await checked({ input, command, ...(output !== undefined && { directory: output }), ...(server && { access }) });
  await say(report, format);
  return report.exitCode;
}

/** Where only the `--server` is asked, its context is no fault of an input from files. */
function inputFor(command: Command, server: boolean): Input {
  if (server && command.getOptionValue('live') === undefined)
    for (const name of ['context', 'kubeconfig']) command.setOptionValue(name, undefined);
  return inputOf(command);
}

/** What could not be looked at is no difference: it ends with another code. */
async function checked(asked: Asked): Promise<Report> {
  const { check } = await import('../check/check.ts');
  try {
    const made = await check(asked);
    return { ...made, exitCode: exitCode(made.results) };
  } catch (cause) {
    if (cause instanceof Failure || (cause instanceof Error && 'syscall' in cause)) throw new ConfigError(cause.message, { cause });
    throw cause;
  }
}

async function say(report: Report, format: Format): Promise<void> {
  if (format === 'json') process.stdout.write((await import('../check/report/json.ts')).jsonReport(report));
  if (format === 'sarif') process.stdout.write((await import('../check/report/sarif.ts')).sarifReport(report, packageJson.version));
  if (format !== 'text') return;
  const { out, err } = (await import('../check/report/text.ts')).textReport(report);
  process.stderr.write(err);
  process.stdout.write(out);
}
