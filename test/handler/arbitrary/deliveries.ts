/** Messages of any kind, most of them nearly right, as the broker would hand them out. */
import fc, { type Arbitrary } from 'fast-check';
import type { Delivery, Properties } from '../../../handler/delivery.ts';
import { body, envelope, event, zipped } from './bodies.ts';
import { content } from './json.ts';
import { canary, name, text } from './text.ts';

const { boolean, constant, constantFrom, dictionary, double, integer, letrec, oneof, record, tuple } = fc;

const traceparents = constantFrom(
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01',
  `00-00000000000000000000000000000000-00f067aa0ba902b7-${canary}`,
  `$(${canary})`,
);

/** What AMQP's tables may have, as amqplib decodes it: of UTF-8. */
const { headerValue } = letrec((tie) => ({
  headerValue: oneof(
    { depthSize: 'small', withCrossShrink: true },
    text.map((some) => some.toWellFormed()),
    integer(),
    double({ noNaN: true, noDefaultInfinity: true }),
    boolean(),
    constant(null),
    constant(Buffer.from(canary)),
    constantFrom(
      { '!': 'timestamp', value: 1_767_323_045 },
      { '!': 'timestamp', value: 1e18 },
      { '!': 'decimal', value: { places: 1, digits: 5 } },
    ),
    traceparents,
    fc.array(tie('headerValue'), { maxLength: 2 }),
    dictionary(constantFrom('a', canary, 'type', 'data'), tie('headerValue'), { maxKeys: 2, noNullPrototype: true }),
  ),
}));

const shortNames = name.filter((one) => Buffer.byteLength(one) < 240 && one !== '__proto__');

const anyHeaders = dictionary(oneof(constantFrom('traceparent', 'tracestate', 'retried'), shortNames), headerValue, {
  maxKeys: 3,
  noNullPrototype: true,
});

const attributes = tuple(
  constantFrom('cloudEvents:', 'cloudEvents_'),
  oneof(
    { weight: 6, arbitrary: constant({ specversion: '1.0', id: canary, source: `/${canary}`, type: 'com.example' }) },
    { weight: 1, arbitrary: constantFrom({ specversion: '1.0' }, { specversion: '2.0', id: '1', source: '/', type: 'a' }) },
  ),
  oneof(
    { weight: 3, arbitrary: constant({}) },
    {
      weight: 1,
      arbitrary: dictionary(oneof(constantFrom('subject', 'time', 'traceparent', canary, 'data'), shortNames), headerValue, {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    },
  ),
).map(([prefix, required, more]) =>
  Object.fromEntries(Object.entries({ ...required, ...more }).map(([attribute, value]) => [`${prefix}${attribute}`, value])),
);

/** As it nearly always is, or not. */
const mostly = <T>(usual: T[], unusual: T[]) =>
  oneof({ weight: 8, arbitrary: constantFrom(...usual) }, { weight: 1, arbitrary: constantFrom(...unusual) });

const json = 'application/json';

const contentTypes = {
  envelope: mostly(
    [undefined, undefined, json, `${json}; charset=utf-8`, 'application/octet-stream', 'text/plain'],
    [`text/${canary}`, 'image/png', `${json}; charset=utf-16`],
  ),
  event: mostly(
    ['application/cloudevents+json', 'application/cloudevents+json; charset=UTF-8'],
    ['application/cloudevents-batch+json', `application/cloudevents+${canary}`],
  ),
  data: mostly([undefined, json, 'application/vnd.a+json', 'text/plain', 'text/plain; charset=utf-8'], ['image/png', canary]),
};

const properties = record(
  {
    messageId: mostly(['m-1', canary, 'ü'.repeat(127), ''], [`${canary}\0`]),
    correlationId: constantFrom(canary),
    type: constantFrom(canary, ''),
    appId: constantFrom(canary),
    replyTo: constantFrom(canary),
    priority: constantFrom(0, 9),
    deliveryMode: constantFrom(1, 2),
    timestamp: constantFrom(0, 1_767_323_045),
  },
  { requiredKeys: [] },
);

const strangeEncodings = constantFrom('identity', 'UTF-8', 'br', 'gzip, gzip', canary);

type Content = Pick<Delivery, 'body'> & Pick<Properties, 'contentEncoding'>;

/** As they are, compressed, or said to be what they are not. */
function encoded(bodies: Arbitrary<Buffer>): Arbitrary<Content> {
  return oneof(
    { weight: 12, arbitrary: record({ body: bodies }) },
    { weight: 4, arbitrary: record({ body: zipped(bodies), contentEncoding: constantFrom('gzip', 'GZIP', 'x-gzip') }) },
    { weight: 1, arbitrary: record({ body: bodies, contentEncoding: strangeEncodings }) },
  );
}

function delivery(
  bodies: Arbitrary<Buffer>,
  contentType: Arbitrary<string | undefined>,
  headers: Arbitrary<Record<string, unknown>>,
): Arbitrary<Delivery> {
  return tuple(encoded(bodies), contentType, properties, headers).map(([{ body, contentEncoding }, type, more, all]) => ({
    body,
    exchange: canary,
    routingKey: canary,
    redelivered: false,
    properties: { ...more, ...(type !== undefined && { contentType: type }), ...(contentEncoding !== undefined && { contentEncoding }) },
    headers: all,
    pulledAt: '2026-01-02T03:04:05.000Z',
  }));
}

const withAttributes = tuple(anyHeaders, attributes).map(([some, more]) => ({ ...some, ...more }));

/** Its canary is in every one that is not too short for it, and must never be seen outside. */
export const arbitraryDeliveries: Arbitrary<Delivery> = oneof(
  { weight: 3, arbitrary: delivery(body(envelope), contentTypes.envelope, anyHeaders) },
  { weight: 2, arbitrary: delivery(body(event), contentTypes.event, anyHeaders) },
  { weight: 2, arbitrary: delivery(body(oneof(content, text)), contentTypes.data, withAttributes) },
);

/** The same for the same seed. */
export function drawDeliveries(count: number, seed: number): Delivery[] {
  return fc.sample(arbitraryDeliveries, { numRuns: count, seed });
}
