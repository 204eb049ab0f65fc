import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** What was measured on, and with: a line each. */
export function machine(): string[] {
  return [
    `CPU: ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores`,
    `memory: ${(totalmem() / 1e9).toFixed(0)} GB`,
    `kernel: Linux ${release()}`,
    `event-jobs ${JSON.parse(readFileSync('package.json', 'utf8')).version} on Node ${process.version}`,
    `kustomize ${moduleVersion('kustomize')}, Helm ${moduleVersion('helm')}`,
    `load before it began: ${loadavg()[0]?.toFixed(1)}`,
  ];
}

/** Of the program that the peer's Go module names as its tool. */
function moduleVersion(peer: string): string {
  const text = readFileSync(`test/peers/${peer}/go.mod`, 'utf8');
  return new RegExp(`/${peer}/v\\d+ (v[\\d.]+)`).exec(text)?.[1] ?? 'of an unknown version';
}
