import { Ajv, type ErrorObject } from 'ajv';
import { coveredBy } from '../../handler/contract.ts';
import type { Finding, Step } from '../fault.ts';
import { type Entry, entrySchema } from './entry.ts';
import { isImage } from './image.ts';
import { type Problem, problems } from './problem.ts';
import { parseQuantity } from './quantities.ts';
import { misfits, type Resources } from './resources.ts';

/** The rules that JSON Schema has no word for. Each looks at one value; what it finds is told by problem.ts. */
function makeAjv(): Ajv {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true });
  ajv.addKeyword({ keyword: 'allowed', schemaType: 'string' });
  ajv.addKeyword({ keyword: 'image', type: 'string', validate: (_: true, text: string) => isImage(text) });
  ajv.addKeyword({
    keyword: 'quantity',
    type: ['string', 'number'],
    validate: (_: true, amount: string | number) => parseQuantity(String(amount)) !== undefined,
  });
  ajv.addKeyword({
    keyword: 'maxBytes',
    type: 'string',
    validate: (most: number, text: string) => Buffer.byteLength(text) <= most,
  });
  ajv.addKeyword({
    keyword: 'refused',
    type: 'string',
    validate: ({ names }: { names: string[] }, name: string) => coveredBy(name, names) === undefined,
  });
  ajv.addKeyword({
    keyword: 'notBoth',
    type: 'object',
    validate: (names: string[], map: object) => !names.every((name) => Object.hasOwn(map, name)),
  });
  ajv.addKeyword({ keyword: 'uniqueNames', type: 'array', errors: true, validate: uniqueNames });
  ajv.addKeyword({ keyword: 'fitting', type: 'object', errors: true, validate: fitting });
  return ajv;
}

/** A rule that says itself what is wrong, and where below its value. */
function tell(rule: { errors?: Partial<ErrorObject>[] }, findings: Finding[]): boolean {
  rule.errors = findings.map((params) => ({ keyword: 'found', params }));
  return findings.length === 0;
}

function uniqueNames(_: true, list: { name?: unknown }[]): boolean {
  const names = list.map((item) => item?.name);
  const repeated = names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return [];
    return [{ path: [index, 'name'], problem: `${JSON.stringify(name)} is in [${first}] already`, allowed: 'each name once' }];
  });
  return tell(uniqueNames, repeated);
}
uniqueNames.errors = [] as Partial<ErrorObject>[];

function fitting(_: true, resources: Resources): boolean {
  const readable = Object.values(resources).every((amounts) => typeof amounts === 'object' && amounts !== null);
  return tell(fitting, readable ? misfits(resources) : []);
}
fitting.errors = [] as Partial<ErrorObject>[];

const validator = makeAjv().compile<Entry>(entrySchema);

/** Everything that is wrong with an entry; where nothing is, the value is one. */
export function problemsOf(value: unknown): Problem[] {
  if (validator(value)) return [];
  return problems(validator.errors ?? []).map((problem) => ({ ...problem, path: withIndexes(value, problem.path) }));
}

/** ajv's paths are text; a list's indexes are numbers. */
function withIndexes(value: unknown, path: readonly Step[]): Step[] {
  let inside: unknown = value;
  return path.map((step) => {
    const typed = Array.isArray(inside) ? Number(step) : step;
    inside = (inside as Record<Step, unknown> | undefined)?.[step];
    return typed;
  });
}
