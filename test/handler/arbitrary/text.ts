import fc, { type Arbitrary } from 'fast-check';
import { contractVariables, refusedVariables } from '../../../handler/contract.ts';

const { constantFrom, oneof, string } = fc;

/** In every message somewhere, and in nothing that is logged. Of characters that every name may have. */
export const canary = 'canary7f3a';

/** Texts with what is hard on a reader of theirs: ends, halves and marks of every layer below. */
export const text: Arbitrary<string> = oneof(
  { weight: 24, arbitrary: string({ unit: 'grapheme', maxLength: 20 }).map((some) => `${some}${canary}`) },
  {
    weight: 12,
    arbitrary: constantFrom(
      '',
      canary,
      `${canary}\0`,
      `\ud800${canary}`,
      `${canary}\udc00\ud800`,
      `\uFEFF${canary}`,
      `é€😀\u2028${canary}`,
      `"\\/\b\f\n\r\t\u0001\u007f${canary}`,
      `$(HOME) \${HOME} $$ \`${canary}\``,
      'A=B',
      '=end',
    ),
  },
  { weight: 1, arbitrary: constantFrom(131_000, 131_060, 131_072, 140_000).map((length) => canary.padEnd(length, 'x')) },
);

/** Names of variables, of attributes, of anything. */
export const name: Arbitrary<string> = oneof(
  { weight: 12, arbitrary: constantFrom('SIZE', 'A', 'spring.datasource.url', 'a-b', '.env', `x_${canary}`, canary.toUpperCase()) },
  {
    weight: 1,
    arbitrary: constantFrom(
      '',
      '.',
      '..',
      '..a',
      ' ',
      'A=B',
      'Ä',
      `${canary}\n`,
      '1',
      '007',
      `1${canary}`,
      'x'.repeat(253),
      'x'.repeat(254),
    ),
  },
  { weight: 1, arbitrary: constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'toJSON', 'length', 'then') },
  { weight: 1, arbitrary: constantFrom(...contractVariables, ...refusedVariables.map((pattern) => pattern.replace('*', canary))) },
);
