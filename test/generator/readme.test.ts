import { describe, expect, it } from '@jest/globals';
import { completionDefaults, defaults, entrySchema, laterKeys } from '../../generator/entry/entry.ts';
import { otherSettings, settingsTable } from '../../generator/settingsTable.ts';
import { readme, table } from '../readme.ts';

const rows = table('The ConfigMap', 'key').slice(1);
const textOf: Record<string, string> = {
  environment: '{}',
  labels: '{}',
  args: '[]',
  launcher: '{}',
  template: '{}',
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

  it('says what is another default with completion', () => {
    const meanings = Object.fromEntries(rows.map(([key, , text]) => [key, text]));
    expect(meanings.timeout).toMatch(`with completion ${completionDefaults.timeout}`);
    expect(completionDefaults.keep.successful).toBe(defaults.keep.successful);
    expect(meanings.keep).toMatch(`with completion failed ${completionDefaults.keep.failed}, seconds ${completionDefaults.keep.seconds}`);
  });

  it('names every key that this version refuses', () => {
    const [, refused = ''] = /Not there yet([\s\S]*?)\n\n/.exec(readme) ?? [];
    for (const key of Object.keys(laterKeys)) expect(refused).toContain(`\`${key}\``);
  });

  it('has every setting with its variable, its default and its meaning', () => {
    const settings = [...settingsTable, ...otherSettings.map((one) => ({ ...one, default: '' }))];
    expect(table('The commands', 'setting')).toEqual(
      settings.map(({ flag, variable, default: value = '', means }) => [flag.split(' ')[0], variable, value, means.replaceAll('`', '')]),
    );
  });
});
