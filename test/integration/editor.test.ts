import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { documentation, keys } from '../../generator/schema/keys.ts';
import { LanguageServer, type Position } from '../generator/schema/languageServer.ts';

jest.setTimeout(30_000);

let folder: string;
let server: LanguageServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'event-jobs-editor-'));
  cpSync('manifests/schema', join(folder, 'schema'), { recursive: true });
  server = new LanguageServer(folder);
  await server.start();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const header = (name: string) => `# yaml-language-server: $schema=schema/${name}.json\n`;
const entry = 'jobName: invoices\nimage: team/invoices\ncommand: [run]\n';
const indented = (text: string) => text.replace(/^(?=.)/gm, '  ');

let count = 0;
function file(text: string): string {
  const path = join(folder, `${++count}.yaml`);
  writeFileSync(path, text);
  return path;
}

function at(text: string, word: string): Position {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes(word));
  return { line, character: (lines[line] ?? '').indexOf(word) + 1 };
}

describe('an editor with the YAML language server', () => {
  it.each([
    ['an entry', `${header('entry')}${entry}parallelism: unlimited\nkeep: {failed: all}\n`],
    ['the data', `${header('data')}invoices:\n${indented(entry)}`],
    [
      'a ConfigMap',
      `${header('configmap')}apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  invoices: |\n${indented(indented(entry))}`,
    ],
    [
      'a function',
      `${header('function')}apiVersion: event-jobs.goci.io/v1alpha1\nkind: EventJobsGenerator\nmetadata:\n  name: c\nspec:\n  launcherImage: l:1\n  entries:\n    invoices:\n${indented(indented(indented(entry)))}`,
    ],
  ])('finds nothing wrong with %s that is right', async (_, text) => {
    expect(await server.open(file(text))).toEqual([]);
  });

  it('shows an unknown key, and only that', async () => {
    const found = await server.open(file(`${header('entry')}${entry}parallelsim: 3\n`));
    expect(found).toMatchObject([{ message: expect.stringContaining('parallelsim'), range: { start: { line: 4, character: 0 } } }]);
  });

  it('says in words what a name may be, instead of showing a pattern', async () => {
    const found = await server.open(file(`${header('entry')}${entry.replace('invoices', 'Invoices')}`));
    expect(found).toMatchObject([{ message: expect.stringContaining('DNS subdomain'), range: { start: { line: 1, character: 9 } } }]);
  });

  it('shows what is missing', async () => {
    const found = await server.open(file(`${header('entry')}jobName: invoices\n`));
    expect(found).toMatchObject([{ message: expect.stringContaining('image') }]);
  });

  it.each(['interval', 'parallelism', 'keep', 'messageEnvironment'] as const)(
    'shows what a key means where the mouse rests on it: %s',
    async (key) => {
      const text = `${header('entry')}${entry}interval: 5\nparallelism: 3\nkeep: {failed: 3}\nmessageEnvironment: []\n`;
      const path = file(text);
      await server.open(path);
      const [firstWords = ''] = documentation(key).description.split(/[,.;]/);
      expect(await server.hover(path, at(text, `${key}:`))).toContain(firstWords);
    },
  );

  it('offers every key that is not there yet, also inside of a map of entries', async () => {
    for (const text of [`${header('entry')}${entry}\n`, `${header('data')}invoices:\n${indented(entry)}  \n`]) {
      const path = file(text);
      await server.open(path);
      const line = text.split('\n').length - 2;
      const offered = await server.complete(path, { line, character: text.includes('data.json') ? 2 : 0 });
      expect(offered.sort()).toEqual(expect.arrayContaining(keys.filter((key) => !['jobName', 'image', 'command'].includes(key))));
    }
  });

  it('offers the values of a key that has only some', async () => {
    const text = `${header('entry')}${entry}runner: \n`;
    const path = file(text);
    await server.open(path);
    expect(await server.complete(path, { line: 4, character: 8 })).toEqual(expect.arrayContaining(['exec', 'job']));
  });
});
