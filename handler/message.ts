import { readBinary, readStructured } from './cloudEvent.ts';
import { decode } from './contentEncoding.ts';
import type { Delivery } from './delivery.ts';
import { Fault } from './fault.ts';
import { formOf } from './form.ts';
import { writeJson } from './json.ts';
import type { Bad, Parts, Rules } from './parts.ts';
import { readEnvelope } from './readEnvelope.ts';

export interface Message {
  /** MESSAGE: the content as `JSON.stringify` writes it. */
  readonly content: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Of a CloudEvent: its attributes, by the variables that hold them (CE_ID). Empty for any other message. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** A message, or why it can never be one. */
export type Reading = { readonly message: Message } | Bad;

/** Reads a message as the broker handed it out. Throws a Fault (`settings`) where the entry's contentSchema is none. */
export async function readMessage(delivery: Delivery, rules: Rules): Promise<Reading> {
  const decoding = await decode(delivery, rules.maxMessage);
  if ('bad' in decoding) return decoding;
  const parts = partsOf(decoding.bytes, delivery, rules);
  if ('bad' in parts) return parts;
  const content = writeJson(parts.content);
  if (content === undefined) return { bad: 'content is nested too deeply' };
  const misfit = await contentFault(parts.content, rules.contentSchema);
  return misfit === undefined ? { message: { ...parts, content } } : { bad: misfit };
}

function partsOf(bytes: Buffer, delivery: Delivery, rules: Rules): Parts | Bad {
  const form = formOf(delivery);
  if (form === 'envelope') return readEnvelope(bytes, rules);
  if (form === 'structured') return readStructured(bytes, rules);
  if (form === 'binary') return readBinary(bytes, delivery, rules);
  return form;
}

/** ajv is loaded only for an entry that has a schema: half as large as the launcher, and it compiles. */
async function contentFault(content: unknown, schema: Rules['contentSchema']): Promise<string | undefined> {
  if (schema === undefined) return undefined;
  const { contentCheck } = await import('./contentSchema.ts');
  let check: ReturnType<typeof contentCheck>;
  try {
    check = contentCheck(schema);
  } catch (error) {
    throw new Fault('settings', `the entry's contentSchema: ${(error as Error).message}; generate the manifests again`, { cause: error });
  }
  return check(content);
}
