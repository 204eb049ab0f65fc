/** What a launcher finds in the cluster and in its container, for one that runs as a plain process in room's file system. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1EnvVar, V1Job, V1JobSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import {
  brokerFiles,
  containers,
  encodeLaunchSettings,
  kedaLabel,
  type LaunchSettings,
  launcherEnvironment,
} from '../../handler/contract.ts';
import { decodeOutcome } from '../../handler/outcome.ts';
import { address } from '../../test/broker/queue.ts';
import { batch, core, custom } from '../../test/e2e/cluster.ts';
import { type Entry, Namespace } from '../../test/e2e/namespace.ts';
import { eventually } from '../../test/eventually.ts';

interface ScaledJob {
  metadata: { name: string; uid: string; labels: Record<string, string> };
  spec: { jobTargetRef: V1JobSpec };
}

/** The launcher's Job, and the variables of its container. */
export interface Launch {
  job: string;
  target: string;
  env: Record<string, string>;
}

const credentials = '/run/secrets/kubernetes.io/serviceaccount';

export class Site {
  readonly #namespace: Namespace;
  readonly #scaledJob: ScaledJob;
  /** Where the API server is, as every pod is told. */
  readonly #service: Record<string, string>;

  private constructor(namespace: Namespace, scaledJob: ScaledJob, service: Record<string, string>) {
    this.#namespace = namespace;
    this.#scaledJob = scaledJob;
    this.#service = service;
  }

  /** Applies what is generated of the entry, paused, so that KEDA starts nothing. */
  static async of(queue: string, entry: Entry, files: Readonly<Record<string, string>>): Promise<Site> {
    const namespace = await Namespace.create();
    mkdirSync(brokerFiles.path, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(brokerFiles.path, name), text);
    const manifests = await namespace.configure({ [queue]: { ...entry, paused: true } });
    const [account] = parseAllDocuments(manifests).map((document) => document.toJS());
    const { status } = await core.createNamespacedServiceAccountToken({
      namespace: namespace.name,
      name: account.metadata.name,
      body: { spec: { audiences: [] } },
    });
    const root = await core.readNamespacedConfigMap({ namespace: namespace.name, name: 'kube-root-ca.crt' });
    writeFileSync(join(credentials, 'token'), status?.token ?? '');
    writeFileSync(join(credentials, 'ca.crt'), root.data?.['ca.crt'] ?? '');
    const which = { group: 'keda.sh', version: 'v1alpha1', namespace: namespace.name, plural: 'scaledjobs', name: entry.jobName };
    const { spec } = await core.readNamespacedService({ namespace: 'default', name: 'kubernetes' });
    const service = { KUBERNETES_SERVICE_HOST: spec?.clusterIP ?? '', KUBERNETES_SERVICE_PORT: String(spec?.ports?.[0]?.port) };
    return new Site(namespace, await custom.getNamespacedCustomObject(which), service);
  }

  /** A new Job, suspended: its pod is the process that is measured. */
  async launch(): Promise<Launch> {
    const { metadata, spec } = this.#scaledJob;
    const owner = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: metadata.name, uid: metadata.uid, controller: true };
    const name = `${metadata.name}-${randomUUID().slice(0, 5)}`;
    const labels = { ...metadata.labels, [kedaLabel]: metadata.name };
    const body: V1Job = { metadata: { name, labels, ownerReferences: [owner] }, spec: { ...spec.jobTargetRef, suspend: true } };
    const job = await batch.createNamespacedJob({ namespace: this.#namespace.name, body });
    const env = this.#environment(job);
    if (this.#looksAtPod) await this.#createPod(name, spec.jobTargetRef);
    for (const left of readdirSync('/event')) rmSync(join('/event', left));
    return { job: name, target: `${metadata.name}-${job.metadata?.uid}`, env };
  }

  /** With `exec` and completion the launcher reads how the processor ended from its own pod, which here is no node's. */
  get #looksAtPod(): boolean {
    const { runner, acknowledge } = this.#settings;
    return runner === 'exec' && acknowledge === 'completion';
  }

  get #settings(): LaunchSettings {
    const [launcher] = this.#scaledJob.spec.jobTargetRef.template.spec?.initContainers ?? [];
    return JSON.parse(launcher?.env?.find(({ name }) => name === launcherEnvironment.settings)?.value ?? '');
  }

