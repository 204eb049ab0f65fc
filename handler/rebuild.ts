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
  if (content === undefined) throw notWritten();
  const origin = readOrigin(kept.get(originKey));
  const { exchange, routingKey, headers, pulledAt } = origin;
  const { contentEncoding: _, ...properties } = origin.properties;
  return { body: Buffer.from(bodyOf(content, kept, origin)), exchange, routingKey, redelivered: false, properties, headers, pulledAt };
}

function readOrigin(text = ''): Origin {
  let origin: unknown;
  try {
    origin = JSON.parse(text);
  } catch (cause) {
    throw notWritten({ cause });
  }
  if (!isObject(origin) || !isObject(origin.properties) || !isObject(origin.headers)) throw notWritten();
  bytesAgain(origin);
  return origin as unknown as Origin;
}

function notWritten(options?: ErrorOptions): Fault {
  return new Fault('settings', 'a Secret has no MESSAGE, or does not say where it is from', options);
}

/**
 * Headers of bytes, which JSON.stringify has written as a Buffer. Without recursion, which is why JSON.parse has no reviver: the launcher
 * that wrote them may have had a larger stack (stackSize.ts).
 */
function bytesAgain(origin: Record<string, unknown>): void {
  const left = [origin];
  for (let one = left.pop(); one !== undefined; one = left.pop())
    for (const [name, value] of Object.entries(one)) {
      if (typeof value !== 'object' || value === null) continue;
      const { type, data } = value as { type?: unknown; data?: unknown };
      if (type === 'Buffer' && Array.isArray(data)) one[name] = Buffer.from(data);
      else left.push(value as Record<string, unknown>);
    }
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
