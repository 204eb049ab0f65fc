import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Field, fieldsOf } from '../../../generator/template/field.ts';
import { podTypes } from '../../../generator/template/podTypes.ts';
import { scalarOf } from '../../../generator/template/scalars.ts';

/** The client's models are made of the same release's OpenAPI description. */
const models = join(createRequire(import.meta.url).resolve('@kubernetes/client-node'), '../gen/models');

interface Attribute {
  baseName: string;
  type: string;
  format: string;
}

const renamed: Record<string, string> = { EndpointPort: 'CoreV1EndpointPort', ResourceClaim: 'CoreV1ResourceClaim' };
/** Types of a description that Go has under several names. */
const inGo: Record<string, string[]> = {
  string: ['text', 'quantity'],
  boolean: ['truth'],
  number: ['whole'],
  IntOrString: ['wholeOrText'],
};
/** What KEDA's CRD leaves out of the metadata of a template. */
const dropped: Record<string, string[]> = {
  ObjectMeta: [
    ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generateName', 'generation', 'managedFields'],
    ...['ownerReferences', 'resourceVersion', 'selfLink', 'uid'],
  ],
};

function attributes(type: string): Attribute[] {
  const text = readFileSync(join(models, `${renamed[type] ?? `V1${type}`}.js`), 'utf8');
  return JSON.parse(/attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(text)?.[1] ?? '');
}

/** How the models would write the field's type. */
function modelType({ shape, type }: Field): string[] {
  const names = fieldsOf(type)
    ? [renamed[type] ?? `V1${type}`]
    : Object.keys(inGo).filter((name) => inGo[name]?.includes(scalarOf(type).kind));
  return names.map((name) => (shape === 'list' ? `Array<${name}>` : shape === 'map' ? `{ [key: string]: ${name}; }` : name));
}

const types = Object.keys(podTypes);

describe('the types of a pod template', () => {
  it('are all that they mention', () => {
    const mentioned = types.flatMap((type) => [...(fieldsOf(type)?.values() ?? [])]);
    for (const { type, keyType, shape } of mentioned) {
      if (!fieldsOf(type)) expect(scalarOf(type).allowed).not.toBe('');
      if (shape === 'map') expect(scalarOf(keyType).kind).toBe('text');
    }
  });

  it.each(types.filter((type) => type !== 'PodSpec'))('have the fields that %s has in the release of the Kubernetes client', (type) => {
    const names = attributes(type).map(({ baseName }) => baseName);
    expect([...(fieldsOf(type)?.keys() ?? [])].sort()).toEqual(names.filter((name) => !dropped[type]?.includes(name)).sort());
  });

  it('have the fields of PodSpec', () => {
    expect([...(fieldsOf('PodSpec')?.keys() ?? [])].sort()).toEqual(
      attributes('PodSpec')
        .map(({ baseName }) => baseName)
        .sort(),
    );
  });

  it.each(types)('have the types that the fields of %s have there', (type) => {
    for (const { baseName, type: given } of attributes(type)) {
      const field = fieldsOf(type)?.get(baseName);
      if (field && baseName !== 'ephemeralContainers')
        expect([baseName, modelType(field)]).toEqual([baseName, expect.arrayContaining([given])]);
    }
  });
});
