import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import type { Look } from './look.ts';

export interface Watching {
  readonly look: () => Promise<Look>;
  /** Between two looks, in milliseconds. */
  readonly pause: number;
  /** How a look is shown; what is shown again the same is not. */
  readonly render: (look: Look) => string;
  readonly show: (text: string) => void;
  readonly say: (text: string) => void;
}

/** Looks again and again. The first look must succeed; a later one that does not is said, and another follows. */
export async function watch({ look, pause, render, show, say }: Watching): Promise<never> {
  let shown = render(await look());
  show(shown);
  while (true) {
    await sleep(pause);
    try {
      const now = render(await look());
      if (now !== shown) show(now);
      shown = now;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      say(error.message);
      shown = '';
    }
  }
}
