import type { Report } from './report.ts';

/** Of what follows: raised where a field goes or means something else, not where one is added. */
const version = 1;

/** For programs. Fields that do not apply are left out. */
export function jsonReport({ exitCode, cluster, results }: Report): string {
  return `${JSON.stringify({ version, exitCode, cluster, results }, undefined, 2)}\n`;
}
