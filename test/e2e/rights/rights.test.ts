import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { V1JobSpec } from '@kubernetes/client-node';
import { encodeLaunchSettings, exitCodes, type LaunchSettings } from '../../../handler/contract.ts';
import { eventually } from '../../eventually.ts';
import { canary, planted } from '../canary.ts';
import { type Cell, cells, nameOf } from '../cells/cell.ts';
import { Stage } from '../cells/stage.ts';
import { processorOf, Trial } from '../cells/trial.ts';
import { hasEvidence, logsFolder } from '../evidence/evidence.ts';
import { podLogs } from '../evidence/podLogs.ts';
import { condition, launcher } from '../history.ts';
import { accountWithout, type Right, rightsOf } from './role.ts';

jest.setTimeout(180_000);

interface Special {
  message?: string;
  work?: string;
  keys?: object;
  also?: Right;
  /** Whether it waits until it is stopped, and then gives its message back: that is no failure of its own. */
  waits?: boolean;
}

/** What a launcher asks for in an ordinary run of a good message; the others, only in a case of their own. */
const special: Record<string, Special> = {
  'create events': { message: `bad ${canary.content}` },
  // To take back what its message could not be kept for.
  'delete jobs': { also: { verb: 'create', resource: 'secrets' } },
  // For the exit code. Its launcher asks until its own deadline.
  'list pods': { work: 'process.exit(9)', keys: { timeout: 20, template: { spec: { terminationGracePeriodSeconds: 1 } } }, waits: true },
};

const textOf = ({ verb, resource }: Right) => `${verb} ${resource}`;

/** Without these a launcher works, and says so. */
const dispensable = ['create events', 'watch jobs'];

describe('without one verb of its Role', () => {
  const stages = new Map<Cell, Stage>();

  beforeAll(async () => {
    for (const cell of cells) stages.set(cell, await Stage.of(cell));
  });

  afterAll(() => Promise.all([...stages.values()].map((stage) => stage.end())));

  // The cell with the most rights, and the longest of all, first: all of it is begun at once.
  for (const cell of cells.toReversed())
    for (const right of rightsOf(cell))
      it.concurrent(`${nameOf(cell)}: ${textOf(right)}`, () =>
        Trial.run(stages.get(cell) as Stage, `no-${right.verb}-${right.resource}`, (trial) => tried(trial, right)));

  async function tried(trial: Trial, right: Right): Promise<void> {
    const { cell, namespace, history } = trial.stage;
    const { message = planted('kept'), work = 'tell()', keys = {}, also, waits = false } = special[textOf(right)] ?? {};
    await accountWithout([right, ...(also ? [also] : [])], cell, namespace.name, trial.name);
    await trial.queue.publish(message);
    await trial.startJob({ ...processorOf(work), retries: 0, ...keys }, trial.name, (spec) => restrict(spec, trial.name));
    const job = () => trial.launcherJobs()[0] ?? {};
    await history.until(`${trial.name} has ended`, () => condition(job()) !== undefined, 150);

    const log = await logOf(trial);
    expect(log).toMatch(new RegExp(`cannot ${right.verb} resource \\\\+"${right.resource}\\\\+"`));
    if (dispensable.includes(textOf(right))) {
      expect(condition(job())).toBe('Complete');
      expect(await trial.queue.ready()).toBe(0);
    } else {
      expect(condition(job())).toBe('Failed');
      if (waits) expect(log).toContain('the message is back in the queue');
      const code = waits ? exitCodes.transient.code : codeIn(log);
      expect([exitCodes.clusterRefused.code, exitCodes.transient.code]).toContain(code);
      // Its pod's end, unless that is gone.
      expect(endOf(trial) ?? code).toBe(code);
      await eventually('the message is in its queue', async () => (await trial.queue.ready()) === 1);
    }
  }
});

/** Of a pod that is gone, too, where logs are kept. */
async function logOf(trial: Trial): Promise<string> {
  if (!hasEvidence) return trial.launcherLog();
  await sleep(1500);
  const logs = podLogs(
    logsFolder,
    ({ namespace, pod, container }) =>
      namespace === trial.stage.namespace.name && pod.startsWith(`${trial.name}-`) && container === 'launcher',
  );
  return logs.map(({ text }) => text).join('');
}

/** What a launcher that fails says that it ends with, first of all. */
function codeIn(log: string): number {
  return Number(/"exit":"\w+","code":(\d+)/.exec(log)?.[1]);
}

/** Undefined where the pod is gone. */
function endOf(trial: Trial): number | undefined {
  const [pod = {}] = trial.podsOf(trial.launcherJobs());
  const ended = trial.stage.cell.acknowledge === 'dispatch' ? launcher(pod) : pod.status?.containerStatuses?.[0];
  return ended?.state?.terminated?.exitCode;
}

/** By an account of its own, once, and without much patience for the API server. */
function restrict(spec: V1JobSpec, account: string): void {
  const pod = spec.template.spec;
  const settings = pod?.initContainers?.[0]?.env?.find(({ name }) => name === 'EVENT_JOBS_SETTINGS');
  if (pod === undefined || settings === undefined || pod === null) throw new Error('no launcher was generated');
  pod.serviceAccountName = account;
  spec.backoffLimit = 0;
  settings.value = encodeLaunchSettings({ ...(JSON.parse(settings.value ?? '') as LaunchSettings), deadline: 5 });
}
