import type { Finding, Step } from '../fault.ts';

export function below(step: Step, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, path: [step, ...finding.path] }));
}

/** One finding where it holds. */
export function when(holds: boolean, path: Step[], problem: string, allowed: string): Finding[] {
  return holds ? [{ path, problem, allowed }] : [];
}
