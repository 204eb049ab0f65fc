import { type LaunchSettings, launcherEnvironment as names, settingsVersion } from './contract.ts';
import { Fault } from './fault.ts';
import { isLaunchSettings } from './validator.ts';

/** The Job that this launcher belongs to. */
export interface Job {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Only in a batch: which of the Job's messages this pod takes. */
  readonly index?: number;
}

/** A user of the broker's. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Decodes what encodeLaunchSettings wrote. Throws a Fault (`settings`) that names the variable. */
export function launchSettings(environment: Environment): LaunchSettings {
  const fault = (what: string, cause?: unknown) =>
    new Fault('settings', `${names.settings} ${what}; generate the manifests again`, { cause });
  let settings: unknown;
  try {
    settings = JSON.parse(required(environment, names.settings));
  } catch (error) {
    throw error instanceof Fault ? error : fault('is not JSON', error);
  }
  if (isLaunchSettings(settings)) return settings;
  const version = (settings as { version?: unknown } | null)?.version;
  if (version !== settingsVersion) throw fault(`is of version ${JSON.stringify(version)}; this launcher reads version ${settingsVersion}`);
  const error = isLaunchSettings.errors?.[0];
  throw fault(`is malformed: ${error?.instancePath ?? ''} ${error?.message ?? ''}`.trimEnd());
}

export function job(environment: Environment): Job {
  return {
    namespace: required(environment, names.namespace),
    name: required(environment, names.jobName),
    uid: required(environment, names.jobUid),
    ...index(environment[names.jobIndex]),
  };
}

function index(value: string | undefined): Pick<Job, 'index'> {
  if (value === undefined) return {};
  // Empty where the Job is not an Indexed one: all its pods would take themselves for the same one of the batch.
  if (!/^\d+$/.test(value)) throw new Fault('settings', `${names.jobIndex} is not an index`);
  return { index: Number(value) };
}

/** Undefined where the client's certificate is the login, as KEDA has it. Otherwise both must be there: nobody is let in without. */
export function brokerLogin(environment: Environment, hasCertificate: boolean): Login | undefined {
  if (hasCertificate && !environment[names.amqpPassword]) return undefined;
  return { username: required(environment, names.amqpUsername), password: required(environment, names.amqpPassword) };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Fault('settings', `${name} is not set`);
  return value;
}
