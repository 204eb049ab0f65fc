/** What is kept of a message once it is taken from the broker: the Secret's contents, and the processor's variables made from them. */
import { createHash } from 'node:crypto';
import { cloudEventVariables, contractVariables, type LaunchSettings, originKey, variableLimit, volume } from './contract.ts';
import type { Delivery } from './delivery.ts';
import { writeJson } from './json.ts';
import { fitsSecret, jobFault, secretFault, variablesFault } from './limits.ts';
import type { Message } from './message.ts';
import { originOf } from './origin.ts';
import type { Outcome } from './outcome.ts';
import type { Job } from './settings.ts';
import { targetOf } from './target.ts';
import { isTooLong } from './variable.ts';

/** The Secret's keys and values, in the contract's order. */
export type Kept = ReadonlyMap<string, string>;

/** W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header */
const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Everything that must survive of a message, or why it cannot be kept. */
export function keep(message: Message, delivery: Delivery, settings: LaunchSettings, job: Job): { kept: Kept } | { bad: string } {
  const { messageId } = delivery.properties;
  if (messageId?.includes('\0')) return { bad: 'the message id holds a NUL, which no environment variable can' };
  const origin = writeJson(originOf(delivery, settings));
  if (origin === undefined) return { bad: "the message's headers are nested too deeply" };
  const trace = traceOf(message, delivery);
  const kept = new Map<string, string>([
    ['ISSUER', settings.issuer],
    ['TARGET', targetOf(settings.jobName, job)],
    ['MESSAGE', message.content],
    ['CHECKSUM', checksum(job.namespace, settings.jobName, message.content)],
    ...(messageId ? [['MESSAGE_ID', messageId] as const] : []),
    ...(trace === undefined ? [] : [['TRACEPARENT', trace] as const]),
    ...message.attributes,
    ...message.environment,
    [originKey, origin],
  ]);
  const bad = sizeFault(kept, settings);
  return bad === undefined ? { kept } : { bad };
}

/** The header, else the CloudEvent's extension, https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md */
function traceOf({ attributes }: Message, { headers }: Delivery): string | undefined {
  const isTrace = (value: unknown): value is string => typeof value === 'string' && traceparent.test(value);
  return [headers.traceparent, attributes.get('CE_TRACEPARENT')].find(isTrace);
}

/** SHA-1 as the predecessor's contract has it: a check of identity, not of authenticity. */
function checksum(namespace: string, jobName: string, content: string): string {
  // In two parts, as joining them would copy the content.
  return createHash('sha1').update(`${namespace}:${jobName}:`).update(content).digest('hex');
}

function sizeFault(kept: Kept, settings: LaunchSettings): string | undefined {
  if (settings.runner === 'exec')
    return secretFault(secretShare(kept, settings)) ?? variablesFault(processorOutcome(kept, settings, volume.message).run);
  if (messageTooLongForVariable(kept))
    return `MESSAGE is over ${variableLimit} bytes with its name, and a processor in a Job of its own has no MESSAGE_FILE`;
  const variables = processorVariables(kept, settings);
  return secretFault(kept) ?? variablesFault(variables) ?? jobFault(variables);
}

/**
 * What goes into the Secret: all. With `exec` and completion MESSAGE stays out where it does not fit, as no other pod will read it there:
 * the broker has it until the processor is done.
 */
export function secretShare(kept: Kept, { runner, acknowledge }: Pick<LaunchSettings, 'runner' | 'acknowledge'>): Kept {
  if (runner !== 'exec' || acknowledge !== 'completion' || fitsSecret(kept)) return kept;
  const share = new Map(kept);
  share.delete('MESSAGE');
  return share;
}

/** The names that the entry sets itself and the message too; the entry's values stay. */
export function overridden(kept: Kept, settings: LaunchSettings): string[] {
  return settings.environment.filter((name) => kept.has(name));
}

export function messageTooLongForVariable(kept: Kept): boolean {
  return isTooLong('MESSAGE', kept.get('MESSAGE') ?? '');
}

/** What is kept, but for the launcher's own and for what the entry sets itself. */
export function processorVariables(kept: Kept, { environment }: Pick<LaunchSettings, 'environment'>): Map<string, string> {
  const variables = new Map(kept);
  variables.delete(originKey);
  for (const name of environment) variables.delete(name);
  return variables;
}

/**
 * The processor's variables. A contract variable that this message has not is unset, so that one of the image's own by that name is
 * not taken for the message's; of a CloudEvent also its attributes.
 */
export function processorOutcome(
  kept: Kept,
  settings: Pick<LaunchSettings, 'environment'>,
  messageFile: string,
): Extract<Outcome, { run: unknown }> {
  const run = processorVariables(kept, settings);
  if (messageTooLongForVariable(kept)) run.delete('MESSAGE');
  run.set('MESSAGE_FILE', messageFile);
  const names = [...contractVariables, ...(kept.has('CE_SPECVERSION') ? cloudEventVariables : [])];
  return { run, unset: names.filter((name) => !run.has(name) && !settings.environment.includes(name)) };
}
