import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { pathText } from '../../../generator/fault.ts';
import { applyTemplate, templateFindings } from '../../../generator/template/template.ts';
import { folder, goldenCase } from './goldenCase.ts';

const update = process.env.UPDATE_GOLDEN === '1';

/** What a case's patch.yaml becomes, and which file says so. */
function outcome(name: string): { file: 'expected.yaml' | 'expected.err'; text: string } {
  const { base, patch } = goldenCase(name);
  const findings = templateFindings(patch);
  const lines = findings.map(({ path, problem, allowed }) => `${pathText(['template', ...path])}: ${problem}; ${allowed}\n`);
  if (lines.length > 0) return { file: 'expected.err', text: lines.join('') };
  return { file: 'expected.yaml', text: stringify(applyTemplate(base, patch as object), { lineWidth: 0 }) };
}

describe('template: golden cases, one folder each', () => {
  it('are only rewritten on purpose, by UPDATE_GOLDEN=1 and never in CI', () => {
    expect(update && process.env.CI !== undefined).toBe(false);
  });

  it.each(readdirSync(folder))('%s', (name) => {
    const made = outcome(name);
    const other = join(folder, name, made.file === 'expected.yaml' ? 'expected.err' : 'expected.yaml');
    if (update) writeFileSync(join(folder, name, made.file), made.text);
    if (update) rmSync(other, { force: true });
    expect(existsSync(other)).toBe(false);
    expect(made.text).toBe(readFileSync(join(folder, name, made.file), 'utf8'));
  });
});
