import { describe, expect, it } from '@jest/globals';
import { generate } from '../../../generator/generate.ts';
import { notes } from '../../../generator/output/notes.ts';
import { settings } from '../sample.ts';

async function notesOf(entry: object): Promise<string[]> {
  const data = { q: JSON.stringify({ jobName: 'resize', image: 'a', ...entry }) };
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data });
  const made = await generate([{ name: 'x.json', text }], settings);
  if ('faults' in made) throw new Error(JSON.stringify(made.faults));
  return notes(settings, made.value);
}

describe('the notes', () => {
  it('say that a timeout may be used up before a message is pulled, where a pod’s start counts', async () => {
    for (const entry of [{ command: ['a'] }, { command: ['a'], acknowledge: 'completion' }, { acknowledge: 'completion' }]) {
      expect(await notesOf({ ...entry, timeout: 19 })).toEqual([expect.stringMatching(/^note: resize: its timeout of 19 s .* never/)]);
      expect(await notesOf({ ...entry, timeout: 20 })).toEqual([]);
    }
    expect(await notesOf({ timeout: 3 })).toEqual([]);
  });
});
