import { load } from 'js-yaml';
import type { Fault, Step } from '../fault.ts';
import type { KubernetesObject } from '../output/object.ts';
import { stepsOf } from '../steps.ts';
import { placeOf } from './annotations.ts';

/** As the KRM Functions Specification has it. */
export interface Result {
  message: string;
  severity: 'error' | 'warning' | 'info';
  resourceRef?: { apiVersion: string; kind: string; name: string; namespace?: string };
  field?: { path: string; currentValue?: unknown };
  file?: { path: string; index?: number };
}

/** Of a fault of an object in the list, or, where there is none, of a file. */
export function faultResult(fault: Fault, object: Partial<KubernetesObject> | undefined): Result {
  const { path, problem, allowed } = fault;
  const message = `${problem}${allowed === undefined ? '' : `; ${allowed}`}`;
  if (object === undefined)
    return { message: path === '' ? message : `${path}: ${message}`, severity: 'error', file: { path: fault.file } };
  const field = path === '' ? {} : { field: { path, ...currentValue(object, stepsOf(path)) } };
  return { message, severity: 'error', ...referenceTo(object), ...field, ...fileOf(object) };
}

/** Of a ScaledJob that stays for the sake of its Jobs. */
export function drainingResult(object: KubernetesObject): Result {
  const { namespace, name } = object.metadata;
  const message = `ScaledJob ${namespace}/${name}: its entry is gone; it stays, paused and marked as draining, until prune is true`;
  return { message, severity: 'warning', ...referenceTo(object), ...fileOf(object) };
}

export function noteResult(note: string): Result {
  return { message: note.replace(/^note: /, ''), severity: 'warning' };
}

function referenceTo({ apiVersion = '', kind = '', metadata }: Partial<KubernetesObject>): Pick<Result, 'resourceRef'> {
  const { name = '', namespace } = metadata ?? {};
  return { resourceRef: { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) } };
}

/** Where the orchestrator has read it, if it says so. */
function fileOf(object: Partial<KubernetesObject>): Pick<Result, 'file'> {
  const place = placeOf(object);
  return place === undefined ? {} : { file: { path: place.path, ...(place.index > 0 && { index: place.index }) } };
}

/** A single value that is there. The values of a ConfigMap's data are texts, into which paths go on. */
function currentValue(object: object, steps: readonly Step[]): { currentValue?: unknown } {
  let value: unknown = object;
  for (const step of steps) value = (readable(value) as Record<Step, unknown> | null | undefined)?.[step];
  return value === undefined || typeof value === 'object' || String(value).length > longest ? {} : { currentValue: value };
}

/** In characters; a whole entry says nothing. */
const longest = 200;

function readable(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return load(value);
  } catch {
    return undefined;
  }
}
