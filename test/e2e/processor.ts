import { image as launcherImage } from './cluster.ts';

/** An entry's keys for a processor written in JavaScript: it runs in the launcher's own image, which every cluster under test has. */
export function nodeProcessor(script: string, image = launcherImage) {
  const [, name = '', imageVersion = ''] = /^(.*):([^:/]+)$/.exec(image) ?? [];
  const resources = { requests: { cpu: '10m', memory: '56Mi' }, limits: { memory: '128Mi' } };
  return { image: name, imageVersion, command: ['/nodejs/bin/node', '-e', script], args: [], resources };
}
