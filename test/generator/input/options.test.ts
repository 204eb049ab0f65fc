import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addInput, inputOf } from '../../../generator/input/options.ts';

const input = (...args: string[]) => inputOf(addInput(new Command()).exitOverride().parse(args, { from: 'user' }));

describe('where ConfigMaps come from', () => {
  it('is any number of files', () => {
    expect(input('-f', 'a', '--filename', '-')).toEqual({ files: ['a', '-'], recursive: false });
    expect(input('-R', '-f', 'a')).toEqual({ files: ['a'], recursive: true });
  });

  it('is a cluster', () => {
    expect(input('--live')).toEqual({ live: { allNamespaces: false, allowed: [] } });
    const args = ['-A', '--context', 'c', '--kubeconfig', 'k', '--allow-namespace', 'a:b', '--allow-namespace', '*:c'];
    const allowed = [
      { from: 'a', to: 'b' },
      { from: '*', to: 'c' },
    ];
    expect(input('--live', ...args)).toEqual({ live: { allNamespaces: true, context: 'c', kubeconfig: 'k', allowed } });
  });

  it.each([
    [[], 'nothing to read: -f FILE (a directory, or - for standard input), or --live for the ConfigMap in a cluster'],
    [['-f', 'a', '--live'], '-f and --live: one of the two'],
    [['--live', '-R'], '--recursive is of -f'],
    [['-f', 'a', '-A', '--allow-namespace', 'a:b'], '--all-namespaces, --allow-namespace: only with --live'],
    [['--context', 'c'], '--context: only with --live'],
    [['--live', '--allow-namespace', 'a'], '--allow-namespace: a is no FROM:TO'],
    [['--live', '--allow-namespace', 'a:b:c'], '--allow-namespace: a:b:c is no FROM:TO'],
    [['--live', '--allow-namespace', 'A:b'], '--allow-namespace: A:b is no FROM:TO'],
  ])('is not %j', (args, problem) => {
    expect(() => input(...args)).toThrow(problem);
  });
});
