/** docs/operations.md and the launcher's sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { names } from '../../handler/letter.ts';

const page = readFileSync('docs/operations.md', 'utf8');
const sources = readdirSync('handler')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`handler/${name}`, 'utf8'))
  .join('\n');

/** The rows of the first table under a heading. */
function rows(heading: string): string[][] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.split('|').map((cell) => cell.trim()));
}

/** By its message: the level of each line that has a text of its own. */
const logged = new Map(
  Array.from(sources.matchAll(/\blog\.(info|warn|error)\(\s*(?:\{[^}]*\},\s*)?(?:'([^']*)'|"([^"]*)")/g), ([, level, one, other]) => [
    one ?? other ?? '',
    level ?? '',
  ]),
);

describe('the page about operations', () => {
  it('has every line that the launcher logs, at its level', () => {
    expect(logged.size).toBeGreaterThan(20);
    const told = new Map(rows('Log lines').map(([, message = '', level = '']) => [message, level]));
    expect([...logged].filter(([message, level]) => told.get(message) !== level)).toEqual([]);
  });

  it('has no line that the launcher does not log', () => {
    const told = rows('Log lines').map(([, message = '']) => message);
    const own = told.filter((message) => !message.startsWith('('));
    expect(own.filter((message) => !sources.includes(`'${message}'`) && !sources.includes(`"${message}"`))).toEqual([]);
  });

  it('has every outcome of a termination message', () => {
    const told = rows('Termination messages').map(([, outcome = '']) => outcome.replaceAll('`', ''));
    const left = Array.from(sources.matchAll(/\{ outcome: '([^']+)'/g), ([, outcome]) => outcome);
    expect(told.sort()).toEqual([...new Set(left)].sort());
  });

  it('has every header of a dead letter', () => {
    const told = rows('Dead letters').flatMap(([, header = '']) => header.match(/x-event-jobs-[a-z-]+/g) ?? []);
    expect(told.sort()).toEqual(Object.values(names).sort());
  });
});
