import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { V1Job, V1Secret } from '@kubernetes/client-node';
import { stringify } from 'yaml';
import { address } from '../broker/queue.ts';
import { batch, core, image, kubectl } from './cluster.ts';

const run = promisify(execFile);

export type Entry = Record<string, unknown> & { jobName: string };

/** One test's namespace, with the broker's credentials in it. */
export class Namespace {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  static async create(): Promise<Namespace> {
    const name = `e2e-${randomUUID().slice(0, 8)}`;
    await core.createNamespace({ body: { metadata: { name } } });
    const stringData = { AMQP_USERNAME: address.username, AMQP_PASSWORD: address.password };
    await core.createNamespacedSecret({ namespace: name, body: { metadata: { name: 'event-jobs-broker' }, stringData } });
    return new Namespace(name);
  }

  /** What a user does: the ConfigMap through the command line, its output through kubectl. Returns the manifests. */
  async configure(entries: Record<string, Entry>): Promise<string> {
    const manifests = await this.generate(entries);
    await kubectl(['apply', '--server-side', '-f', '-'], manifests);
    return manifests;
  }

  /** Resolves to the manifests; with `-o DIRECTORY` among the options they are there instead. */
  async generate(entries: Record<string, Entry>, ...options: string[]): Promise<string> {
    const data = Object.fromEntries(Object.entries(entries).map(([queue, entry]) => [queue, stringify(entry)]));
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'event-jobs', namespace: this.name }, data };
    const settings = ['--launcher-image', image, '--amqp-host', address.host, '--amqp-port', String(address.port)];
    const generating = run('bin/event-jobs', ['generate', '-f', '-', '--kubernetes-job-scope', this.name, ...settings, ...options]);
    generating.child.stdin?.end(stringify(configMap));
    return (await generating).stdout;
  }

  async jobs(): Promise<V1Job[]> {
    return (await batch.listNamespacedJob({ namespace: this.name })).items;
  }

  /** The Secrets of messages. */
  async secrets(): Promise<V1Secret[]> {
    const labelSelector = 'app.kubernetes.io/managed-by=kubernetes-event-jobs';
    return (await core.listNamespacedSecret({ namespace: this.name, labelSelector })).items;
  }

  log(pod: string, container = 'processor'): Promise<string> {
    return core.readNamespacedPodLog({ namespace: this.name, name: pod, container });
  }

  async delete(): Promise<void> {
    await kubectl(['delete', 'namespace', this.name, '--wait=false']);
  }
}
