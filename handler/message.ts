import { type LaunchSettings, secretLimit } from './contract.ts';
import { readEnvironment } from './messageEnvironment.ts';
import { isEnvelope } from './validator.ts';

export interface Message {
  /** MESSAGE: the content as `JSON.stringify` writes it. */
  readonly content: string;
  readonly environment: ReadonlyMap<string, string>;
}

/** A message, or why it can never be one. The reason quotes nothing of the message: it goes to logs, too. */
export type Reading = { readonly message: Message } | { readonly bad: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

type Rules = Pick<LaunchSettings, 'maxMessage' | 'messageEnvironment'>;

/** Reads a message's bytes. */
export function readMessage(body: Buffer, { maxMessage, messageEnvironment }: Rules): Reading {
  if (body.length > maxMessage) return { bad: `the message has ${body.length} bytes; ${maxMessage} are allowed` };
  if (hasTooManyValues(body)) return { bad: 'the message has more values than a Secret has room for' };
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return { bad: 'the message is not UTF-8' };
  }
  let envelope: unknown;
  try {
    envelope = JSON.parse(text);
  } catch {
    return { bad: 'the message is not JSON' };
  }
  if (!isEnvelope(envelope)) return { bad: shapeFault(envelope) };
  const reading = readEnvironment(envelope.environment ?? {}, messageEnvironment);
  if ('bad' in reading) return reading;
  try {
    return { message: { content: JSON.stringify(envelope.content), environment: reading.environment } };
  } catch (error) {
    // V8 parses any depth, but writes by recursion.
    if (error instanceof RangeError) return { bad: 'content is nested too deeply' };
    throw error;
  }
}

/**
 * More commas and opening brackets than this need over a Secret's size to be written: two bytes each at the least, but three together
 * in `[],`; and so do more pairs, of at least four bytes. Parsed, every value takes some hundred bytes, and every name some hundred more.
 */
const mostMarks = Math.floor(secretLimit / 1.5);
const mostPairs = secretLimit / 4;

/** Counts without parsing, which could take twenty times the message's size in memory. */
function hasTooManyValues(body: Buffer): boolean {
  if (body.length <= mostPairs) return false;
  let marks = 0;
  let pairs = 0;
  let inString = false;
  for (let at = 0; at < body.length && marks <= mostMarks && pairs <= mostPairs; at++) {
    const byte = body[at];
    if (byte === quote) inString = !inString;
    else if (inString && byte === backslash) at++;
    else if (!inString && byte === colon) pairs++;
    else if (!inString && (byte === comma || byte === bracket || byte === brace)) marks++;
  }
  return marks > mostMarks || pairs > mostPairs;
}

const [quote, backslash, comma, bracket, brace, colon] = Buffer.from(String.raw`"\,[{:`);

/** ajv's own texts would quote the message's names. */
function shapeFault(envelope: unknown): string {
  if (typeof envelope !== 'object' || envelope === null || Array.isArray(envelope)) return 'the message is not a JSON object';
  if (!Object.hasOwn(envelope, 'content')) return 'the message has no content';
  const { content, environment } = envelope as { content: unknown; environment?: unknown };
  if (content === null || !['string', 'object'].includes(typeof content)) return 'content is not a string, an object or an array';
  if (typeof environment !== 'object' || environment === null || Array.isArray(environment))
    return 'environment is not an object of names and strings';
  const place = Object.values(environment).findIndex((value) => typeof value !== 'string');
  return `environment: the value of variable ${place + 1} is not a string`;
}
