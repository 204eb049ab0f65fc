import type { Finding, Step } from '../fault.ts';

/** `part`: what to point at in the text, where it is not the value. */
export interface Found extends Finding {
  part?: 'key' | 'value';
}

export function below(step: Step, findings: readonly Found[]): Found[] {
  return findings.map((finding) => ({ ...finding, path: [step, ...finding.path] }));
}

/** One finding where it holds. */
export function when(holds: boolean, path: Step[], problem: string, allowed: string): Found[] {
  return holds ? [{ path, problem, allowed }] : [];
}
