import { textFault } from '../configMap/blame.ts';
import { lines } from '../configMap/lines.ts';
import { type KubernetesObject, objectsIn } from '../configMap/objects.ts';
import { parseYaml } from '../configMap/placedText.ts';
import type { Source } from '../input/source.ts';
import { fromConfigMap } from './configMap.ts';
import { fromDeployment } from './deployment.ts';
import { nothing, type Predecessor, together } from './predecessor.ts';
import { areValues, fromValues } from './values.ts';

/** What the predecessor's files say: ConfigMaps, its Deployment, and the values of its Helm chart. */
export function readPredecessor(sources: readonly Source[]): Predecessor {
  return together(sources.flatMap(fromSource));
}

function fromSource({ name: file, text }: Source): Predecessor[] {
  const whole = text.replace(/^\ufeff/, '');
  const documents = parseYaml(whole, lines(whole));
  const broken = documents.filter(({ value }) => value === undefined);
  const faults = broken.flatMap((document) => document.faults.map((one) => textFault(one, { file, above: [] })));
  return [{ ...nothing, faults }, ...documents.flatMap((document) => objectsIn(document, file)).map(fromObject)];
}

function fromObject(object: KubernetesObject): Predecessor {
  const { kind, value, file, text, path } = object;
  if (kind === 'ConfigMap') return fromConfigMap(object);
  if (kind === 'Deployment') return fromDeployment(object);
  if (kind === '' && areValues(value)) return fromValues(object);
  const place = { file, ...text.place(path, 'value'), path: '' };
  if (kind === '')
    return { ...nothing, faults: [{ ...place, problem: "is neither a ConfigMap nor the values of the predecessor's Helm chart" }] };
  return { ...nothing, changes: [{ ...place, problem: `the ${kind} is passed over` }] };
}
