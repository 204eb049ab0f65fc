import type { Steps } from './steps.ts';

/** What became of the messages of one run. */
export interface Ledger {
  /** Bodies, in the order in which they were published. */
  readonly published: readonly string[];
  /** Whether their processors do. */
  readonly fails: boolean;
  /** One for each processor that ran. */
  readonly processed: readonly { target: string; message: string }[];
  readonly dead: readonly string[];
  readonly left: number;
}

/**
 * Whether a message may be worked on, or dead-lettered, twice: the blow fell when it was durable elsewhere (with completion: when it was
 * pulled), and its acknowledgement was never sent.
 */
export function mayComeTwice({ came, went }: Steps, acknowledge: 'dispatch' | 'completion'): boolean {
  const since = acknowledge === 'completion' ? /^broker: basic\.get-ok$/ : /^API server: POST secrets 201|^broker: basic\.ack/;
  return came.some((step) => since.test(step)) && !went.some((step) => /^launcher: basic\.(ack|reject)/.test(step));
}

/** What breaks a promise, in words; nothing where all hold. */
export function breaches(ledger: Ledger, twice: boolean): string[] {
  const { dead, left } = ledger;
  const counted = ledger.published.map((body) => ({ body, times: timesDone(body, ledger) }));
  const extra = counted.reduce((sum, { times }) => sum + Math.max(0, times - 1), 0);
  return [
    ...lost(ledger).map((body) => `LOST: ${body}`),
    ...(extra > (twice ? 1 : 0) ? [`done too often: ${counted.map(({ body, times }) => `${body} ${times} times`).join(', ')}`] : []),
    ...(ledger.fails
      ? []
      : dead.filter((letter) => contentOf(letter) !== undefined).map((letter) => `dead-lettered though good: ${letter}`)),
    ...mixedTargets(ledger),
    ...(left > 0 ? [`${left} messages are left in the queue`] : []),
  ];
}

/** The messages that came to no end. */
export function lost(ledger: Ledger): string[] {
  return ledger.published.filter((body) => timesDone(body, ledger) === 0);
}

/** How often a message came to its end: processed, or dead-lettered where it is bad or fails. */
function timesDone(body: string, { fails, processed, dead }: Ledger): number {
  const message = contentOf(body);
  const processings = processed.filter((one) => one.message === message).length;
  if (message !== undefined && !fails) return processings;
  return message !== undefined && processings === 0 ? 0 : dead.filter((letter) => letter === body).length;
}

/** One TARGET is one piece of work: its processors never differ in their message. */
function mixedTargets({ processed }: Ledger): string[] {
  return [...Map.groupBy(processed, ({ target }) => target)]
    .map(([target, works]) => ({ target, messages: new Set(works.map(({ message }) => message)) }))
    .filter(({ messages }) => messages.size > 1)
    .map(({ target, messages }) => `${target} had processors of different messages: ${[...messages].join(' and ')}`);
}

/** MESSAGE as the processor must find it; undefined for a message that is none. */
function contentOf(body: string): string | undefined {
  try {
    return JSON.stringify((JSON.parse(body) as { content: unknown }).content);
  } catch {
    return undefined;
  }
}
