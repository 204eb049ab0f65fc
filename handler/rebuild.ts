/** The inverse of reading and keeping: a message to publish again, made of what its Secret has. */

import { isPlainText } from './cloudEvent.ts';
import { cloudEventPrefix, contractVariables, originKey } from './contract.ts';
import type { Delivery } from './delivery.ts';
import { Fault } from './fault.ts';
import { isObject } from './json.ts';
import type { Kept } from './kept.ts';
import { mediaType } from './mediaType.ts';
import type { Origin } from './origin.ts';

/**
 * Read under the same settings it is the same message again: its bytes may differ, as may the order of names. Headers and properties
 * are as they were, but for the content-encoding, as nothing is compressed any more. Throws a Fault (`settings`) for what no launcher
 * has written.
 */
export function rebuild(kept: Kept): Delivery {
  const content = kept.get('MESSAGE');
  const origin = readOrigin(kept.get(originKey));
  if (content === undefined || origin === undefined)
    throw new Fault('settings', 'a Secret has no MESSAGE, or does not say where it is from');
  const { exchange, routingKey, headers, pulledAt } = origin;
  const { contentEncoding: _, ...properties } = origin.properties;
  return { body: Buffer.from(bodyOf(content, kept, origin)), exchange, routingKey, redelivered: false, properties, headers, pulledAt };
}

function readOrigin(text = ''): Origin | undefined {
  try {
    const origin = JSON.parse(text, (_, value) => bytesAgain(value));
    return isObject(origin?.properties) && isObject(origin.headers) ? (origin as unknown as Origin) : undefined;
  } catch {
    return undefined;
  }
}

/** A header of bytes, as JSON.stringify writes a Buffer. */
function bytesAgain(value: unknown): unknown {
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data) : value;
}

/** MESSAGE is JSON already: put in as it is, since a large one would take its time to parse. */
function bodyOf(content: string, kept: Kept, origin: Origin): string {
  if (origin.form === 'structured') return withMember(attributesOf(kept), 'data', content);
  if (origin.form === 'binary') return binaryBody(content, kept);
  const environment = environmentOf(kept, origin);
  return withMember(Object.keys(environment).length > 0 ? { environment } : {}, 'content', content);
}

/** No data comes with any type. */
function binaryBody(content: string, kept: Kept): string {
  if (content === '""') return '';
  return isPlainText(mediaType(kept.get('CE_DATACONTENTTYPE'))) ? JSON.parse(content) : content;
}

function withMember(object: object, name: string, json: string): string {
  const others = JSON.stringify(object).slice(1, -1);
  return `{${others}${others && ','}${JSON.stringify(name)}:${json}}`;
}

function attributesOf(kept: Kept): Record<string, string> {
  const attributes = [...kept].filter(([name]) => name.startsWith(cloudEventPrefix));
  return Object.fromEntries(attributes.map(([name, text]) => [name.slice(cloudEventPrefix.length).toLowerCase(), text]));
}

function environmentOf(kept: Kept, { encoding }: Origin): Record<string, string> {
  const notSent: readonly string[] = [...contractVariables, originKey];
  const sent = [...kept].filter(([name]) => !notSent.includes(name));
  return Object.fromEntries(sent.map(([name, value]) => [name, encoding === 'base64' ? Buffer.from(value).toString('base64') : value]));
}
