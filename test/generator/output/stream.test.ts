import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { parse, parseAllDocuments } from 'yaml';
import { yamlOf } from '../../../generator/output/stream.ts';

const doubtful = fc.constantFrom(
  ...[
    'no',
    'Y',
    'off',
    '017',
    '0o7',
    '1_000',
    '1:30',
    '~',
    '',
    '<<',
    '=',
    '1e3',
    '2024-01-31',
    '2024-01-31T01:02:03Z',
    '0x1F',
    '-_1',
    '.inf',
  ],
  ...[' a ', '- a', '---', '...', 'a: b', 'a:', 'a #b', '#a', '&a', '*a', '!a', '%a', '@a', '`a', '|', '> a', '{a', '[a', ']', '? a', '?'],
  ...['"', "'", "it's \\", '\u0085', 'a\u2028b', '\ufeff', '\u00a0', '\ud83d\ude00', 'é', 'a\tb', '\ta', '\r', 'a\r\nb'],
  ...['a\nb', 'a\nb\n', 'a\n\n', '\na', ' a\nb', 'a\n b\n', 'a \nb', 'a\n\n\nb', '\n', 'a\n---\nb\n', 'a\n\tb', 'a\n# b\n', 'a\n\u2028\n'],
);

const text = fc.oneof(
  doubtful,
  fc.array(doubtful, { maxLength: 4 }).map((texts) => texts.join('')),
  fc.string(),
  fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed()),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '-', ':', '#', '1', '.', 'e') }),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Object.is(one, -0)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', maxDepth: 4 }, text, number, fc.boolean(), fc.constant(null), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    text.filter((one) => one !== '__proto__'),
    tie('value'),
    { maxKeys: 4 },
  ),
}));

describe('the YAML that is written', () => {
  it('reads back as it was, by readers of YAML 1.2 and of YAML 1.1', () => {
    fc.assert(
      fc.property(value, (one) => {
        const written = yamlOf([{ one }]);
        expect(parse(written)).toEqual({ one });
        expect(parse(written, { version: '1.1' })).toEqual({ one });
        expect(load(written)).toEqual({ one });
        expect(load(written, { schema: YAML11_SCHEMA })).toEqual({ one });
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['017', '0o7', '1_000', '-_1', '1E', 'e1', 'E+1', '._', 'no', 'y', '1:30', '.5', '+1', '.inf', '2024-01-31 00:00:00'])(
    'quotes %s, which one reader or another takes for more than text',
    (one) => {
      expect(yamlOf([{ a: one }])).toBe(`a: "${one}"\n`);
    },
  );

  it.each(['500m', '64Mi', '-c', '--flag', 'rabbitmq.svc', '10.0.0.1/8', 'amqp://h:5672', './run', '$(A)'])('leaves %s plain', (one) => {
    expect(yamlOf([{ a: one }])).toBe(`a: ${one}\n`);
  });

  it('keeps lines as lines, where nothing of them is invisible', () => {
    expect(yamlOf([{ a: ['if true\nthen\n  echo "x"\n\nfi\n', 'a\nb', 'a \nb'] }])).toBe(
      'a:\n  - |\n    if true\n    then\n      echo "x"\n\n    fi\n  - |-\n    a\n    b\n  - "a \\nb"\n',
    );
  });

  it('writes what some readers take for a line’s end, or for nothing, as escapes', () => {
    expect(yamlOf([{ a: '\u0085\u00a0\u2028\ufeff\uffff"' }])).toBe('a: "\\u0085\\u00a0\\u2028\\ufeff\\uffff\\""\n');
  });

  it('needs no escapes in JSON', () => {
    expect(yamlOf([{ a: '{"it\'s": 1}' }])).toBe(`a: '{"it''s": 1}'\n`);
  });

  it('folds no long line and names nothing twice by an anchor', () => {
    const shared = { text: 'word '.repeat(100).trim() };
    expect(yamlOf([{ one: shared, two: shared }])).toBe(`one:\n  text: ${shared.text}\ntwo:\n  text: ${shared.text}\n`);
  });

  it('leaves out what is undefined, and says what is empty', () => {
    expect(yamlOf([{ a: undefined, b: { c: undefined }, d: [], e: null, f: [{ g: 1, h: [[2]] }] }])).toBe(
      'b: {}\nd: []\ne: null\nf:\n  - g: 1\n    h:\n      - - 2\n',
    );
  });

  it('is a stream with one document per object', () => {
    const written = yamlOf([{ a: 1 }, { b: 2 }]);
    expect(parseAllDocuments(written).map((document) => document.toJS())).toEqual([{ a: 1 }, { b: 2 }]);
  });
});
