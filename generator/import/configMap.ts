import { blamer, textFault } from '../configMap/blame.ts';
import { type KubernetesObject, mapOf } from '../configMap/objects.ts';
import { parseYaml } from '../configMap/placedText.ts';
import { nothing, type Predecessor, type PredecessorEntry, together } from './predecessor.ts';
import { settingOf, variableOf } from './settings.ts';

/** Of the ConfigMap with the queues, or of the one that the predecessor's Deployment had its environment from. */
export function fromConfigMap(object: KubernetesObject): Predecessor {
  const { value, path, file, text } = object;
  const blame = blamer(text, path, { file, above: path });
  const { name, namespace } = mapOf(value.metadata) ?? {};
  const data = Object.entries(mapOf(value.data) ?? {});
  const settings = data.filter(([key]) => variableOf(key) !== undefined);
  const found = settings.map(([key, value]) => ({ ...nothing, ...settingOf({ name: key, value, path: ['data', key] }, blame) }));
  const readings = data.filter(([key]) => variableOf(key) === undefined).map(([key, entry]) => fromText(object, key, entry));
  const entries = readings.flatMap(({ entry }) => (entry ? [entry] : []));
  const configMap = { name: String(name), ...(namespace !== undefined && { namespace: String(namespace) }), file, entries };
  return together([
    ...found,
    {
      ...nothing,
      configMaps: data.length > 0 && readings.length === 0 ? [] : [configMap],
      faults: readings.flatMap(({ faults }) => faults),
    },
  ]);
}

function fromText(
  { text, path, file }: KubernetesObject,
  key: string,
  entry: unknown,
): { entry?: PredecessorEntry; faults: Predecessor['faults'] } {
  const at = [...path, 'data', key];
  const subject = { file, above: at };
  if (typeof entry !== 'string')
    return { faults: [blamer(text, at, subject)([], 'value', 'is not text', 'put | after the colon: an entry is a text')] };
  const [first, ...others] = parseYaml(entry, text.within(at));
  if (!first) return { faults: [blamer(text, at, subject)([], 'value', 'is empty', 'a queue entry')] };
  const faults = [first, ...others].flatMap(({ faults }) => faults.map((one) => textFault(one, subject)));
  return first.value === undefined ? { faults } : { entry: { key, value: first.value, blame: blamer(first, [], subject) }, faults };
}
