import type { exitCodes } from './contract.ts';

export type ExitName = keyof typeof exitCodes;

export interface FaultOptions extends ErrorOptions {
  /** How long the other side asked to be left alone, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** An end of the launcher that is foreseen: it has a documented exit code, and its message is for the operator. */
export class Fault extends Error {
  override name = 'Fault';
  readonly exit: ExitName;
  readonly retryAfter: number | undefined;

  constructor(exit: ExitName, message: string, options?: FaultOptions) {
    super(message, options);
    this.exit = exit;
    this.retryAfter = options?.retryAfter;
  }
}

export function exitNameOf(error: unknown): ExitName {
  return error instanceof Fault ? error.exit : 'internal';
}
