import { issuer } from '../handler/contract.ts';
import { podSecurityLevels } from './settings.ts';

export interface Setting {
  /** As commander has it. */
  flag: string;
  variable: string;
  means: string;
  default?: string;
  choices?: readonly string[];
}

/** Every setting, as a flag and, by the predecessor's name where it had one, as an environment variable. */
export const settingsTable: readonly Setting[] = [
  { flag: '--launcher-image <reference>', variable: 'LAUNCHER_IMAGE', means: "the launcher's image; required until there is a release" },
  {
    flag: '--amqp-host <hosts>',
    variable: 'AMQP_HOST',
    default: 'localhost',
    means: 'the broker, as pods and KEDA see it; several with commas, of which KEDA asks the first',
  },
  { flag: '--amqp-port <port>', variable: 'AMQP_PORT', means: 'without one 5672, with TLS 5671' },
  { flag: '--amqp-tls [boolean]', variable: 'AMQP_TLS', default: 'false', means: 'whether the broker speaks TLS' },
  {
    flag: '--docker-registry <registry>',
    variable: 'DOCKER_REGISTRY',
    default: '',
    means: 'put before the image of every entry that has no `registry` of its own',
  },
  {
    flag: '--pod-namespace <namespace>',
    variable: 'POD_NAMESPACE',
    default: 'default',
    means: 'namespace of ConfigMaps that name none, and of the one that `--live` reads',
  },
  {
    flag: '--kubernetes-job-scope <namespace>',
    variable: 'KUBERNETES_JOB_SCOPE',
    default: 'default',
    means: 'namespace of entries without one',
  },
  {
    flag: '--config-map-name <name>',
    variable: 'CONFIG_MAP_NAME',
    default: 'event-job-provisioner-configs',
    means: 'the ConfigMap that `--live` reads',
  },
  {
    flag: '--network-policy [boolean]',
    variable: 'NETWORK_POLICY',
    default: 'false',
    means: 'whether a NetworkPolicy denies the pods of event jobs all ingress',
  },
  {
    flag: '--pod-security <level>',
    variable: 'POD_SECURITY',
    default: 'privileged',
    choices: podSecurityLevels,
    means: 'the Pod Security Standard that the pods must meet: `restricted` enforces it',
  },
  { flag: '--issuer <text>', variable: 'EVENT_JOBS_ISSUER', default: issuer, means: "the value of ISSUER among a processor's variables" },
  {
    flag: '--cluster-trigger-authentication <namespace>',
    variable: 'CLUSTER_TRIGGER_AUTHENTICATION',
    means: 'KEDA logs in with the Secrets of this namespace, its own, by ClusterTriggerAuthentications',
  },
];

/** Settings of the predecessor that are none of a generator: where each belongs. */
export const otherSettings: readonly Pick<Setting, 'flag' | 'variable' | 'means'>[] = [
  {
    flag: '--amqp-username [name]',
    variable: 'AMQP_USERNAME',
    means: 'belongs in the Secret event-jobs-broker, to which the manifests refer',
  },
  {
    flag: '--amqp-password [password]',
    variable: 'AMQP_PASSWORD',
    means: 'belongs in the Secret event-jobs-broker, to which the manifests refer',
  },
  {
    flag: '--reload-enabled [boolean]',
    variable: 'RELOAD_ENABLED',
    means: "is the controller's, which this version does not have: generate and apply after each edit",
  },
];
