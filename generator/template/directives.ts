import type { Finding } from '../fault.ts';
import { type Field, fieldsOf } from './field.ts';
import { when } from './finding.ts';
import { type Fields, isMap, shown } from './json.ts';

/** Where a map stands: in a field, in a list whose items are merged by a key, or where nothing is merged and no directive counts. */
export type Place = { kind: 'field' } | { kind: 'item'; mergeKey: string } | { kind: 'whole' };

/** What is wrong with the keys of a map that begin with a dollar sign. kubectl fails on most of it, and passes over the rest. */
export function directiveFindings(map: Fields, type: string, place: Place): Finding[] {
  const names = Object.keys(map).filter((key) => key.startsWith('$'));
  return names.flatMap((name) => {
    if (place.kind === 'whole') return found(name, 'has no effect here', 'the list or map around it is replaced as a whole');
    if (name !== '$patch' && '$patch' in map) return found(name, 'has no effect beside $patch', 'one of them');
    const [directive = '', target] = name.split(/\/(.*)/s);
    const check = checks[directive];
    if (!check || (target === undefined) !== (check === patch || check === retainKeys))
      return found(name, 'is an unknown directive', '$patch, $retainKeys, $setElementOrder/LIST or $deleteFromPrimitiveList/LIST');
    return check({ map, name, value: map[name], place, field: fieldsOf(type)?.get(target ?? '') });
  });
}

interface Directive {
  map: Fields;
  name: string;
  value: unknown;
  place: Place;
  /** The one behind the slash. */
  field: Field | undefined;
}

const checks: Record<string, (directive: Directive) => Finding[]> = {
  $patch: patch,
  $retainKeys: retainKeys,
  $setElementOrder: setElementOrder,
  $deleteFromPrimitiveList: deleteFromPrimitiveList,
};

function found(name: string, problem: string, allowed: string): Finding[] {
  return [{ path: [name], part: 'key', problem, allowed }];
}

function patch({ map, name, value, place }: Directive): Finding[] {
  if (value !== 'replace' && value !== 'delete')
    return [{ path: [name], problem: `${shown(value)} is not valid`, allowed: 'it must be replace or delete; to merge is the default' }];
  if (place.kind !== 'item') return [];
  if (value === 'delete') return when(map[place.mergeKey] === undefined, [place.mergeKey], 'is missing', 'it says which item to delete');
  return when(Object.keys(map).length > 1, [name], 'replace stands beside other keys, which would be lost', 'in an item of its own');
}

function retainKeys({ map, name, value }: Directive): Finding[] {
  if (!isTexts(value)) return [{ path: [name], problem: `is ${shown(value)}`, allowed: 'it must be a list of keys' }];
  const unnamed = Object.keys(map).filter((key) => !key.startsWith('$') && map[key] !== null && !value.includes(key));
  return when(unnamed.length > 0, [name], `lacks ${unnamed.join(', ')}`, 'it must name every key that stands beside it');
}

function setElementOrder({ map, name, value, field }: Directive): Finding[] {
  const key = field?.mergeKey;
  if (field?.shape !== 'list' || (key === undefined && fieldsOf(field.type)))
    return found(name, 'orders no list that is merged', 'the name of a list whose items are merged by a key, or are no maps');
  const good = Array.isArray(value) && value.length > 0 && value.every((item) => key === undefined || (isMap(item) && key in item));
  if (!good) return [{ path: [name], problem: `is ${shown(value)}`, allowed: `it must be a list of ${key ? `{${key}: ...}` : 'values'}` }];
  const identity = (item: unknown) => (key !== undefined && isMap(item) ? item[key] : item);
  const order = value.map(identity);
  const items = Array.isArray(map[field.name]) ? (map[field.name] as unknown[]) : [];
  if (field.name in map && items.length === 0) return found(name, `stands beside an empty ${field.name}`, 'one of them');
  const positions = items.filter((item) => !isMap(item) || !('$patch' in item)).map((item) => order.indexOf(identity(item)));
  const same = positions.every((position, index) => position > (positions[index - 1] ?? -1));
  return when(!same, [name], `does not have the order of ${field.name} beside it`, 'all of its items, in the same order');
}

function deleteFromPrimitiveList({ map, name, value, field }: Directive): Finding[] {
  if (field?.shape !== 'list' || fieldsOf(field.type))
    return found(name, 'deletes from no list of plain values', 'the name of such a list');
  return [
    ...when(!Array.isArray(value), [name], `is ${shown(value)}`, 'it must be a list of values'),
    ...when(field.name in map, [name], `stands beside ${field.name} itself`, 'one of them: kubectl applies both in random order'),
  ];
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
