/** One queue entry, read back from its ScaledJob. */
import { containers, type LaunchSettings, launcherEnvironment, pausedAnnotation, volume } from '../contract.ts';
import { launchSettings } from '../settings.ts';
import { expand } from './expand.ts';
import type { Container, ScaledJob } from './scaledJob.ts';

export interface Entry {
  readonly name: string;
  readonly namespace: string;
  readonly settings: LaunchSettings;
  /** The processor's command and arguments; the hand-over program in front is left out. */
  readonly command: readonly [string, ...string[]];
  readonly environment: ReadonlyMap<string, string>;
  readonly max: number;
  readonly paused: boolean;
  /** All three in seconds. */
  readonly interval: number;
  readonly deadline: number | undefined;
  readonly grace: number;
  /** How often a failed try is followed by another. */
  readonly retries: number;
}

/** Reads an entry; what cannot run without a cluster is added to the faults, all of it at once. */
export function entryOf({ metadata, spec }: ScaledJob, faults: string[]): Entry | undefined {
  const { name, namespace = 'default' } = metadata;
  const fault: Report = (text) => void faults.push(`${namespace}/${name}: ${text}`);
  const { jobTargetRef } = spec;
  const pod = jobTargetRef.template.spec;
  const launcher = pod.initContainers?.find((container) => container.name === containers.launcher);
  const processor = pod.containers.find((container) => container.name === containers.processor);
  if (launcher === undefined) return fault(foreign);
  const settings = settingsOf(launcher, fault);
  if (settings === undefined) return undefined;
  if (processor === undefined) return fault(foreign);
  const environment = environmentOf(processor, fault);
  const command = commandOf(processor, environment, fault);
  if (command === undefined) return undefined;
  return {
    name,
    namespace,
    settings,
    command,
    environment,
    max: spec.maxReplicaCount ?? 100,
    paused: metadata.annotations?.[pausedAnnotation] === 'true',
    interval: spec.pollingInterval ?? 30,
    deadline: jobTargetRef.activeDeadlineSeconds,
    grace: pod.terminationGracePeriodSeconds ?? 30,
    retries: jobTargetRef.backoffLimit ?? 6,
  };
}

const foreign = `has no containers ${containers.launcher} and ${containers.processor}: not written by event-jobs generate`;

type Report = (text: string) => undefined;

/** Undefined, and a fault, where they cannot be read, or ask for what cannot be done here. */
function settingsOf({ env = [] }: Container, fault: Report): LaunchSettings | undefined {
  const variables = new Map(env.map(({ name, value }) => [name, value]));
  const faults: string[] = variables.has(launcherEnvironment.jobIndex) ? ['batch'] : [];
  try {
    const settings = launchSettings(Object.fromEntries(variables));
    if (settings.runner === 'job') faults.push('runner job');
    if (settings.acknowledge === 'completion') faults.push('acknowledge completion');
    if (faults.length === 0) return settings;
    return fault(
      `its ${faults.join(' and ')} cannot be done here, only runner exec with acknowledge dispatch and no batch; leave the entry out`,
    );
  } catch (error) {
    return fault((error as Error).message);
  }
}

function environmentOf({ env = [], envFrom = [] }: Container, fault: Report): Map<string, string> {
  const environment = new Map<string, string>();
  for (const { name, value = '', valueFrom } of env) {
    if (valueFrom === undefined) environment.set(name, expand(value, environment));
    else fault(`its variable ${name} comes by valueFrom, which only a cluster can resolve: give it a plain value to run it here`);
  }
  if (envFrom.length > 0) fault('it has envFrom, which only a cluster can resolve');
  return environment;
}

function commandOf(
  { command = [], args = [] }: Container,
  environment: ReadonlyMap<string, string>,
  fault: Report,
): Entry['command'] | undefined {
  const [handover, ...words] = [...command, ...args].map((word) => expand(word, environment));
  const [program, ...rest] = words;
  if (handover === volume.handover && program !== undefined) return [program, ...rest];
  return fault("it has no command of its own: its image's entrypoint is not known here");
}
