import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

type Module = (exports: unknown, require: NodeJS.Require, module: NodeJS.Module, filename: string, dirname: string) => void;

/** V8's code of the launcher, beside it. */
export const cacheFile = 'launcher.cache';

/**
 * The launcher of a folder as one script, whose value is the function that Node makes of a CommonJS module. V8 takes `code` only where it
 * was made of a source as long, by the same version with the same flags, and else compiles.
 */
export function launcherScript(folder: string, code?: Buffer): Script {
  const filename = join(folder, 'launcher.cjs');
  // The bundle is ASCII: this spares the look for what is not.
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(filename, 'latin1')}\n})`;
  return new Script(source, { filename, ...(code && { cachedData: code }) });
}

/** Runs it as the module that asks. */
export function run(script: Script, folder: string, module: NodeJS.Module, require: NodeJS.Require): void {
  (script.runInThisContext() as Module)(module.exports, require, module, join(folder, 'launcher.cjs'), folder);
}
