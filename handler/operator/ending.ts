/** How the operator's commands talk, and with which code they end. */
import { Fault } from '../fault.ts';
import { Refusal } from '../refusal.ts';

type Say = (text: string) => void;

/** On standard error; standard output is for results. */
export function voice(command: string): Say {
  return (text) => {
    process.stderr.write(`event-jobs ${command}: ${text}\n`);
  };
}

/** Of wrong usage, and of a help that was asked for: commander's own is 1. */
export function usageCode({ exitCode }: { exitCode: number }): number {
  return exitCode === 0 ? 0 : 2;
}

/** Once all is written; an error that was foreseen is said by its message alone. */
export async function endingCode(running: Promise<number>, say: Say): Promise<number> {
  try {
    const code = await running;
    // A process that ends does not everywhere wait for its pipes.
    if (process.stdout.writableLength > 0) await new Promise((written) => process.stdout.write('', written));
    return code;
  } catch (error) {
    const isForeseen = error instanceof Refusal || error instanceof Fault;
    say(isForeseen ? error.message : String((error as Error).stack));
    return error instanceof Refusal ? 2 : 1;
  }
}
