/** A CloudEvent's attributes as variables: `CE_` and the name in capitals. */
import { cloudEventPrefix } from './contract.ts';
import type { Delivery } from './delivery.ts';
import { attributeHeader } from './form.ts';
import type { Bad } from './parts.ts';
import { valueFault } from './variable.ts';

export type Attributes = ReadonlyMap<string, string>;

/** Of a binary event. */
export function readHeaders({ properties, headers }: Delivery): Attributes | Bad {
  const sent = Object.entries(headers).flatMap(([header, value]): [string, unknown][] => {
    const name = attributeHeader.exec(header)?.[1];
    return name === undefined ? [] : [[name, plain(value)]];
  });
  if (properties.contentType) sent.push(['datacontenttype', properties.contentType]);
  return readAttributes(sent);
}

/** AMQP has types for times and bytes, whose canonical form as text is CloudEvents' own. */
function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  const { '!': type, value: seconds } = (value ?? {}) as { '!'?: unknown; value?: unknown };
  return type === 'timestamp' && typeof seconds === 'number' && seconds <= lastSecond ? new Date(seconds * 1000).toISOString() : value;
}

/** Of the year 9999, after which RFC 3339 has no times. */
const lastSecond = 253_402_300_799;

/** By name and value, as JSON has them; null is as good as none. A reason names those that the specification names, others by their place. */
export function readAttributes(sent: readonly (readonly [string, unknown])[]): Attributes | Bad {
  const attributes = new Map<string, string>();
  for (const [place, [name, value]] of sent.entries()) {
    if (value === null) continue;
    const read = readAttribute(name, value);
    if ('bad' in read) return { bad: `the CloudEvent's attribute ${place + 1} ${read.bad}` };
    attributes.set(read.variable, read.text);
  }
  for (const [name, variable] of required) if (!attributes.get(variable)) return { bad: `the CloudEvent has no ${name}` };
  if (!/^1\.\d+$/.test(attributes.get('CE_SPECVERSION') ?? '')) return { bad: 'the CloudEvent has a specversion other than 1.x' };
  return attributes;
}

const required = ['specversion', 'id', 'source', 'type'].map((name) => [name, variableOf(name)] as const);

function readAttribute(name: string, value: unknown): { variable: string; text: string } | Bad {
  if (!/^(?!data$)[a-z0-9]{1,250}$/.test(name)) return { bad: 'has a name of other than 1 to 250 lower-case letters and digits, or data' };
  const text = typeof value === 'string' ? value : typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : undefined;
  if (text === undefined) return { bad: 'is neither a text nor a whole number nor a truth value' };
  const variable = variableOf(name);
  const bad = valueFault(variable, text);
  return bad === undefined ? { variable, text } : { bad };
}

function variableOf(name: string): string {
  return `${cloudEventPrefix}${name.toUpperCase()}`;
}
