import { type Field, fieldsOf } from './field.ts';
import { type Fields, isMap } from './json.ts';
import { mergeItems, ordered, overwritten } from './mergeList.ts';

/** What `$DIRECTIVE/FIELD` keys of a patch say about a list of the same map. */
const deletion = '$deleteFromPrimitiveList/';
const elementOrder = '$setElementOrder/';

/**
 * A strategic merge patch, as `kubectl patch --local --type strategic` applies it (k8s.io/apimachinery's strategicpatch): maps are
 * merged, null deletes, lists are replaced unless their type has a merge key, directives change all that. The result is kubectl's,
 * also where that is odd: what is added whole keeps directives inside, which the API server then drops as unknown fields.
 *
 * Both arguments stay as they are. Throws where kubectl ends with an error; directives.ts says so first, with a place.
 */
export function merge(original: Fields, patch: Fields, type: string): Fields {
  if ('$patch' in patch) return replacedBy(patch);
  const { $retainKeys: retained, ...rest } = patch;
  const kept = retained === undefined ? original : retain(original, rest, retained);
  const { result, left } = applyOrders(kept, rest, type);
  // Sorted: kubectl goes through a map in Go's random order; deletions ($) come before additions here.
  for (const key of Object.keys(left).sort()) mergeKey(result, key, left[key], type);
  return result;
}

function replacedBy({ $patch, ...rest }: Fields): Fields {
  if ($patch === 'replace') return rest;
  if ($patch === 'delete') return {};
  throw new Error(`$patch: ${$patch} is not for a map`);
}

function retain(original: Fields, patch: Fields, names: unknown): Fields {
  const given = Object.keys(patch).filter((key) => patch[key] !== null && !key.startsWith(deletion) && !key.startsWith(elementOrder));
  if (!Array.isArray(names) || given.some((key) => !names.includes(key))) throw new Error('$retainKeys does not name every key of its map');
  return Object.fromEntries(Object.entries(original).filter(([key]) => names.includes(key)));
}

/** The lists that `$setElementOrder/...` orders, merged with what the patch has for them; and what is left of the patch. */
function applyOrders(original: Fields, patch: Fields, type: string): { result: Record<string, unknown>; left: Fields } {
  const result: Record<string, unknown> = { ...original };
  const left: Record<string, unknown> = { ...patch };
  for (const [directive, order] of Object.entries(patch).filter(([name]) => name.startsWith(elementOrder))) {
    const name = directive.slice(elementOrder.length);
    delete left[directive];
    if (left[name] === undefined && result[name] === undefined) continue;
    if (list(left[name]).length + list(result[name]).length === 0) throw new Error(`${directive} has nothing to order`);
    const key = fieldOf(type, name)?.mergeKey;
    const before = key === undefined ? list(original[name]) : overwritten(list(original[name]), list(left[name]), key);
    if (left[name] !== undefined) mergeKey(result, name, left[name], type);
    delete left[name];
    result[name] = ordered(list(result[name]), list(order), before, key);
  }
  return { result, left };
}

function mergeKey(result: Record<string, unknown>, key: string, value: unknown, type: string): void {
  if (key.startsWith(deletion)) deleteFrom(result, key.slice(deletion.length), list(value));
  else if (value === null) delete result[key];
  else if (isMap(result[key]) && isMap(value)) result[key] = merge(result[key], value, fieldOf(type, key)?.type ?? '');
  else if (Array.isArray(result[key]) && Array.isArray(value)) result[key] = mergeList(result[key], value, fieldOf(type, key));
  else assign(result, key, added(value));
}

function mergeList(original: unknown[], patch: unknown[], field: Field | undefined): unknown[] {
  if (field?.mergeKey === undefined) return patch;
  return mergeItems(original as Fields[], patch as Fields[], field.mergeKey, (one, other) => merge(one, other, field.type));
}

function deleteFrom(result: Record<string, unknown>, key: string, values: unknown[]): void {
  if (Array.isArray(result[key])) result[key] = result[key].filter((value) => !values.includes(value));
}

function assign(result: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) delete result[key];
  else result[key] = value;
}

/** What has no counterpart: without nulls, and without whatever bears a `$patch`. */
function added(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(added).filter((item) => item !== undefined);
  if (!isMap(value)) return value;
  if ('$patch' in value) return undefined;
  const entries = Object.entries(value).map(([key, inner]) => [key, inner === null ? undefined : added(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

function fieldOf(type: string, name: string): Field | undefined {
  return fieldsOf(type)?.get(name);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
