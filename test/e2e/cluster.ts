/** The cluster under test: the project's own (test/cluster), or the one that E2E_KUBECONFIG, E2E_IMAGE and E2E_AMQP_HOST name. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BatchV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';

const run = promisify(execFile);

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; start the suite with test/e2e/run`);
  return value;
}

export const image = required('E2E_IMAGE');
/** test/image/processor, where the cluster under test has it. */
export const scratchImage = process.env.E2E_PROCESSOR_IMAGE;
/** The launcher's image by another version, where there is one. */
export const editedImage = process.env.E2E_EDITED_IMAGE ?? image;
export const kubeconfig = required('E2E_KUBECONFIG');

export const config = new KubeConfig();
config.loadFromFile(kubeconfig);
export const core = config.makeApiClient(CoreV1Api);
export const batch = config.makeApiClient(BatchV1Api);
export const custom = config.makeApiClient(CustomObjectsApi);

/** For calls that patch. */
export const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** For calls that may come too late. */
export function ifGone(error: unknown): undefined {
  if ((error as { code?: number }).code !== 404) throw error;
  return undefined;
}

/** kubectl as a user has it: its standard output, or an Error with its standard error and exit code. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const running = run('kubectl', ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 64 << 20 });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** The program that runs the project's own cluster; undefined on another one, where nothing is killed. */
const ownCluster = process.env.E2E_CLUSTER;
export const canKillParts = ownCluster !== undefined;

export async function part(command: 'kill' | 'start', name: string): Promise<void> {
  // RabbitMQ 3 tells of a declared queue before its own database has it on disk.
  if (command === 'kill' && name === 'rabbitmq') await run(ownCluster ?? '', ['rabbitmqctl', 'eval', 'mnesia:sync_log().']);
  await run(ownCluster ?? '', [command, name]);
}
