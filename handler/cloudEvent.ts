/** CloudEvents 1.0: `data` is the content, the attributes become variables. */
import { base64Bytes } from './base64.ts';
import { readAttributes, readHeaders } from './cloudEventAttributes.ts';
import type { Delivery } from './delivery.ts';
import { isContent, isObject, parseJson } from './json.ts';
import { isJson, isText, isUtf8, type MediaType, mediaType } from './mediaType.ts';
import type { Bad, Parts, Rules } from './parts.ts';
import { textOf } from './text.ts';
import { textFault } from './weight.ts';

/** An event that is a JSON object. */
export function readStructured(bytes: Buffer, rules: Rules): Parts | Bad {
  const parsed = parseJson(bytes, rules);
  if ('bad' in parsed) return parsed;
  if (!isObject(parsed.value)) return { bad: 'the CloudEvent is not a JSON object' };
  const { data, data_base64: encoded, ...rest } = parsed.value;
  const attributes = readAttributes(Object.entries(rest));
  if ('bad' in attributes) return attributes;
  return withContent(
    attributes,
    structuredContent(data ?? undefined, encoded ?? undefined, mediaType(attributes.get(typeVariable)), rules),
  );
}

/** An event whose data is the body, and whose attributes are headers; its datacontenttype is the message's own content type. */
export function readBinary(bytes: Buffer, delivery: Delivery, rules: Rules): Parts | Bad {
  const attributes = readHeaders(delivery);
  if ('bad' in attributes) return attributes;
  return withContent(attributes, contentOf(bytes, mediaType(attributes.get(typeVariable)), rules));
}

const typeVariable = 'CE_DATACONTENTTYPE';

/** What data of this type a binary event has as its body, if it is text and not JSON. */
export function isPlainText(media: MediaType): boolean {
  return isText(media) && !isJson(media);
}

function withContent(attributes: ReadonlyMap<string, string>, read: { content: unknown } | Bad): Parts | Bad {
  return 'bad' in read ? read : { content: read.content, environment: new Map(), attributes };
}

function structuredContent(data: unknown, encoded: unknown, media: MediaType, rules: Rules): { content: unknown } | Bad {
  if (encoded === undefined) return asContent(data ?? '');
  if (data !== undefined) return { bad: 'the CloudEvent has both data and data_base64' };
  const bytes = typeof encoded === 'string' ? base64Bytes(encoded) : undefined;
  if (bytes === undefined) return { bad: "the CloudEvent's data_base64 is not base64 (RFC 4648, padded, without white space)" };
  return contentOf(bytes, media, rules);
}

/** No data is an event's right: its content is the empty string. */
function contentOf(bytes: Buffer, media: MediaType, rules: Rules): { content: unknown } | Bad {
  if (bytes.length === 0) return { content: '' };
  if (!isUtf8(media)) return { bad: "the CloudEvent's data has a charset other than UTF-8" };
  if (isPlainText(media)) {
    const heavy = textFault(bytes, rules);
    if (heavy !== undefined) return { bad: `the CloudEvent's data ${heavy}` };
    const text = textOf(bytes);
    return text === undefined ? { bad: "the CloudEvent's data is not UTF-8" } : { content: text };
  }
  if (media.type !== '' && !isJson(media)) return { bad: "the CloudEvent's data is neither JSON nor text, as its content type says" };
  const parsed = parseJson(bytes, rules, "the CloudEvent's data");
  return 'bad' in parsed ? parsed : asContent(parsed.value);
}

function asContent(value: unknown): { content: unknown } | Bad {
  return isContent(value) ? { content: value } : { bad: "the CloudEvent's data is not a string, an object or an array" };
}
