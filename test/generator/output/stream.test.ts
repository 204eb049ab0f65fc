import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { yamlOf } from '../../../generator/output/stream.ts';

describe('the YAML that is written', () => {
  it('reads back as it was, by YAML 1.2 and by YAML 1.1', () => {
    const doubtful = fc.constantFrom(
      'no',
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
      '0x1F',
      '-_1',
      '.inf',
      ' a ',
      '\u0085',
      '\u2028',
    );
    const text = fc.oneof(
      doubtful,
      fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed() && !one.includes('\0')),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          text.filter((one) => one !== '__proto__'),
          text,
        ),
        (map) => {
          const written = yamlOf([map]);
          expect(parse(written)).toEqual(map);
          expect(parse(written, { version: '1.1' })).toEqual(map);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each(['017', '0o7', '1_000', '-_1', '1E', 'no', 'y', '1:30', '.5', '+1', '.inf'])(
    'quotes %s, which one reader or another takes for more than text',
    (text) => {
      expect(yamlOf([{ a: text }])).toBe(`a: "${text}"\n`);
    },
  );

  it.each(['500m', '64Mi', '-c', '--flag', 'rabbitmq.svc', '10.0.0.1/8'])('leaves %s plain', (text) => {
    expect(yamlOf([{ a: text }])).toBe(`a: ${text}\n`);
  });

  it('folds no long line and names nothing twice by an anchor', () => {
    const shared = { text: 'word '.repeat(100) };
    const written = yamlOf([{ one: shared, two: shared }]);
    expect(written).not.toMatch(/[&*]/);
    expect(written.split('\n')).toHaveLength(5);
  });

  it('is a stream with one document per object', () => {
    const written = yamlOf([{ a: 1 }, { b: 2 }]);
    expect(parseAllDocuments(written).map((document) => document.toJS())).toEqual([{ a: 1 }, { b: 2 }]);
  });
});
