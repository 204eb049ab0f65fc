import { readFileSync } from 'node:fs';

const lines = readFileSync('Dockerfile', 'utf8').split('\n');
const last = (start: string) => lines.findLast((line) => line.startsWith(start))?.slice(start.length) ?? '';

/** What the launcher's image is started with. */
export const entryPoint = JSON.parse(last('ENTRYPOINT ')) as string[];

/** What of dist/ is in its root folder. V8's code of it is not: without that it only starts more slowly. */
export const bundles = last('COPY --from=bundle ')
  .split(' ')
  .filter((path) => path.startsWith('/project/'))
  .map((path) => path.replace('/project/', ''));
