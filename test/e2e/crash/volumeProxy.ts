import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Steps } from './steps.ts';

/** Where a launcher asks before every change to the shared volume (volumeSteps.c). */
export function volumeProxy(current: () => Steps): Server {
  return createServer(async (launcher) => {
    launcher.on('error', () => {});
    const [line] = await once(launcher, 'data');
    if (await current().pass(`launcher: ${String(line).trim()}`)) launcher.end('\n');
    else launcher.destroy();
  });
}
