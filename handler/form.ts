import type { Delivery } from './delivery.ts';
import { isJson, isUtf8, mediaType } from './mediaType.ts';

/**
 * How a message is to be read: the predecessor's envelope, or a CloudEvent, whole in the body (`structured`) or with its attributes in
 * the headers (`binary`): CloudEvents 1.0 and its AMQP binding, https://github.com/cloudevents/spec
 */
export type Form = 'envelope' | 'structured' | 'binary';

/** An attribute's name in a binary CloudEvent's headers; of the two, JMS has the second. */
export const attributeHeader = /^cloudEvents[:_](.*)$/s;

/**
 * What producers call JSON who do not care: the predecessor asked for no content type, libraries put in application/octet-stream for
 * bytes and text/plain for strings.
 */
const unspecific = ['', 'application/octet-stream', 'text/plain'];

/** By content type and headers alone, as the CloudEvents specification has it; or why it can be none of them. */
export function formOf({ properties, headers }: Pick<Delivery, 'properties' | 'headers'>): Form | { readonly bad: string } {
  const media = mediaType(properties.contentType);
  const isEvent = media.type.startsWith('application/cloudevents');
  if (isEvent && media.type !== 'application/cloudevents+json') return { bad: eventFault(media.type) };
  if (!isEvent && Object.keys(headers).some((name) => attributeHeader.test(name))) return 'binary';
  if (!isEvent && !isJson(media) && !unspecific.includes(media.type)) return { bad: "the message's content-type is not JSON's" };
  if (!isUtf8(media)) return { bad: "the message's content-type has a charset other than UTF-8" };
  return isEvent ? 'structured' : 'envelope';
}

function eventFault(type: string): string {
  const isBatch = type.startsWith('application/cloudevents-batch');
  return isBatch
    ? 'the message is a batch of CloudEvents: one message is one event'
    : 'the message is a CloudEvent in a format other than JSON';
}
