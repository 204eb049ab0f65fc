import { readFileSync } from 'node:fs';

export function peerVersions(): string {
  return `kustomize ${moduleVersion('kustomize')}, Helm ${moduleVersion('helm')}`;
}

/** Of the program that the peer's Go module names as its tool. */
function moduleVersion(peer: string): string {
  const text = readFileSync(`test/peers/${peer}/go.mod`, 'utf8');
  return new RegExp(`/${peer}/v\\d+ (v[\\d.]+)`).exec(text)?.[1] ?? 'of an unknown version';
}
