import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readConfigMap } from '../../../generator/configMap/configMap.ts';
import type { Fault } from '../../../generator/fault.ts';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n';
const bad = `${head}  a: |\n    jobName: a\n    image: a\n    command: [a, 1]\n`;

function faults(text: string): Fault[] {
  const read = readConfigMap(text);
  return 'faults' in read ? read.faults : [];
}

describe('reading a ConfigMap', () => {
  it('gives its name and its entries as they are written', () => {
    const read = readConfigMap(
      `${head}  b: "{jobName: b, image: b, command: [b]}"\n  a: |\n    jobName: a\n    image: a\n    command: [a]\n`,
    );
    if ('faults' in read) throw new Error('there are faults');
    expect(read.value.name).toBe('x');
    expect(read.value.entries.map(({ key, entry }) => [key, entry])).toEqual([
      ['b', { jobName: 'b', image: 'b', command: ['b'] }],
      ['a', { jobName: 'a', image: 'a', command: ['a'] }],
    ]);
  });

  it('finds the same place in files with a byte order mark or with carriage returns', () => {
    const place = expect.objectContaining({ line: 9, column: 18, path: 'data.a.command[1]' });
    expect(faults(bad)).toEqual([place]);
    expect(faults(bad.replaceAll('\n', '\r\n'))).toEqual([place]);
    expect(faults(`\ufeff${bad}`)).toEqual([place]);
  });

  it('points at the wrong word itself, wherever it stands in a literal block', () => {
    const padding = fc.tuple(
      fc.nat({ max: 5 }),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom('|', '|-', '|+', '| # why'),
      fc.nat({ max: 9 }),
    );
    fc.assert(
      fc.property(padding, ([blank, indentation, header, space]) => {
        const lines = [...Array(blank).fill(''), 'jobName: a', 'image: a', `command: [${' '.repeat(space)}a, {wrong: here}]`];
        const block = lines.map((line) => (line === '' ? '' : ' '.repeat(2 + indentation) + line)).join('\n');
        const text = `${head}  a: ${header}\n${block}\n`;
        const line = text.split('\n').findIndex((one) => one.includes('wrong')) + 1;
        const column = (text.split('\n')[line - 1] ?? '').indexOf('{') + 1;
        expect(faults(text)).toEqual([expect.objectContaining({ line, column, path: 'data.a.command[1]' })]);
      }),
    );
  });

  it('has one fault for a text that is nested beyond measure, and no stack overflow', () => {
    const deep = '['.repeat(20_000);
    expect(faults(`${head}  a: |\n    ${deep}\n`)).toEqual([
      expect.objectContaining({ path: 'data.a', line: 7, problem: 'it is nested too deeply' }),
    ]);
    expect(faults(deep)).toEqual([expect.objectContaining({ path: '', line: 1, problem: 'it is nested too deeply' })]);
  });

  it('never throws, whatever the text', () => {
    const soup = fc.array(
      fc.constantFrom(
        'a',
        ':',
        ' ',
        '\n',
        '  ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '|',
        '>',
        '&a ',
        '*a',
        '!',
        '#',
        '\t',
        '?',
        '%',
        '---\n',
        '<<',
        ',',
      ),
    );
    fc.assert(
      fc.property(soup, (parts) => expect(faults(parts.join('')).length).toBeGreaterThan(0)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(soup, (parts) => {
        const block = parts
          .join('')
          .split('\n')
          .map((line) => `    ${line}`)
          .join('\n');
        expect(faults(`${head}  a: |2\n${block}\n`).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
