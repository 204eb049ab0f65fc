import { describe, expect, it } from '@jest/globals';
import { type Allowance, foreignNamespaces, parseAllowance } from '../../../generator/entry/foreignNamespaces.ts';

const problems = (from: string, to: string, ...allowed: Allowance[]) =>
  foreignNamespaces(
    from,
    to,
    (path, part, problem, allow) => ({ file: '', path: path.join(), problem: `${part}: ${problem}`, allowed: allow }),
    allowed,
  );

describe('an entry of a live ConfigMap', () => {
  it('may run in its ConfigMap’s namespace', () => {
    expect(problems('a', 'a')).toEqual([]);
  });

  it('may run in no other, and its fault says what would allow it', () => {
    expect(problems('a', 'b', parseAllowance('b:a'), parseAllowance('a:c'))).toEqual([
      {
        file: '',
        path: 'namespace',
        problem: 'value: b is not the namespace of its ConfigMap, a',
        allowed: '--allow-namespace a:b allows it',
      },
    ]);
  });

  it.each(['a:b', '*:b', 'a:*', '*:*'])('may where that is allowed by %s', (text) => {
    expect(problems('a', 'b', parseAllowance(text))).toEqual([]);
  });
});
