import type { LaunchSettings } from './contract.ts';

/** What a message is made of, however it came; its content is a string, an object or an array. */
export interface Parts {
  readonly content: unknown;
  readonly environment: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
}

/** What an entry asks of its messages. */
export type Rules = Pick<LaunchSettings, 'maxMessage' | 'messageEnvironment' | 'contentSchema' | 'runner' | 'acknowledge'>;

/** A reason why a message can never be one. It quotes nothing of the message: it goes to logs, too. */
export interface Bad {
  readonly bad: string;
}
