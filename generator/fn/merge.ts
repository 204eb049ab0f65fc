import { Scalar } from 'yaml';
import { drainingAnnotation, pausedAnnotation } from '../../handler/contract.ts';
import type { Manifests } from '../generate.ts';
import { identity, type KubernetesObject } from '../output/object.ts';
import { inPlaceOf, placed } from './annotations.ts';
import { earlierScaledJobs } from './earlier.ts';
import { type Item, isObject, itemOf } from './resourceList.ts';
import { type Wanted, wantedObjects } from './wanted.ts';

export interface Merged {
  items: Item[];
  /** ScaledJobs whose entries are gone. */
  draining: KubernetesObject[];
}

/**
 * The list's items with what was generated: in the place of what an earlier run has left of it, else after all others. An entry that is
 * gone stays as draining with what it needs, as in a directory (output/plan.ts), unless it is to be pruned.
 */
export function merged(items: readonly Item[], manifests: Manifests, directory: string, prune: boolean): Merged {
  const gone = earlierScaledJobs(items, manifests);
  const draining = prune ? [] : gone;
  const wanted = wantedObjects(items, manifests.parts, draining);
  const stay = prune ? items.filter(({ object }) => !gone.includes(object as KubernetesObject)) : items;
  const again = stay.map((item) => (draining.includes(item.object as KubernetesObject) ? drainedItem(item) : replaced(item, wanted)));
  const present = new Set(
    items
      .map(({ object }) => object)
      .filter(isObject)
      .map(identity),
  );
  const added = [...wanted]
    .filter(([name]) => !present.has(name))
    .map(([, { object, file, index }]) => itemOf(placed(object, directory, file, index)));
  return { items: [...again, ...added], draining };
}

function replaced(item: Item, wanted: ReadonlyMap<string, Wanted>): Item {
  const { object } = item;
  const made = isObject(object) ? wanted.get(identity(object)) : undefined;
  return made === undefined ? item : itemOf(inPlaceOf(object, made.object));
}

/** Only so much is written anew. */
function drainedItem(item: Item): Item {
  const yes = new Scalar('true');
  yes.type = Scalar.QUOTE_DOUBLE;
  for (const name of [pausedAnnotation, drainingAnnotation]) item.node.setIn(['metadata', 'annotations', name], yes.clone());
  return item;
}
