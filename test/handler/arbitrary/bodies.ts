import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { content, objectText, value } from './json.ts';
import { canary, name, text } from './text.ts';

const { constant, constantFrom, oneof, array, tuple, nat, uint8Array } = fc;

type Member = readonly [string, string];

const member = (key: string, of: Arbitrary<string>) => of.map((text): Member => [key, text]);

/** As it is nearly always, without, twice, or something else. */
const mostly = (usual: Arbitrary<readonly Member[]>, unusual: Arbitrary<readonly Member[]>) =>
  oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: constant([]) }, { weight: 2, arbitrary: unusual });

const variables = array(
  tuple(name, oneof({ weight: 12, arbitrary: text.map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: value })),
  { maxLength: 4 },
).map(objectText);

const encodedVariables = array(tuple(name, text), { maxLength: 3 }).map((members) =>
  objectText(members.map(([key, plain]) => [key, JSON.stringify(Buffer.from(plain).toString('base64'))])),
);

const one = <T>(arbitrary: Arbitrary<T>) => arbitrary.map((value) => [value]);

export const envelope: Arbitrary<string> = tuple(
  mostly(one(member('content', content)), array(tuple(constantFrom('content', 'Content', '__proto__'), value), { maxLength: 3 })),
  mostly(
    one(member('environment', oneof(variables, encodedVariables))),
    array(tuple(constantFrom('environment', 'more', '__proto__'), value), { maxLength: 3 }),
  ),
).map((members) => objectText(members.flat()));

const attributes: Member[] = [
  ['specversion', '"1.0"'],
  ['id', `"${canary}"`],
  ['source', `"/${canary}"`],
  ['type', '"com.example"'],
];

/** A structured CloudEvent. */
export const event: Arbitrary<string> = tuple(
  mostly(
    constant(attributes),
    constantFrom(attributes.slice(1), [...attributes, ['specversion', '"0.3"'] as const], attributes.toReversed()),
  ),
  mostly(
    constant([
      ['subject', `"${canary}"`],
      ['time', '"2026-01-02T03:04:05Z"'],
    ]),
    array(tuple(oneof(name, constantFrom(canary, 'a1', 'datacontenttype')), value), { maxLength: 3 }),
  ),
  mostly(
    one(
      oneof(
        member('data', content),
        content.map((json): Member => ['data_base64', `"${Buffer.from(json).toString('base64')}"`]),
      ),
    ),
    tuple(member('data', content), member('data_base64', value)),
  ),
).map((members) => objectText(members.flat()));

/** Byte sequences that UTF-8 does not have, and marks that it need not have. */
const traps = [
  [0xff],
  [0x80],
  [0xc0, 0x80],
  [0xc1, 0xbf],
  [0xe0, 0x80, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xed, 0xb0, 0x80],
  [0xf0, 0x80, 0x80, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xef, 0xbb, 0xbf],
  [0xef, 0xbf, 0xbe],
  [0xfe, 0xff],
  [0x00],
  [0x1f, 0x8b],
];

type Damage = (bytes: Buffer) => Buffer;

const damage: Arbitrary<Damage> = oneof(
  tuple(constantFrom(...traps), nat(1000)).map(
    ([trap, at]): Damage =>
      (bytes) =>
        inserted(bytes, at, Buffer.from(trap)),
  ),
  tuple(nat(1000), nat(255)).map(
    ([at, mask]): Damage =>
      (bytes) => {
        const copy = Buffer.from(bytes);
        if (copy.length > 0) copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ mask;
        return copy;
      },
  ),
  nat(1000).map(
    (at): Damage =>
      (bytes) =>
        bytes.subarray(0, at % (bytes.length + 1)),
  ),
  nat(1000).map(
    (at): Damage =>
      (bytes) =>
        bytes.subarray(at % (bytes.length + 1)),
  ),
  constant<Damage>((bytes) => Buffer.concat([bytes, bytes])),
  constant<Damage>((bytes) => Buffer.concat([Buffer.from('\uFEFF'), bytes])),
  constant<Damage>((bytes) => Buffer.from(`\uFEFF${bytes}`, 'utf16le')),
  constant<Damage>((bytes) => Buffer.from(bytes.toString('base64'))),
);

function inserted(bytes: Buffer, at: number, these: Buffer): Buffer {
  const place = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, place), these, bytes.subarray(place)]);
}

const anything = uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));

const damaged = (bytes: Arbitrary<Buffer>) =>
  tuple(
    bytes,
    oneof({ weight: 6, arbitrary: constant<Damage[]>([]) }, { weight: 1, arbitrary: array(damage, { minLength: 1, maxLength: 2 }) }),
  ).map(([whole, all]) => all.reduce((some, one) => one(some), whole));

/** Of the text, or of something near it. */
export function body(of: Arbitrary<string>): Arbitrary<Buffer> {
  return oneof({ weight: 12, arbitrary: damaged(of.map((text) => Buffer.from(text))) }, { weight: 1, arbitrary: anything });
}

const bombs = [1 << 16, 1 << 22].map((size) => gzipSync(Buffer.alloc(size, canary)));

/** Compressed, well or not; some far larger than they look. */
export function zipped(of: Arbitrary<Buffer>): Arbitrary<Buffer> {
  return oneof(
    { weight: 12, arbitrary: damaged(of.map((bytes) => gzipSync(bytes, { level: 1 }))) },
    { weight: 1, arbitrary: of },
    { weight: 1, arbitrary: constantFrom(...bombs) },
  );
}
