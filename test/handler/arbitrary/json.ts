/** JSON texts rather than values, as much of what can be wrong is not in any value. */
import fc, { type Arbitrary } from 'fast-check';
import { canary, name, text } from './text.ts';

const { constantFrom, oneof, array, tuple, nat } = fc;

const token = constantFrom(
  ...['null', 'true', '0', '-0', '1e999', '-1e999', '1e-999', '1e21', '0.1', '123456789012345678901234567890', '9007199254740993'],
  ...['""', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\/"', '"\\uFEFF"', '[]', '{}', '{"a":1,"a":2}', '{"":{"":""}}'],
  ...['{"__proto__":{"content":1}}', '{"constructor":{"prototype":1}}', '{"toJSON":1}', '{"2":1,"1":2,"a":0}'],
  ...[
    'NaN',
    'Infinity',
    'undefined',
    '01',
    '.5',
    '+1',
    '1.',
    '0x1',
    "'a'",
    '"\t"',
    '"\\x"',
    '"\\u12"',
    '[1,]',
    '{,}',
    '{"a"}',
    '{a:1}',
    '//',
    '',
    ' ',
  ],
);

const nested = tuple(
  constantFrom(['[', ']'], ['{"a":', '}'], ['[{"a":', '}]']),
  oneof({ weight: 20, arbitrary: nat(50) }, { weight: 1, arbitrary: constantFrom(3000, 10_000, 100_000) }),
).map(([[open = '', close = ''], depth]) => `${open.repeat(depth)}0${close.repeat(depth)}`);

const flat: Arbitrary<string> = oneof(
  { weight: 6, arbitrary: text.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: token },
  { weight: 1, arbitrary: nested },
);

export const value: Arbitrary<string> = oneof(
  { weight: 4, arbitrary: flat },
  { weight: 2, arbitrary: array(flat, { maxLength: 4 }).map((items) => `[${items.join()}]`) },
  { weight: 3, arbitrary: array(tuple(name, flat), { maxLength: 4 }).map((members) => objectText(members)) },
);

/** What a content should be. */
export const content: Arbitrary<string> = oneof(
  { weight: 4, arbitrary: constantFrom(`"${canary}"`, `{"${canary}":["${canary}",1.0,{"b":null}]}`, `["${canary}"]`, '""') },
  { weight: 3, arbitrary: value },
);

export function objectText(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join()}}`;
}
