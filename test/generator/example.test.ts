import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { generate } from '../../generator/generate.ts';
import { writeDirectory } from '../../generator/output/directory.ts';
import { settings } from './sample.ts';

const example = join(import.meta.dirname, '../../manifests/example');

function contents(directory: string): Record<string, string> {
  return Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

describe('the example', () => {
  it('has the output beside it that its first lines say', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
    try {
      const used = { ...settings, dockerRegistry: '' };
      const made = await generate([{ name: 'configmap.yaml', text: readFileSync(join(example, 'configmap.yaml'), 'utf8') }], used);
      if ('faults' in made) throw new Error(made.faults[0]?.problem);
      writeDirectory(directory, made.value, { settings: used, scopeIsConfigMaps: false, allowed: [], prune: false });
      expect(contents(directory)).toEqual(contents(join(example, 'generated')));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
