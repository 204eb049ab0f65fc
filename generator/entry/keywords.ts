import { coveredBy } from '../../handler/contract.ts';
import type { Finding } from '../fault.ts';
import { divisorMisfit } from './environment.ts';
import { isImage } from './image.ts';
import { byteCount, parseQuantity } from './quantities.ts';
import { misfits, type Resources } from './resources.ts';

type Amount = string | number;

export interface Keyword {
  /** The kinds of values that it looks at. */
  type: 'string' | 'object' | 'array' | ['string', 'number'];
  /**
   * `asked` is the keyword's own value in the schema, `value` one of an entry. True where that is right; else false, or what is wrong
   * inside of it.
   */
  rule(asked: unknown, value: unknown): boolean | Finding[];
}

/** The rules of the entry's schema that JSON Schema has no word for. What they find is told by problem.ts. */
export const keywords: Record<string, Keyword> = {
  image: { type: 'string', rule: (_, text: string) => isImage(text) },
  quantity: { type: ['string', 'number'], rule: (_, amount: Amount) => parseQuantity(String(amount)) !== undefined },
  bytes: { type: ['string', 'number'], rule: ({ atMost }: { atMost: string }, amount: Amount) => isByteCount(String(amount), atMost) },
  maxBytes: { type: 'string', rule: (most: number, text: string) => Buffer.byteLength(text) <= most },
  refused: { type: 'string', rule: ({ names }: { names: string[] }, name: string) => coveredBy(name, names) === undefined },
  notBoth: { type: 'object', rule: (names: string[], map: object) => !names.every((name) => Object.hasOwn(map, name)) },
  uniqueNames: { type: 'array', rule: (_, list: { name?: unknown }[]) => none(repeatedNames(list)) },
  fittingDivisor: { type: 'object', rule: (_, reference: object) => none(divisorMisfit(reference)) },
  fitting: { type: 'object', rule: (_, resources: Resources) => none(misfitsOf(resources)) },
};

function none(findings: Finding[]): true | Finding[] {
  return findings.length === 0 || findings;
}

/** What is no quantity at all is told by its own rule. */
function isByteCount(amount: string, atMost: string): boolean {
  const quantity = parseQuantity(amount);
  if (quantity === undefined) return true;
  return quantity.nanos % 10n ** 9n === 0n && byteCount(amount) >= 1 && byteCount(amount) <= byteCount(atMost);
}

function repeatedNames(list: { name?: unknown }[]): Finding[] {
  const firsts = new Map<unknown, number>();
  return list.flatMap((item, index) => {
    const name = item?.name;
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, index);
    if (name === undefined || first === undefined) return [];
    return [{ path: [index, 'name'], problem: `${JSON.stringify(name)} is in [${first}] already`, allowed: 'each name once' }];
  });
}

function misfitsOf(resources: Resources): Finding[] {
  const readable = Object.values(resources).every((amounts) => typeof amounts === 'object' && amounts !== null);
  return readable ? misfits(resources) : [];
}
