import { rmSync } from 'node:fs';

export default function teardown(): void {
  const { E2E_EVIDENCE } = process.env;
  if (E2E_EVIDENCE === undefined) return;
  (globalThis as unknown as { endEvidence: () => void }).endEvidence();
  rmSync(E2E_EVIDENCE, { recursive: true });
}
