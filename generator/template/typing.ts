import { nearest } from '../entry/nearest.ts';
import type { Finding, Step } from '../fault.ts';
import { directiveFindings, type Place } from './directives.ts';
import { type Field, fieldsOf } from './field.ts';
import { type Fields, isMap, kindOf, shown } from './json.ts';
import { scalarOf } from './scalars.ts';

export interface Typed {
  findings: Finding[];
  /** Of the value what has the right type, without directives and nulls; what is wrong, or goes, is undefined. */
  sound: Fields;
  /** Maps of `sound` that lack what was wrong: whether their keys fit each other is not worth a second complaint. */
  torn: ReadonlySet<Fields>;
}

/** Whether a patch has the fields of an API type, and values that the API server takes. A null deletes, wherever it stands. */
export function typed(patch: Fields): Typed {
  const walk = new Walk();
  return { sound: walk.struct(patch, 'PodTemplateSpec', [], { kind: 'field' }) ?? {}, findings: walk.findings, torn: walk.torn };
}

/** Types that every pod has already, so that a patch of them need not be whole. */
const partial = ['PodTemplateSpec', 'PodSpec'];

class Walk {
  readonly findings: Finding[] = [];
  readonly torn = new Set<Fields>();

  /** Undefined where the map is to be deleted, or is an item that only bears a directive. */
  struct(map: Fields, type: string, path: Step[], place: Place): Fields | undefined {
    this.directives(map, type, path, place);
    if (map.$patch === 'delete' || (map.$patch !== undefined && place.kind !== 'field')) return undefined;
    const sound: Record<string, unknown> = {};
    const inner = map.$patch === 'replace' ? ({ kind: 'whole' } as const) : place;
    for (const [name, value] of Object.entries(map).filter(([key]) => !key.startsWith('$'))) {
      const field = fieldsOf(type)?.get(name);
      if (!field) this.unknown(name, type, path);
      const good = field && value !== null ? this.field(value, field, [...path, name], inner) : undefined;
      if (good !== undefined) sound[name] = good;
      else if (value !== null) this.torn.add(sound);
    }
    this.missing(map, type, path, sound);
    return sound;
  }

  private field(value: unknown, field: Field, path: Step[], place: Place): unknown {
    if (field.shape === 'list') return this.list(value, field, path, place);
    if (field.shape === 'map') return this.map(value, field, path, place);
    if (value === '' && !field.pointer && !field.required) return '';
    if (value === '' && field.required && field.type === 'string') return this.wrong(path, value, 'text', 'is empty');
    return this.one(value, field.type, path, place.kind === 'whole' ? place : { kind: 'field' });
  }

  private one(value: unknown, type: string, path: Step[], place: Place): unknown {
    if (!fieldsOf(type)) return this.scalar(value, type, path);
    return isMap(value) ? this.struct(value, type, path, place) : this.wrong(path, value, 'a map');
  }

  private list(value: unknown, field: Field, path: Step[], place: Place): unknown {
    if (!Array.isArray(value)) return this.wrong(path, value, 'a list');
    if (field.required && value.length === 0) return this.wrong(path, value, 'a list of at least one item', 'is empty');
    const mergeKey = place.kind === 'whole' ? undefined : field.mergeKey;
    const inner: Place = mergeKey === undefined ? { kind: 'whole' } : { kind: 'item', mergeKey };
    return value.map((item, index) => this.one(item, field.type, [...path, index], inner));
  }

  private map(value: unknown, field: Field, path: Step[], place: Place): unknown {
    if (!isMap(value)) return this.wrong(path, value, 'a map');
    this.directives(value, '', path, place.kind === 'whole' ? place : { kind: 'field' });
    const entries = Object.entries(value).filter(([key, inner]) => !key.startsWith('$') && inner !== null);
    const good = entries.map(([key, inner]) => [key, this.entry(key, inner, field, [...path, key])] as const);
    return Object.fromEntries(good.filter(([, inner]) => inner !== undefined));
  }

  private entry(key: string, value: unknown, field: Field, path: Step[]): unknown {
    const { fits, allowed } = scalarOf(field.keyType);
    if (!fits(key)) this.findings.push({ path, part: 'key', problem: 'is no valid name', allowed: `it must be ${allowed}` });
    return this.scalar(value, field.type, path);
  }

  private scalar(value: unknown, type: string, path: Step[]): unknown {
    const { kind, allowed, fits } = scalarOf(type);
    if (fits(value)) return value;
    const plain = typeof value === 'number' || typeof value === 'boolean';
    if (kind === 'text' && plain) return this.wrong(path, value, undefined, `is ${kindOf(value)}, where text is expected`);
    const rightKind = {
      text: ['string'],
      truth: ['boolean'],
      whole: ['number'],
      quantity: ['string', 'number'],
      wholeOrText: ['string', 'number'],
    };
    const problem = value === '' ? 'is empty' : rightKind[kind].includes(typeof value) ? `${shown(value)} is not valid` : undefined;
    return this.wrong(path, value, allowed, problem);
  }

  private wrong(path: Step[], value: unknown, allowed: string | undefined, problem = `is ${kindOf(value)}`): undefined {
    this.findings.push({ path, problem, allowed: allowed === undefined ? 'quote it' : `it must be ${allowed}` });
  }

  private unknown(name: string, type: string, path: Step[]): void {
    const known = [...(fieldsOf(type)?.keys() ?? [])];
    const meant = nearest(name, known);
    const allowed = meant ? `did you mean ${meant}?` : `allowed: ${known.join(', ')}`;
    this.findings.push({ path: [...path, name], part: 'key', problem: 'is an unknown key', allowed });
  }

  private directives(map: Fields, type: string, path: Step[], place: Place): void {
    this.findings.push(...directiveFindings(map, type, place).map((one) => ({ ...one, path: [...path, ...one.path] })));
  }

  private missing(map: Fields, type: string, path: Step[], sound: Fields): void {
    if (partial.includes(type)) return;
    for (const field of fieldsOf(type)?.values() ?? []) {
      if (!field.required || (map[field.name] !== undefined && map[field.name] !== null)) continue;
      this.findings.push({ path: [...path, field.name], problem: 'is missing', allowed: `it must be ${expected(field)}` });
      this.torn.add(sound);
    }
  }
}

function expected({ shape, type }: Field): string {
  if (shape !== 'one') return shape === 'list' ? 'a list of at least one item' : 'a map';
  return fieldsOf(type) ? 'a map' : scalarOf(type).allowed;
}
