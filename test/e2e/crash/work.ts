/** One entry's queue, worked on to its end by Jobs that the test makes, as KEDA would. */
import { launcherEnvironment } from '../../../handler/contract.ts';
import { Queue } from '../../broker/queue.ts';
import { canary } from '../canary.ts';
import type { Cell } from '../cells/cell.ts';
import { batch, core } from '../cluster.ts';
import { environmentOf, type Generated, managed, type PodIdentity } from './launcherContainer.ts';
import { type Ledger, lost } from './ledger.ts';
import type { Load } from './loads.ts';
import { managedBy, type Processed, type Processors } from './processors.ts';
import { queueOf } from './site.ts';
import { type Blow, type Launched, ports, type Station } from './station.ts';

export interface Worksite {
  readonly namespace: string;
  readonly cell: Cell;
  readonly load: Load;
  readonly generated: Generated;
  /** The entry's ScaledJob, which owns its Jobs. */
  readonly scaledJob: { readonly name: string; readonly uid: string };
  readonly processors: Processors;
}

/** For how long a message that is nowhere is waited for, in milliseconds. */
const comingBack = 10_000;

/** Where an entry is worked on: in one pod at a time, unless one overtakes another. */
export type Place = readonly [Station, Station];

export class Work {
  readonly site: Worksite;
  readonly station: Station;
  /** For a pod beside another one. */
  readonly spare: Station;
  readonly jobName: string;
  readonly queue: Queue;
  /** By processors in the launcher's own pod. */
  readonly processed: Processed[] = [];
  readonly launches: Launched[] = [];
  /** Taken out of the dead letters' queue. */
  readonly #dead: string[] = [];
  #jobs = 0;

  private constructor(site: Worksite, [station, spare]: Place, jobName: string, queue: Queue) {
    this.site = site;
    this.station = station;
    this.spare = spare;
    this.jobName = jobName;
    this.queue = queue;
  }

  static async begin(site: Worksite, place: Place, jobName: string): Promise<Work> {
    const queue = await Queue.declare({}, undefined, queueOf(site.namespace, jobName));
    const { bodies, headers = {} } = site.load;
    for (const body of bodies) await queue.publish(body, { headers: { ...headers, kept: canary.header } });
    return new Work(site, place, jobName, queue);
  }

  /** The launcher's Job, as KEDA makes it, but suspended, so that the Job controller leaves its pods to the test. */
  async createJob(): Promise<PodIdentity> {
    const { namespace, cell, generated, scaledJob } = this.site;
    const name = `${this.jobName}-${++this.#jobs}`;
    const owner = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', ...scaledJob, controller: true };
    const labels = { ...generated.labels, 'scaledjob.keda.sh/name': scaledJob.name };
    const body = { metadata: { name, labels, ownerReferences: [owner] }, spec: { ...generated.spec, suspend: true } };
    const job = { name, uid: (await batch.createNamespacedJob({ namespace, body })).metadata?.uid ?? '' };
    const identity = { namespace, pod: `${name}-pod`, job };
    if (cell.acknowledge === 'completion') await this.#createPod(identity);
    return identity;
  }

  /** Where a sidecar looks for how its processor ended. */
  async #createPod({ namespace, pod, job }: PodIdentity): Promise<void> {
    const owner = { apiVersion: 'batch/v1', kind: 'Job', ...job };
    const { spec } = this.site.generated.spec.template;
    await core.createNamespacedPod({ namespace, body: { metadata: { name: pod, ownerReferences: [owner] }, ...(spec && { spec }) } });
  }

  launch(station: Station, pod: PodIdentity, blow?: Blow): Launched {
    const [container] = this.site.generated.spec.template.spec?.initContainers ?? [];
    if (container === undefined) throw new Error('no launcher was generated');
    const environment = environmentOf(container, pod, ports.apiServer);
    const settings = managed(environment[launcherEnvironment.settings] ?? '', managedBy);
    const launched = station.launch({ ...environment, [launcherEnvironment.settings]: settings }, blow);
    this.launches.push(launched);
    const { cell, processors } = this.site;
    if (cell.acknowledge === 'completion') processors.watchedBy(this.jobName, launched.steps);
    return launched;
  }

  /** The pod's main container: the hand-over program, and what it becomes. */
  async startMain(station: Station, pod: PodIdentity) {
    const [container] = this.site.generated.spec.template.spec?.containers ?? [];
    const command = [...(container?.command ?? []), ...(container?.args ?? [])];
    const running = station.sandbox.start(command, environmentOf(container ?? { name: '' }, pod, ports.apiServer));
    const ended = running.ended.then((end) => {
      const told = new Map(
        running
          .output()
          .split('\0')
          .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      );
      if (told.has('TARGET')) this.processed.push({ target: told.get('TARGET') ?? '', message: told.get('MESSAGE') ?? '' });
      return end;
    });
    return { ...running, ended };
  }

  /**
   * Whether the queue is empty for good. A message that a dead launcher held comes back a moment after its connection's end, so one that
   * has come to no end yet is waited for.
   */
  async isDone(): Promise<boolean> {
    const until = Date.now() + comingBack;
    do {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if ((await this.queue.ready()) > 0) return false;
    } while (lost(await this.ledger()).length > 0 && Date.now() < until);
    return (await this.queue.ready()) === 0;
  }

  async ledger(): Promise<Ledger> {
    const { load, processors } = this.site;
    const deadQueue = `${this.queue.name}.dead`;
    const { messageCount } = await this.queue.channel.assertQueue(deadQueue, { durable: true });
    for (let n = 0; n < messageCount; n++) this.#dead.push((await this.queue.take(deadQueue)).content.toString());
    const processed = [...this.processed, ...processors.of(this.jobName)];
    return { published: load.bodies, fails: load.exitCode !== 0, processed, dead: this.#dead, left: await this.queue.ready() };
  }

  async end(): Promise<void> {
    await this.queue.delete(`${this.queue.name}.dead`);
  }
}
