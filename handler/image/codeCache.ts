/**
 * Leaves V8's code of the launcher for start.ts, beside the launcher. It is for the Node that runs this, and for its flags: to be run by
 * the image's own with those that the image starts the launcher with, which are none.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { cacheFile, launcherScript } from './launcherScript.ts';

// Otherwise only what runs at once is compiled, and so kept.
setFlagsFromString('--no-lazy');
const script = launcherScript(__dirname);
// The code is kept with the flags of this moment.
setFlagsFromString('--lazy');
const code = script.createCachedData();
if (launcherScript(__dirname, code).cachedDataRejected) throw new Error('V8 does not take its own code: the launcher would start without');
writeFileSync(join(__dirname, cacheFile), code);
