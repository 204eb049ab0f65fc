import { type LaunchSettings, launcherEnvironment as names, settingsVersion } from './contract.ts';
import { Fault } from './fault.ts';
import { isLaunchSettings } from './validator.ts';

/** The Job that this launcher belongs to. */
export interface Job {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
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
  };
}

/** Host and port default as the predecessor's did; without a user name there is no anonymous access to fall back to. */
export function brokerAddress(environment: Environment): BrokerAddress {
  const port = Number(environment[names.amqpPort] ?? 5672);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Fault('settings', `${names.amqpPort} is not a port: 1 to 65535`);
  return {
    host: environment[names.amqpHost] ?? 'localhost',
    port,
    username: required(environment, names.amqpUsername),
    password: required(environment, names.amqpPassword),
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Fault('settings', `${name} is not set`);
  return value;
}
