import { core } from '../cluster.ts';
import { History } from '../history.ts';
import { Namespace } from '../namespace.ts';
import type { Cell } from './cell.ts';

/** The namespace of a cell, watched, for all that is tried in it. */
export class Stage {
  readonly cell: Cell;
  readonly namespace: Namespace;
  readonly history: History;

  private constructor(cell: Cell, namespace: Namespace, history: History) {
    this.cell = cell;
    this.namespace = namespace;
    this.history = history;
  }

  static async of(cell: Cell): Promise<Stage> {
    const namespace = await Namespace.create();
    return new Stage(cell, namespace, await History.of(namespace.name));
  }

  /** Makes or changes one. */
  async configMap(name: string, data: Record<string, string>): Promise<void> {
    const [namespace, body] = [this.namespace.name, { metadata: { name }, data }];
    await core.createNamespacedConfigMap({ namespace, body }).catch(() => core.replaceNamespacedConfigMap({ namespace, name, body }));
  }

  async end(): Promise<void> {
    this.history.end();
    await this.namespace.delete();
  }
}
