import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultText } from '../../../generator/fault.ts';
import { generate } from '../../../generator/generate.ts';
import { differences } from '../../../generator/import/differences.ts';
import { importPredecessor } from '../../../generator/import/import.ts';
import { nextSteps } from '../../../generator/import/nextSteps.ts';
import { contractVariables } from '../../../handler/contract.ts';
import { settings } from '../sample.ts';

const folder = join(import.meta.dirname, 'golden');
const update = process.env.UPDATE_GOLDEN === '1' && process.env.CI === undefined;
const inputOf = (name: string) => readFileSync(join(folder, name, 'input.yaml'), 'utf8');

/** What is printed for a case, and what is said. */
async function outcome(text: string): Promise<{ yaml: string; said: string }> {
  const made = await importPredecessor([{ name: 'input.yaml', text }]);
  if ('faults' in made) return { yaml: '', said: made.faults.map((fault) => `${faultText(fault)}\n`).join('') };
  const { changes, settings, namespaces } = made.value;
  const said = [...changes.map(faultText), ...nextSteps('configmap.yaml', settings, namespaces)];
  return { yaml: made.value.text, said: said.map((line) => `${line}\n`).join('') };
}

function expectFile(name: string, file: string, text: string): void {
  const path = join(folder, name, file);
  if (update && text === '') rmSync(path, { force: true });
  if (update && text !== '') writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
}

describe('import: golden cases, one folder each', () => {
  it.each(readdirSync(folder))('%s', async (name) => {
    const { yaml, said } = await outcome(inputOf(name));
    expectFile(name, 'expected.yaml', yaml);
    expectFile(name, 'expected.err', said);
    expect(yaml === '').toBe(name.startsWith('fault'));
  });

  it.each(readdirSync(folder).filter((name) => !name.startsWith('fault')))(
    'makes what generates, and of that the same again: %s',
    async (name) => {
      const { yaml } = await outcome(inputOf(name));
      expect(await generate([{ name: 'c.yaml', text: yaml }], { ...settings, dockerRegistry: '' })).toHaveProperty('value');
    },
  );

  it.each(readdirSync(folder))('knows no credential, once it has read all: %s', async (name) => {
    const made = await importPredecessor([{ name: 'input.yaml', text: inputOf(name) }]);
    expect(JSON.stringify([made, await outcome(inputOf(name))])).not.toMatch(/hunter2|somebody/);
  });
});

describe('import', () => {
  it('takes the queues from one file and the settings from another', async () => {
    const [values, queues] = [
      'amqp: {host: rabbitmq}\n',
      'kind: ConfigMap\napiVersion: v1\nmetadata: {name: q}\ndata:\n  a: "{jobName: a, image: a}"\n',
    ];
    const made = await importPredecessor([
      { name: 'values.yaml', text: values },
      { name: 'queues.yaml', text: queues },
    ]);
    expect(made).toMatchObject({ value: { settings: [{ variable: 'AMQP_HOST', value: 'rabbitmq' }], namespaces: ['default'] } });
  });

  it('says of every entry what changes', () => {
    const all = differences.join('\n');
    for (const word of [
      'encoding: base64',
      'restartPolicy',
      'ttlSecondsAfterFinished',
      'labels',
      'runner',
      'CHECKSUM',
      ...contractVariables.slice(0, 4),
    ])
      expect(all).toContain(word);
  });

  it('quotes for a shell what it would read otherwise', () => {
    const [generate] = nextSteps("it's here.yaml", [{ variable: 'DOCKER_REGISTRY', value: 'a b' }], []);
    expect(generate).toContain(`-f 'it'\\''s here.yaml' -o generated --launcher-image IMAGE --docker-registry 'a b'`);
  });
});
