import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultText } from '../../generator/fault.ts';
import { generate } from '../../generator/generate.ts';
import { streamOf } from '../../generator/output/stream.ts';
import { asGiven, type Settings } from '../../generator/settings.ts';
import { settings as usual } from '../generator/sample.ts';
import { type Case, cases } from './cases.ts';

/** As npm installs it: the bundles, without the sources and without a package beside them. */
let installed = '';
beforeAll(() => {
  installed = mkdtempSync(join(tmpdir(), 'event-jobs-installed-'));
  for (const part of ['bin', 'dist', 'package.json']) cpSync(part, join(installed, part), { recursive: true });
});
afterAll(() => rmSync(installed, { recursive: true }));

function eventJobs(text: string, settings: Settings, node: string[] = []) {
  writeFileSync(join(installed, 'configmap.yaml'), text);
  const args = [...node, 'bin/event-jobs', 'generate', '-f', 'configmap.yaml', ...flags(settings)];
  return spawnSync(process.execPath, args, { cwd: installed, env: {}, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

function flags(settings: Settings): string[] {
  const given = Object.entries(asGiven(settings)).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${value}`);
}

/** What the sources make of a case. */
async function fromSources({ text, settings }: Case): Promise<{ status: number; stdout: string; stderr?: string }> {
  const made = await generate([{ name: 'configmap.yaml', text }], settings);
  if ('value' in made) return { status: 0, stdout: streamOf(made.value) };
  return { status: 2, stdout: '', stderr: made.faults.map((fault) => `${faultText(fault)}\n`).join('') };
}

describe('the bundle, whose validators are compiled ahead,', () => {
  it.each(cases().map((one): [string, Case] => [one.name, one]))('does what the sources do: %s', async (_, one) => {
    expect(eventJobs(one.text, one.settings)).toMatchObject(await fromSources(one));
  });

  it('loads neither ajv nor the reader with places for an entry that is fine', () => {
    const log = join(installed, 'loaded');
    const hook = `import { appendFileSync } from 'node:fs';
      import { registerHooks } from 'node:module';
      registerHooks({ load: (url, context, next) => (appendFileSync(${JSON.stringify(log)}, url + '\\n'), next(url, context)) });`;
    const node = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: "{jobName: a, image: a, command: [a]}"\n';
    expect(eventJobs(text, usual, node)).toMatchObject({ status: 0 });
    const files = readFileSync(log, 'utf8')
      .split('\n')
      .filter((url) => url.includes('/dist/'));
    const loaded = files.map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('');
    expect(loaded).toContain('is the queue itself');
    // Words that are in every file that has them.
    for (const absent of ['schema must be object or boolean', 'Unresolved alias', 'CoreV1Api']) expect(loaded).not.toContain(absent);
  });
});
