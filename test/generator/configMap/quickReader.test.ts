import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lines } from '../../../generator/configMap/lines.ts';
import { parseYaml } from '../../../generator/configMap/placedText.ts';
import { quickValues } from '../../../generator/configMap/quickReader.ts';

describe('the quick reader', () => {
  it('gives the values of all documents that are not empty', () => {
    expect(quickValues('a: {b: [1, 1.5, true, null, "x"]}\n---\n---\n- a\n')).toEqual([{ a: { b: [1, 1.5, true, null, 'x'] } }, ['a']]);
  });

  it.each(['cpu: 10m', 'a: -c', 'a: 1.2.3', 'a: 1e3', 'a: |\n  no\n  017', 'a: "no"', '{"a": 1}', 'a: {__proto__: b}', '# no: 017\na: b'])(
    'is sure of %j',
    (text) => {
      expect(quickValues(text)).toHaveLength(1);
    },
  );

  it.each([
    'a: no',
    'no: a',
    'a: 017',
    'a: 1_000',
    'a: 2024-01-31',
    'a: 1e400',
    '1: a',
    '<<: {a: b}',
    'a: &b c',
    'a: !!str c',
    'a: b\na: c',
    'a: "\\x7f"',
    'a: "\\ud83d"',
    '%YAML 1.2\n---\na: b',
    'a:\tb',
    'a: [',
    '? [a]\n: b',
    `a: ${'['.repeat(300)}${']'.repeat(300)}`,
    `${'k'.repeat(2000)}: a`,
  ])('needs a second look at %j', (text) => {
    expect(quickValues(text)).toBeUndefined();
  });

  it('agrees with the reader with places wherever it is sure', () => {
    const words = [
      ...['a', 'b', ':', ': ', ' ', '\n', '  ', '- ', '  - ', '{', '}', '[', ']', ',', '"', "'", '|', '>', '|-', '>+', '|2', '# c\n', '#'],
      ...[
        '&a ',
        '*a',
        '!',
        '? ',
        '%',
        '---\n',
        '--- ',
        '...\n',
        '<<',
        '\t',
        '\r\n',
        '\r',
        '\\n',
        '\\',
        '\n\n',
        '1',
        '0x1',
        '1e400',
        '.inf',
      ],
      ...['~', 'no', '-0', '_', 'é', '😀', '\u00a0', '\u0085', '\u2028', '\ufeff', '\u0001', '"a": ', 'x: ', "''", '@', '`', '='],
    ];
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        const quick = quickValues(text);
        if (quick === undefined) return;
        const placed = parseYaml(text, lines(text));
        expect(placed.flatMap(({ faults }) => faults)).toEqual([]);
        expect(placed.map(({ value }) => value)).toEqual(quick);
      }),
      { numRuns: 5000 },
    );
  });

  it('does not load the library that the other needs', () => {
    const room = join(import.meta.dirname, '../../../generator/configMap');
    const script = `
      import { createRequire } from 'node:module';
      import { readConfigMaps } from '${room}/reading.ts';
      import { readQuickly } from '${room}/quickReader.ts';
      readConfigMaps([{ name: 'a', text: 'a: [' }], readQuickly);
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('/node_modules/yaml/'));
      const before = loaded();
      await import('${room}/placedReader.ts');
      console.log(before, loaded());`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'false true\n', stderr: '' });
  });
});
