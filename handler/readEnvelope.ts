import { isContent, isObject, parseJson } from './json.ts';
import { readEnvironment } from './messageEnvironment.ts';
import type { Bad, Parts, Rules } from './parts.ts';
import { isEnvelope } from './validator.ts';

/** A message in the predecessor's format. */
export function readEnvelope(bytes: Buffer, rules: Rules): Parts | Bad {
  const parsed = parseJson(bytes, rules);
  if ('bad' in parsed) return parsed;
  const { value } = parsed;
  if (!isEnvelope(value)) return { bad: shapeFault(value) };
  const reading = readEnvironment(value.environment ?? {}, rules);
  if ('bad' in reading) return reading;
  return { content: value.content, environment: reading.environment, attributes: new Map() };
}

/** ajv's own texts would quote the message's names. */
function shapeFault(envelope: unknown): string {
  if (!isObject(envelope)) return 'the message is not a JSON object';
  if (!Object.hasOwn(envelope, 'content')) return 'the message has no content';
  const { content, environment } = envelope;
  if (!isContent(content)) return 'content is not a string, an object or an array';
  if (!isObject(environment)) return 'environment is not an object of names and strings';
  const place = Object.values(environment).findIndex((value) => typeof value !== 'string');
  return `environment: the value of variable ${place + 1} is not a string`;
}
