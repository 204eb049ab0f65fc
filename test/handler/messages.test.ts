import { createHash } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { environmentLimit, type LaunchSettings, originKey, secretLimit, variableLimit } from '../../handler/contract.ts';
import type { Delivery } from '../../handler/delivery.ts';
import { type Kept, keep, processorOutcome, processorVariables, secretShare } from '../../handler/kept.ts';
import { type Message, readMessage } from '../../handler/message.ts';
import { decodeOutcome, encodeOutcome } from '../../handler/outcome.ts';
import { rebuild } from '../../handler/rebuild.ts';
import { arbitraryDeliveries, drawDeliveries } from './arbitrary/deliveries.ts';
import { canary } from './arbitrary/text.ts';
import { job, settings } from './sample.ts';

jest.setTimeout(120_000);

const contentSchemas = [{ type: ['object', 'string'] }, { properties: { a: { type: 'number' } }, additionalProperties: { maxLength: 9 } }];

const cells = fc.record({
  runner: fc.constantFrom('exec', 'job'),
  acknowledge: fc.constantFrom('dispatch', 'completion'),
  maxMessage: fc.oneof({ weight: 9, arbitrary: fc.constant(1 << 20) }, { weight: 1, arbitrary: fc.constant(2000) }),
  messageEnvironment: fc.record({
    allow: fc.oneof({ weight: 4, arbitrary: fc.constant(['*']) }, { weight: 1, arbitrary: fc.constantFrom([], ['A', 'spring.*']) }),
    encoding: fc.constantFrom('plain', 'plain', 'base64'),
  }),
  environment: fc.constantFrom([], ['SIZE', 'CE_ID']),
  contentSchema: fc.oneof({ weight: 19, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...contentSchemas) }),
});

type Cell = LaunchSettings;

function settingsOf({ contentSchema, ...cell }: Record<string, unknown>): Cell {
  return { ...settings, ...cell, ...(contentSchema !== undefined && { contentSchema }) } as Cell;
}

async function take(delivery: Delivery, cell: Cell): Promise<{ message: Message; kept: Kept } | { bad: string }> {
  const reading = await readMessage(delivery, cell);
  if ('bad' in reading) return reading;
  const keeping = keep(reading.message, delivery, cell, job);
  return 'bad' in keeping ? keeping : { ...keeping, ...reading };
}

const bytes = (text: string) => Buffer.byteLength(text);
const sum = (values: Iterable<number>) => [...values].reduce((total, one) => total + one, 0);

/** What the API server, the kernel and the hand-over program ask. Plain checks: an expect() each would take most of the time. */
function obeys(kept: Kept, cell: Cell): string[] {
  const share = secretShare(kept, cell);
  const run = cell.runner === 'exec' ? processorOutcome(kept, cell, '/event/message').run : processorVariables(kept, cell);
  const rules: [string, boolean][] = [
    ['a key of a Secret', [...share.keys()].every((key) => /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..'))],
    ['a variable of a Job', cell.runner === 'exec' || [...run.keys()].every((key) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key))],
    ['UTF-8 without NUL', [...run.values()].every((value) => value.isWellFormed() && !value.includes('\0'))],
    ['the size of a variable', [...run].every(([key, value]) => bytes(`${key}=${value}`) <= variableLimit)],
    ['the size of all variables', sum(Array.from(run, ([key, value]) => bytes(key) + bytes(value) + 2)) <= environmentLimit],
    ['the size of a Secret', sum(Array.from(share.values(), bytes)) <= secretLimit],
    ['all that is kept in the Secret', [...kept.keys()].every((key) => share.has(key) || key === 'MESSAGE')],
    ['no launcher’s own', !run.has(originKey) && cell.environment.every((key) => !run.has(key))],
    ['MESSAGE as JSON writes it', JSON.stringify(JSON.parse(kept.get('MESSAGE') ?? '')) === kept.get('MESSAGE')],
    ['TARGET', kept.get('TARGET') === `resize-${job.uid}`],
    [
      'an outcome that is whole',
      cell.runner === 'job' || decodeOutcome(encodeOutcome(processorOutcome(kept, cell, '/event/message'))) === 'run',
    ],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

const same = ({ content, environment, attributes }: Message) => JSON.stringify([content, [...environment].sort(), [...attributes].sort()]);

describe('messages of any kind', () => {
  const seen = { good: new Map<string, number>(), reasons: new Map<string, number>(), longest: 0 };
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

  it('are taken within all limits, or bad for a reason that holds nothing of them', async () => {
    const property = fc.asyncProperty(arbitraryDeliveries, cells, async (delivery, some) => {
      const cell = settingsOf(some);
      const began = performance.now();
      const taken = await take(delivery, cell);
      seen.longest = Math.max(seen.longest, performance.now() - began);
      if ('bad' in taken) {
        count(seen.reasons, taken.bad.replaceAll(/\d+/g, 'N'));
        expect(taken.bad.toLowerCase()).not.toContain(canary);
        expect(taken.bad).toMatch(/^[\x20-\x7e]{10,300}$/);
        return;
      }
      expect(obeys(taken.kept, cell)).toEqual([]);
      const { form } = JSON.parse(taken.kept.get(originKey) ?? '');
      count(seen.good, form);
      const again = await readMessage(rebuild(taken.kept), { ...cell, maxMessage: 1 << 24 });
      expect('bad' in again ? again.bad : same(again.message)).toBe(same(taken.message));
    });
    await fc.assert(property, { numRuns: 10_000 });
  });

  it('are of every form, and bad in many ways', () => {
    for (const form of ['envelope', 'structured', 'binary']) expect(seen.good.get(form)).toBeGreaterThan(300);
    expect(seen.reasons.size).toBeGreaterThan(50);
    expect(seen.longest).toBeLessThan(5000);
  });

  it('are the same for the same seed', () => {
    const drawn = (seed: number) =>
      createHash('sha1')
        .update(JSON.stringify(drawDeliveries(50, seed)))
        .digest('hex');
    expect(drawn(7)).toBe(drawn(7));
    expect(drawn(7)).not.toBe(drawn(8));
  });
});
