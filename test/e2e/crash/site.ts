/** What the runs of one cell share: a namespace with exactly what is generated for it, and its launcher's token. */
import type { Cell } from '../cells/cell.ts';
import { custom, kubectl } from '../cluster.ts';
import { Namespace } from '../namespace.ts';
import { type Generated, takenApart } from './launcherContainer.ts';
import { entry, type Load } from './loads.ts';
import { Processors } from './processors.ts';
import { names } from './sandbox.ts';
import { ports } from './station.ts';
import type { Place, Worksite } from './work.ts';

/** More than any load has steps, with those that are aimed at more than once. */
const mostRuns = 120;

export class Site {
  readonly cell: Cell;
  readonly #namespace: Namespace;
  readonly #processors: Processors;

  private constructor(cell: Cell, namespace: Namespace, processors: Processors) {
    this.cell = cell;
    this.#namespace = namespace;
    this.#processors = processors;
  }

  static async open(cell: Cell): Promise<Site> {
    const namespace = await Namespace.create();
    return new Site(cell, namespace, await Processors.of(namespace.name));
  }

  /** One entry, and so one queue and one gate, for each run of a load. */
  async prepare(load: Load, prefix: string, places: readonly Place[]): Promise<(run: number) => { jobName: string; worksite: Worksite }> {
    const { name: namespace } = this.#namespace;
    const jobNames = Array.from({ length: mostRuns }, (_, n) => `${prefix}${n}`);
    const entries = Object.fromEntries(jobNames.map((jobName) => [queueOf(namespace, jobName), entry(this.cell, load, jobName)]));
    const manifests = await this.#namespace.generate(entries, '--amqp-host', names.broker, '--amqp-port', String(ports.broker));
    const { scaledJobs, shared, serviceAccount } = takenApart(manifests);
    await kubectl(['apply', '--server-side', '-f', '-'], shared);
    const token = await kubectl(['create', 'token', serviceAccount, '--namespace', namespace]);
    for (const { sandbox } of places.flat()) sandbox.giveToken(token);
    const scaledJob = await this.#scaledJob(scaledJobs.get(jobNames[0] ?? ''));
    return (run) => {
      const jobName = jobNames[run] ?? '';
      const generated = scaledJobs.get(jobName);
      if (generated === undefined) throw new Error(`no manifest for run ${run}`);
      return { jobName, worksite: { namespace, cell: this.cell, load, generated, scaledJob, processors: this.#processors } };
    };
  }

  /** Paused, so that KEDA starts nothing; one stands for all. */
  async #scaledJob(generated: Generated | undefined): Promise<{ name: string; uid: string }> {
    const kind = { group: 'keda.sh', version: 'v1alpha1', plural: 'scaledjobs', namespace: this.#namespace.name };
    const { metadata } = await custom.createNamespacedCustomObject({ ...kind, body: generated?.manifest });
    return { name: metadata.name, uid: metadata.uid };
  }

  async close(): Promise<void> {
    this.#processors.end();
    await this.#namespace.delete();
  }
}

export function queueOf(namespace: string, jobName: string): string {
  return `crash-${namespace}-${jobName}`;
}
