import type { ErrorObject } from 'ajv';
import { type Finding, type Step, shown as withoutCredentials } from '../fault.ts';
import { laterKeys } from './entry.ts';
import { nearest } from './nearest.ts';

export interface Problem {
  /** Inside the entry. */
  path: Step[];
  /** What to point at: the value, or its key. */
  part: 'key' | 'value';
  problem: string;
  allowed?: string | undefined;
}

export function problems(errors: readonly ErrorObject[]): Problem[] {
  return withoutOtherBranches(errors).flatMap((error) => {
    const tell = tellers[error.keyword] ?? notAllowed;
    return [tell(error)].flat().map((told) => ({ path: pathOf(error), part: 'value' as const, ...told }));
  });
}

type Told = Partial<Problem> & { problem: string };

const tellers: Record<string, (error: ErrorObject) => Told | Told[]> = {
  // Its own errors say more.
  propertyNames: () => [],
  type: wrongType,
  required: (error) => {
    const key: string = error.params.missingProperty;
    const allowed = allowedBy(error.parentSchema?.properties?.[key]);
    return { path: [...pathOf(error), key], problem: 'is missing', allowed };
  },
  additionalProperties: unknownKey,
  refused: (error) => ({ part: 'key', problem: 'is not for an entry to set', allowed: error.parentSchema?.refused.because }),
  minItems: (error) => ({ problem: 'is empty', allowed: allowedBy(error.parentSchema) }),
  notBoth: (error) => ({ problem: `has ${error.parentSchema?.notBoth.join(' and ')}`, allowed: 'one of them' }),
  uniqueNames: inside,
  fitting: inside,
  fittingDivisor: inside,
};

/** Of a rule that says itself what is wrong. */
function inside(error: ErrorObject): Told[] {
  const found: Finding[] = error.params.found;
  return found.map(({ path, ...told }) => ({ ...told, path: [...pathOf(error), ...path] }));
}

function notAllowed(error: ErrorObject): Told {
  const named = error.propertyName !== undefined;
  const problem = named ? 'is no valid name' : `${shown(error.data)} is not valid`;
  return { part: named ? 'key' : 'value', problem, allowed: allowedBy(error.parentSchema) };
}

function wrongType(error: ErrorObject): Told {
  const allowed = allowedBy(error.parentSchema);
  const scalar = typeof error.data === 'number' || typeof error.data === 'boolean';
  if (error.params.type === 'integer' && typeof error.data === 'number') return notAllowed(error);
  if (error.params.type !== 'string' || !scalar) return { problem: `is ${kindOf(error.data)}`, allowed };
  return { problem: `is ${kindOf(error.data)}, where text is expected`, allowed: 'quote it' };
}

function unknownKey(error: ErrorObject): Told {
  const key: string = error.params.additionalProperty;
  const known = Object.keys(error.parentSchema?.properties ?? {});
  const at = { path: [...pathOf(error), key], part: 'key' as const };
  if (error.instancePath === '' && Object.hasOwn(laterKeys, key)) return { ...at, problem: laterKeys[key] ?? '' };
  const meant = nearest(key, known);
  return { ...at, problem: 'is an unknown key', allowed: meant ? `did you mean ${meant}?` : `allowed: ${known.join(', ')}` };
}

/**
 * Of an `anyOf`, ajv reports every branch. Where the value is of one branch's kind and something inside it is wrong, that says best
 * what to do; else the whole does.
 */
function withoutOtherBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf');
  return errors.filter((error) => {
    const choice = choices.find((one) => within(error, one));
    const inside = (one: ErrorObject) => errors.filter((other) => within(other, one));
    if (choice) return branchMeant(choice, inside(choice))?.includes(error);
    return error.keyword !== 'anyOf' || !branchMeant(error, inside(error));
  });
}

function within(error: ErrorObject, choice: ErrorObject): boolean {
  const below = error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`);
  return below && error.schemaPath.startsWith(`${choice.schemaPath}/`);
}

function branchMeant(choice: ErrorObject, inside: ErrorObject[]): ErrorObject[] | undefined {
  const branches = Map.groupBy(inside, (error) => error.schemaPath.slice(choice.schemaPath.length).split('/')[1]);
  const structural = ['required', 'additionalProperties', 'propertyNames', 'uniqueNames', 'fitting', 'fittingDivisor'];
  const isInside = (error: ErrorObject) => error.instancePath !== choice.instancePath || structural.includes(error.keyword);
  return [...branches.values()].find((branch) => branch.some(isInside));
}

function pathOf(error: ErrorObject): Step[] {
  const steps = error.instancePath.split('/').slice(1);
  const path = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return error.propertyName === undefined ? path : [...path, error.propertyName];
}

function allowedBy(schema: Record<string, unknown> | undefined): string | undefined {
  return typeof schema?.allowed === 'string' ? `it must be ${schema.allowed}` : undefined;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return { object: 'a map', string: 'text', boolean: 'true or false', number: 'a number' }[typeof value as string] ?? typeof value;
}

function shown(value: unknown): string {
  if (typeof value === 'object') return kindOf(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  if (withoutCredentials(text) !== text) return withoutCredentials(text);
  return text.length > 60 ? `${text.slice(0, 57).toWellFormed()}...` : text;
}
