import { exitCodes } from './contract.ts';

export type ExitName = keyof typeof exitCodes;

/** What waiting does not mend, although another pod of the Job must try again: an earlier one's message may be there. */
export type Lasting = 'clusterRefused' | 'deadLetterRefused';

export interface FaultOptions extends ErrorOptions {
  /** How long the other side asked to be left alone, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Of a transient one. */
  readonly lasting?: Lasting | undefined;
}

/** An end of the launcher that is foreseen: it has a documented exit code, and its message is for the operator. */
export class Fault extends Error {
  override name = 'Fault';
  readonly exit: ExitName;
  readonly retryAfter: number | undefined;
  readonly lasting: Lasting | undefined;

  constructor(exit: ExitName, message: string, options?: FaultOptions) {
    super(message, options);
    this.exit = exit;
    this.retryAfter = options?.retryAfter;
    this.lasting = options?.lasting;
  }
}

export function exitNameOf(error: unknown): ExitName {
  return error instanceof Fault ? error.exit : 'internal';
}

/** What somebody must mend, in one word; undefined where another try may help. */
export function lastingCause(error: unknown): ExitName | Lasting | undefined {
  const exit = exitNameOf(error);
  return exitCodes[exit].permanent ? exit : lastingOf(error);
}

export function lastingOf(error: unknown): Lasting | undefined {
  return error instanceof Fault ? error.lasting : undefined;
}
