import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** What was measured on, and with: a line each. */
export function machine(others: readonly string[]): string[] {
  return [
    `CPU: ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores`,
    `memory: ${(totalmem() / 1e9).toFixed(0)} GB`,
    `kernel: Linux ${release()}`,
    `event-jobs ${JSON.parse(readFileSync('package.json', 'utf8')).version} on Node ${process.version}`,
    ...others,
    `load before it began: ${loadavg()[0]?.toFixed(1)}`,
  ];
}
