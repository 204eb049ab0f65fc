import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faults, head } from './sample.ts';

/** Where the text's `{wrong` stands. */
function wrongIn(text: string) {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes('{wrong'));
  return { line: line + 1, column: (lines[line] ?? '').indexOf('{wrong') + 1, path: 'data.a.command[1]' };
}

function expectFound(value: string): void {
  const text = `${head}  a: ${value}\n`;
  expect(faults(text)).toEqual([expect.objectContaining(wrongIn(text))]);
}

describe('a fault inside of a value', () => {
  it('is at the wrong word itself, wherever it stands in a literal block', () => {
    const headers = fc.constantFrom('|', '|-', '|+', '| # why', '&x |', '!!str |-');
    fc.assert(
      fc.property(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 6 }), headers, fc.nat({ max: 9 }), (blank, indentation, header, space) => {
        const lines = [...Array(blank).fill(''), 'jobName: a', 'image: a', `command: [${' '.repeat(space)}a, {wrong: here}]`];
        expectFound(`${header}\n${lines.map((line) => (line === '' ? '' : ' '.repeat(2 + indentation) + line)).join('\n')}`);
      }),
    );
  });

  it('is at the wrong word itself in a block whose indentation is said', () => {
    expectFound('|2\n      jobName: a\n      image: a\n      command: [a, {wrong: here}]'.replaceAll('      ', '    '));
  });

  // What stands for one character in double quotes, however it is written.
  const doubled = fc.constantFrom(
    'a',
    'é',
    '\\"',
    '\\\\',
    '\\/',
    '\\t',
    '\\x41',
    '\\u00e9',
    '\\ud83d\\ude00',
    '\\U0001F600',
    '😀',
    '\\N',
    '\\_',
  );

  it('is at the wrong word itself in double quotes, whatever is escaped before it', () => {
    fc.assert(
      fc.property(fc.array(doubled), (written) => {
        expectFound(`"jobName: a\\nimage: a\\ncommand: ['${written.join('')}', {wrong: here}]"`);
      }),
    );
  });

  it('is at the wrong word itself in single quotes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', "''''", '"', '\\', '😀')), (written) => {
        expectFound(`'{jobName: a, image: a, command: [''${written.join('')}'', {wrong: here}]}'`);
      }),
    );
  });

  it('is at the wrong word itself in a JSON ConfigMap', () => {
    const entry = '{\n  "jobName": "a",\n  "image": "a",\n  "command": ["é\\\\", {wrong: 1}]\n}';
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: entry } }, null, 2);
    expect(faults(text)).toEqual([expect.objectContaining(wrongIn(text))]);
  });

  it.each([
    '>\n    {jobName: a, image: a,\n    command: [a, {wrong: 1}]}',
    '"{jobName: a, image: a,\n    command: [a, {wrong: 1}]}"',
    "'{jobName: a, image: a,\n    command: [a, {wrong: 1}]}'",
  ])('is at its start where lines are folded: %j', (value) => {
    expect(faults(`${head}  a: ${value}\n`)).toMatchObject([{ line: 6, column: 6, path: 'data.a.command[1]' }]);
  });

  it('is at its start where it is another’s by an alias', () => {
    const text = `${head}  a: &a |\n    jobName: A\n    image: a\n    command: [a]\n  b: *a\n`;
    expect(faults(text)).toMatchObject([
      { line: 7, column: 14 },
      { line: 10, column: 6 },
    ]);
  });
});
