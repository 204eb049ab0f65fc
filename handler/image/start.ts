/** What the image starts: the launcher, by V8's code of it that codeCache.ts left. Compiling it would take 15 ms more of CPU. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFile, launcherScript, run } from './launcherScript.ts';

run(launcherScript(__dirname, codeOf(__dirname)), __dirname, module, require);

function codeOf(folder: string): Buffer | undefined {
  try {
    return readFileSync(join(folder, cacheFile));
  } catch {
    return undefined;
  }
}
