/** What is kept of a message once it is taken from the broker: the Secret's contents, and the processor's variables made from them. */
import { createHash } from 'node:crypto';
import { contractVariables, environmentLimit, type LaunchSettings, originKey, secretLimit, variableLimit, volume } from './contract.ts';
import type { Delivery } from './delivery.ts';
import type { Message } from './message.ts';
import type { Outcome } from './outcome.ts';
import type { Job } from './settings.ts';
import { targetOf } from './target.ts';

/** The Secret's keys and values, in the contract's order. */
export type Kept = ReadonlyMap<string, string>;

/** W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header */
const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Everything that must survive of a message, or why it cannot be kept. */
export function keep(message: Message, delivery: Delivery, settings: LaunchSettings, job: Job): { kept: Kept } | { bad: string } {
  const { messageId } = delivery.properties;
  if (messageId?.includes('\0')) return { bad: 'the message id holds a NUL, which no environment variable can' };
  const trace = delivery.headers.traceparent;
  const kept = new Map<string, string>([
    ['ISSUER', settings.issuer],
    ['TARGET', targetOf(settings.jobName, job)],
    ['MESSAGE', message.content],
    ['CHECKSUM', checksum(job.namespace, settings.jobName, message.content)],
    ...(messageId ? [['MESSAGE_ID', messageId] as const] : []),
    ...(typeof trace === 'string' && traceparent.test(trace) ? [['TRACEPARENT', trace] as const] : []),
    ...message.environment,
    [originKey, JSON.stringify(origin(delivery, settings))],
  ]);
  const bad = sizeFault(kept, settings);
  return bad === undefined ? { kept } : { bad };
}

/** SHA-1 as the predecessor's contract has it: a check of identity, not of authenticity. */
function checksum(namespace: string, jobName: string, content: string): string {
  return createHash('sha1').update(`${namespace}:${jobName}:${content}`).digest('hex');
}

function origin(delivery: Delivery, settings: LaunchSettings): Record<string, unknown> {
  const { exchange, routingKey, properties, headers, pulledAt } = delivery;
  return { acknowledge: 'dispatch', queue: settings.queue, exchange, routingKey, properties, headers, pulledAt };
}

function sizeFault(kept: Kept, settings: LaunchSettings): string | undefined {
  const stored = sum(kept, (_, value) => Buffer.byteLength(value));
  if (stored > secretLimit) return `the message takes ${stored} bytes in a Secret; ${secretLimit} are allowed`;
  const { run } = processorOutcome(kept, settings, volume.message);
  const variables = sum(run, (name, value) => Buffer.byteLength(name) + Buffer.byteLength(value) + 2);
  if (variables > environmentLimit) return `the message's variables take ${variables} bytes; ${environmentLimit} are allowed`;
  return undefined;
}

function sum(entries: Kept, size: (name: string, value: string) => number): number {
  let total = 0;
  for (const [name, value] of entries) total += size(name, value);
  return total;
}

/** The names that the entry sets itself and the message too; the entry's values stay. */
export function overridden(kept: Kept, settings: LaunchSettings): string[] {
  return settings.environment.filter((name) => kept.has(name));
}

export function messageTooLongForVariable(kept: Kept): boolean {
  return Buffer.byteLength(`MESSAGE=${kept.get('MESSAGE') ?? ''}`) > variableLimit;
}

/**
 * The processor's variables. A contract variable that this message has not is unset, so that one of the image's own by that name is
 * not taken for the message's.
 */
export function processorOutcome(kept: Kept, settings: LaunchSettings, messageFile: string): Extract<Outcome, { run: unknown }> {
  const run = new Map(kept);
  run.delete(originKey);
  for (const name of settings.environment) run.delete(name);
  if (messageTooLongForVariable(kept)) run.delete('MESSAGE');
  run.set('MESSAGE_FILE', messageFile);
  return { run, unset: contractVariables.filter((name) => !run.has(name)) };
}
