import { describe, expect, it } from '@jest/globals';
import { defaults, entrySchema, laterKeys } from '../../generator/entry/entry.ts';
import { generateCommand } from '../../generator/options.ts';
import { readme, table } from '../readme.ts';

const rows = table('The ConfigMap', 'key').slice(1);
const textOf: Record<string, string> = {
  environment: '{}',
  labels: '{}',
  args: '[]',
  resources: 'requests 10m CPU, 56Mi; limits 25m CPU, 96Mi',
  keep: 'successful 10, failed all',
};

describe('the README', () => {
  it('has every key of an entry, and no other', () => {
    expect(rows.map(([key]) => key).sort()).toEqual(Object.keys(entrySchema.properties).sort());
  });

  it('has every default as it is', () => {
    const documented = Object.fromEntries(rows.map(([key, text]) => [key, text]));
    for (const [key, value] of Object.entries(defaults)) expect([key, documented[key]]).toEqual([key, textOf[key] ?? String(value)]);
    expect(defaults.resources).toEqual({ requests: { cpu: '10m', memory: '56Mi' }, limits: { cpu: '25m', memory: '96Mi' } });
    expect(defaults.keep).toEqual({ successful: 10, failed: 'all' });
    for (const key of entrySchema.required) expect([key, documented[key]]).toEqual([key, 'required']);
  });

  it('names every key that this version refuses', () => {
    const [, refused = ''] = /Not there yet([\s\S]*?)\n\n/.exec(readme) ?? [];
    for (const key of Object.keys(laterKeys)) expect(refused).toContain(`\`${key}\``);
  });

  it('has every setting with its variable and its default', () => {
    const settings = generateCommand()
      .options.filter(({ envVar }) => envVar !== undefined)
      .map(({ long, envVar, defaultValue }) => [long, envVar, defaultValue ?? '']);
    expect(table('The two commands', 'setting').map((row) => row.slice(0, 3))).toEqual(settings);
  });
});
