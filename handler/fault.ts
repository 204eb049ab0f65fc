import type { exitCodes } from './contract.ts';

export type ExitName = keyof typeof exitCodes;

/** An end of the launcher that is foreseen: it has a documented exit code, and its message is for the operator. */
export class Fault extends Error {
  override name = 'Fault';
  readonly exit: ExitName;

  constructor(exit: ExitName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exit = exit;
  }
}

export function exitNameOf(error: unknown): ExitName {
  return error instanceof Fault ? error.exit : 'internal';
}
