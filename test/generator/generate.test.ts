import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { generate } from '../../generator/generate.ts';
import { streamOf } from '../../generator/output/stream.ts';
import { settings } from './sample.ts';

const entries = {
  invoices: {
    jobName: 'invoices',
    image: 'a',
    command: ['a'],
    environment: { B: 'b', A: 'a', '10': 'x', '9': 'nine' },
    labels: { z: 'z', a: 'a' },
    resources: { requests: { memory: '1Mi', cpu: '1m', 'example.com/gpu': 1 }, limits: { 'example.com/gpu': 1, memory: '1Gi' } },
    keep: { seconds: 1, successful: 1 },
  },
  orders: { jobName: 'orders', image: 'a', command: ['a'], namespace: 'other' },
  '9': { jobName: 'nine', image: 'a', command: ['a'] },
  mails: { jobName: 'mails', image: 'a', command: ['a'], namespace: 'a' },
};

/** The same value with the keys of all its maps in another order. */
function shuffled(value: unknown, order: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, order));
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([key, inner]) => ({ key, inner: shuffled(inner, order), rank: order() }));
  return new Map(pairs.sort((one, other) => one.rank - other.rank).map(({ key, inner }) => [key, inner]));
}

function configMap(order: () => number): string {
  const data = Object.entries(entries).map(([key, entry]) => ({ key, text: stringify(shuffled(entry, order)), rank: order() }));
  const sorted = data.sort((one, other) => one.rank - other.rank);
  return stringify(
    new Map<string, unknown>([
      ['kind', 'ConfigMap'],
      ['data', new Map(sorted.map(({ key, text }) => [key, text]))],
      ['metadata', { name: 'x' }],
      ['apiVersion', 'v1'],
    ]),
  );
}

async function generated(text: string): Promise<string> {
  const made = await generate([{ name: 'c.yaml', text }], settings);
  if ('faults' in made) throw new Error(made.faults[0]?.problem);
  return streamOf(made.value);
}

describe('generate', () => {
  it('writes the same bytes however often it runs', async () => {
    const text = configMap(() => 0);
    expect(new Set(await Promise.all(Array.from({ length: 5 }, () => generated(text)))).size).toBe(1);
  });

  it('writes the same bytes in whatever order keys are written', async () => {
    const expected = await generated(configMap(() => 0));
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (ranks) => {
        expect(await generated(configMap(() => ranks.next().value))).toBe(expected);
      }),
    );
  });
});
