import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entrySchema } from '../../generator/entry/entry.ts';
import { faultText } from '../../generator/fault.ts';
import { generate } from '../../generator/generate.ts';
import { streamOf } from '../../generator/output/stream.ts';
import { configMapText, entries, everyKey } from './entries.ts';
import { settings } from './sample.ts';

async function generated(text: string): Promise<string> {
  const made = await generate([{ name: 'c.yaml', text }], settings);
  return 'faults' in made ? made.faults.map(faultText).join('\n') : streamOf(made.value);
}

describe('any ConfigMap of valid entries', () => {
  it('may have every key', () => {
    expect(everyKey.toSorted()).toEqual(Object.keys(entrySchema.properties).sort());
  });

  it('has no fault', async () => {
    const property = fc.asyncProperty(entries(), async (data) => {
      const made = await generate([{ name: 'c.yaml', text: configMapText(data) }], settings);
      expect('faults' in made ? made.faults.map(faultText) : []).toEqual([]);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('makes the same bytes in whatever order its keys are written', async () => {
    const property = fc.asyncProperty(entries(), fc.infiniteStream(fc.nat()), async (data, ranks) => {
      const made = await generated(configMapText(data));
      expect(await generated(configMapText(data, () => ranks.next().value))).toBe(made);
    });
    await fc.assert(property, { numRuns: 100 });
  });
});
