import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';

const contentSchema: typeof import('../../handler/contentSchema.ts') = createRequire(import.meta.url)('../../dist/contentSchema.cjs');

describe('the launcher’s bundle', () => {
  it('has ajv in a file of its own, which is loaded for what needs it', () => {
    const launcher = readFileSync('dist/launcher.cjs', 'utf8');
    expect(launcher).toContain('require("./contentSchema.cjs")');
    // A word of ajv's compiler, that is in every file that has it.
    const word = 'schema must be object or boolean';
    expect(launcher).not.toContain(word);
    expect(readFileSync('dist/contentSchema.cjs', 'utf8')).toContain(word);
  });

  it('checks a content by it', () => {
    const check = contentSchema.contentCheck({ type: 'object', properties: { id: { type: 'integer', minimum: 1 } } });
    expect(check({ id: 1 })).toBeUndefined();
    expect(check({ id: 0 })).toBe("the content does not fit the entry's contentSchema: /id must be >= 1");
  });
});
