import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { differences } from '../../../generator/check/differences.ts';
import { unifiedDiff } from '../../../generator/check/unifiedDiff.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-jobs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const present = (owned: Record<string, string>) => ({ owned: new Map(Object.entries(owned)), others: new Set<string>() });
const plan = (files: Record<string, string>, removed: string[] = []) => ({ files: new Map(Object.entries(files)), removed, draining: [] });
const lines = (count: number, letter: string) => Array.from({ length: count }, (_, index) => `${letter}${index}\n`).join('');

describe('the differences of a directory', () => {
  it('are none where it is what it should be', async () => {
    expect(await differences('out', present({ a: 'x\n' }), plan({ a: 'x\n' }))).toEqual([]);
  });

  it('have the file, its first line that differs, and what to do about it', async () => {
    const found = await differences('out', present({ a: '1\n2\n3\n', c: 'x\n' }), plan({ a: '1\n2\nthree\n', b: 'new\n' }, ['c']));
    expect(found.map(({ diff, ...rest }) => rest)).toEqual([
      {
        rule: 'event-jobs/difference',
        level: 'error',
        file: 'out/a',
        line: 3,
        message: expect.stringMatching(/^is not what event-jobs generate makes/),
      },
      { rule: 'event-jobs/difference', level: 'error', file: 'out/b', line: 1, message: expect.stringMatching(/^is missing/) },
      { rule: 'event-jobs/difference', level: 'error', file: 'out/c', line: 1, message: expect.stringMatching(/^is left over/) },
    ]);
  });

  it('are a patch that git applies: changed, new and deleted files, with and without a line’s end at the end', async () => {
    const before = { changed: lines(40, 'a'), cut: 'a\nb', gone: 'x\ny\n', same: 'same\n' };
    const after = {
      changed: lines(40, 'a').replace('a3\n', 'b3\n').replace('a30\n', ''),
      cut: 'a\nb\n',
      made: 'new\nfile\n',
      same: 'same\n',
    };
    mkdirSync(join(folder, 'out'));
    for (const [name, text] of Object.entries(before)) writeFileSync(join(folder, 'out', name), text);
    const found = await differences('out', present(before), plan(after, ['gone']));
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    execFileSync('git', ['apply', '-p0'], { cwd: folder, input: found.map(({ diff }) => diff).join('') });
    const read = readdirSync(join(folder, 'out')).map((name) => [name, readFileSync(join(folder, 'out', name), 'utf8')]);
    expect(Object.fromEntries(read)).toEqual(after);
  });

  it('are replaced as a whole, in little time, where nothing is as it was', () => {
    const { text, line } = unifiedDiff('out/a', `${lines(20_000, 'a')}end`, lines(20_000, 'b'));
    expect(text.split('\n').slice(0, 4)).toEqual(['--- out/a', '+++ out/a', '@@ -1,20001 +1,20000 @@', '-a0']);
    expect(text).toContain('\n-end\n\\ No newline at end of file\n+b0\n');
    expect(line).toBe(1);
  });
});
