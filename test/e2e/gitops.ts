/** The engines of Argo CD and Flux (test/gitops) on the cluster under test. Each call is one run of the program. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { kubeconfig } from './cluster.ts';

const run = promisify(execFile);

interface Comparison {
  /** By object, in the engine's own words: the live one and the one that the engine expects, where they differ. */
  diffs: Record<string, { live: unknown; expected: unknown }>;
}

interface ArgoComparison extends Comparison {
  /** What a prune would delete. */
  orphans: string[];
  /** What bears the tracking id of another object. */
  copies: string[];
}

export const argoModes = ['server-side', 'structured', 'legacy'] as const;

/** Where the programs are; compiled first where they are not in the cache. */
const programs = run('test/peers/build', ['argo', 'flux']).then(({ stdout }) => {
  const [argo = '', flux = ''] = stdout.split('\n');
  return { argo, flux };
});

export async function argo<T = ArgoComparison>(args: readonly string[], manifests: string): Promise<T> {
  return engine<T>((await programs).argo, args, manifests);
}

export async function flux<T = Comparison>(args: readonly string[], manifests: string): Promise<T> {
  return engine<T>((await programs).flux, args, manifests);
}

/** Rejects with the engine's words where it fails. */
async function engine<T>(program: string, [command = '', ...options]: readonly string[], manifests: string): Promise<T> {
  const running = run(program, [command, '--kubeconfig', kubeconfig, ...options], { maxBuffer: 64 << 20 });
  running.child.stdin?.end(manifests);
  return JSON.parse((await running).stdout) as T;
}

/** By object, the fields that differ: `is` in the cluster, `should` be. An object may differ in none but those that every write changes. */
export function changedFields({ diffs }: Comparison): Record<string, string[]> {
  return Object.fromEntries(Object.entries(diffs).map(([object, { live, expected }]) => [object, changes(live, expected)]));
}

const everyWrite = /^\.metadata\.(managedFields|resourceVersion|generation)/;

function changes(is: unknown, should: unknown, path = ''): string[] {
  if (everyWrite.test(path) || JSON.stringify(is) === JSON.stringify(should)) return [];
  if (!isObject(is) || !isObject(should)) return [`${path} is ${JSON.stringify(is)}, should be ${JSON.stringify(should)}`];
  const keys = new Set([...Object.keys(is), ...Object.keys(should)]);
  return [...keys].flatMap((key) => changes(is[key], should[key], `${path}.${key}`));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