  async #createPod(name: string, { template }: V1JobSpec): Promise<void> {
    const body = { metadata: { name }, spec: { ...template.spec, containers: template.spec?.containers ?? [], schedulerName: 'nobody' } };
    await core.createNamespacedPod({ namespace: this.#namespace.name, body });
  }

  /** With completion: resolves once the kubelet would stop the launcher. */
  async processorEnds({ job }: Launch): Promise<void> {
    if (this.#looksAtPod) {
      const state = { terminated: { exitCode: 0 } };
      const containerStatuses = [{ name: containers.processor, image: '', imageID: '', ready: false, restartCount: 0, state }];
      const which = { namespace: this.#namespace.name, name: job };
      const pod = await core.readNamespacedPod(which);
      await core.replaceNamespacedPodStatus({
        ...which,
        body: { ...pod, status: { ...pod.status, phase: 'Succeeded', containerStatuses } },
      });
    } else {
      await eventually('the processor has ended', async () => decodeOutcome(readFileSync('/event/outcome')) === 'exit');
    }
  }

  #environment({ metadata }: V1Job): Record<string, string> {
    const byField: Record<string, string | undefined> = {
      "metadata.labels['batch.kubernetes.io/job-name']": metadata?.name,
      "metadata.labels['batch.kubernetes.io/controller-uid']": metadata?.uid,
      'metadata.name': metadata?.name,
      'metadata.namespace': this.#namespace.name,
    };
    const byKey: Record<string, string> = { AMQP_USERNAME: address.username, AMQP_PASSWORD: address.password };
    const value = ({ value, valueFrom }: V1EnvVar) =>
      value ?? byField[valueFrom?.fieldRef?.fieldPath ?? ''] ?? byKey[valueFrom?.secretKeyRef?.key ?? ''] ?? '';
    const [launcher] = this.#scaledJob.spec.jobTargetRef.template.spec?.initContainers ?? [];
    return {
      ...Object.fromEntries((launcher?.env ?? []).map((variable) => [variable.name, value(variable)])),
      [launcherEnvironment.settings]: encodeLaunchSettings(suspended(this.#settings)),
      HOSTNAME: metadata?.name ?? '',
      ...this.#service,
    };
  }

  /** Throws unless the launcher kept its message and handed over. */
  async clear({ job, target }: Launch): Promise<void> {
    if (!readdirSync('/event').includes('outcome')) throw new Error('no outcome was left');
    await core.readNamespacedSecret({ namespace: this.#namespace.name, name: target });
    await batch.deleteNamespacedJob({ namespace: this.#namespace.name, name: job, propagationPolicy: 'Background' });
    if (this.#looksAtPod) await core.deleteNamespacedPod({ namespace: this.#namespace.name, name: job, gracePeriodSeconds: 0 });
    // The processor's own Job, if there is one, has its TARGET's name.
    await batch.deleteNamespacedJob({ namespace: this.#namespace.name, name: target, propagationPolicy: 'Background' }).catch(() => {});
    await eventually('the Job and its Secret are gone', async () => {
      const left = [...(await this.#namespace.jobs()), ...(await this.#namespace.secrets())];
      return left.length === 0;
    });
  }

  delete(): Promise<void> {
    return this.#namespace.delete();
  }
}

/** With dispatch nothing waits for the processor's own Job, and its pod would only be in the way of what is measured next. */
function suspended(settings: LaunchSettings): LaunchSettings {
  const { acknowledge, processorJob } = settings;
  if (processorJob === undefined || acknowledge === 'completion') return settings;
  return { ...settings, processorJob: { ...processorJob, spec: { ...processorJob.spec, suspend: true } } };
}
