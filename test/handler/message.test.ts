import { describe, expect, it } from '@jest/globals';
import { type LaunchSettings, refusedVariables, secretLimit, variableLimit } from '../../handler/contract.ts';
import { readMessage } from '../../handler/message.ts';
import { delivery, settings } from './sample.ts';

const all: LaunchSettings['messageEnvironment'] = { allow: ['*'], encoding: 'plain' };

function read(message: unknown, more: Partial<LaunchSettings> = {}) {
  const body = Buffer.isBuffer(message) ? message : Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  return readMessage({ ...delivery, body }, { ...settings, ...more });
}

describe('a message', () => {
  it.each([
    ['a string', 'hello "world"\n', '"hello \\"world\\"\\n"'],
    ['an object', { b: 1, a: [null, true] }, '{"b":1,"a":[null,true]}'],
    ['an array', [], '[]'],
    ['an empty string', '', '""'],
  ])('may have %s as its content, which becomes MESSAGE as JSON.stringify writes it', async (_, content, text) => {
    expect(await read({ content })).toEqual({ message: { content: text, environment: new Map(), attributes: new Map() } });
  });

  it('keeps its environment in order, with names that are no shell names', async () => {
    const environment = { Z: '', 'spring.datasource.url': 'jdbc:x', 'a-b': 'ü\n"' };
    const reading = await read({ content: '', environment });
    expect('message' in reading && [...reading.message.environment]).toEqual(Object.entries(environment));
  });

  it('takes __proto__ for the name that it is', async () => {
    const reading = await read('{"content":"","environment":{"__proto__":"x"}}');
    expect('message' in reading && [...reading.message.environment]).toEqual([['__proto__', 'x']]);
  });

  it('passes other properties over, as the predecessor did', async () => {
    expect(await read({ content: 'x', more: 1 })).toHaveProperty('message');
  });

  it('may begin with a byte order mark', async () => {
    expect(await read('\uFEFF{"content":"x"}')).toHaveProperty('message');
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'the message is not UTF-8'],
    ['nothing', '', 'the message is not JSON'],
    ['half a JSON text', '{"content": "secret', 'the message is not JSON'],
    ['a JSON text that is no object', '["content"]', 'the message is not a JSON object'],
    ['null', 'null', 'the message is not a JSON object'],
    ['no content', { environment: {} }, 'the message has no content'],
    ['a number as content', { content: 1 }, 'content is not a string, an object or an array'],
    ['null as content', { content: null }, 'content is not a string, an object or an array'],
    ['a list as environment', { content: '', environment: [] }, 'environment is not an object of names and strings'],
    ['null as environment', { content: '', environment: null }, 'environment is not an object of names and strings'],
    ['a number as a value', { content: '', environment: { A: 'a', B: 1 } }, 'environment: the value of variable 2 is not a string'],
    [
      'a NUL in a value',
      { content: '', environment: { A: 'a\0' } },
      'environment: variable 1 holds a NUL, which no environment variable can',
    ],
    [
      'half a surrogate pair in a value',
      '{"content":"","environment":{"A":"\\ud800"}}',
      'environment: variable 1 holds half of a surrogate pair, which UTF-8 cannot carry',
    ],
  ])('with %s is bad, and the reason quotes nothing of it', async (_, body, bad) => {
    expect(await read(body)).toEqual({ bad });
  });

  it.each(['', 'A=B', 'A B', 'Ä', 'a/b', '.', '..', '..a', 'x'.repeat(254)])(
    'with the variable name %j is bad, as no Secret can hold it',
    async (name) => {
      expect(await read({ content: '', environment: { OK: '', [name]: '' } })).toEqual({
        bad: expect.stringMatching(/^environment: variable 2 has a name that no Secret key can have/),
      });
    },
  );

  it.each(['1', '007', '1A'])('may have the variable name %j, but not for a processor in a Job of its own', async (name) => {
    expect(await read({ content: '', environment: { [name]: '' } })).toHaveProperty('message');
    expect(await read({ content: '', environment: { [name]: '' } }, { runner: 'job' })).toEqual({
      bad: "environment: variable 1 begins with a digit, as no variable of a Job's may",
    });
  });

  it.each(['ISSUER', 'TARGET', 'MESSAGE', 'CHECKSUM', 'MESSAGE_FILE', 'MESSAGE_ID', 'TRACEPARENT'])(
    'that sets the contract variable %s is bad',
    async (name) => {
      expect(await read({ content: '', environment: { [name]: 'x' } })).toEqual({
        bad: `environment: variable 1 is ${name}, which the contract sets`,
      });
    },
  );

  it.each(refusedVariables)('that sets %s is bad', async (pattern) => {
    expect(await read({ content: '', environment: { [pattern.replace('*', 'X')]: 'x' } })).toEqual({
      bad: `environment: variable 1 is ${pattern}, which a message must not set`,
    });
  });

  it('may have a variable of the kernel’s limit, name and equals sign included, and not a byte more', async () => {
    const value = 'x'.repeat(variableLimit - 'A='.length);
    expect(await read({ content: '', environment: { A: value } })).toHaveProperty('message');
    expect(await read({ content: '', environment: { A: `${value}x` } })).toEqual({
      bad: `environment: variable 1 is over ${variableLimit} bytes with its name`,
    });
  });

  it('over the largest size is bad before it is decoded', async () => {
    expect(await read(Buffer.alloc(11, 0xff), { maxMessage: 10 })).toEqual({ bad: 'the message has 11 bytes; 10 are allowed' });
    expect(await read(Buffer.alloc(10, 0xff), { maxMessage: 10 })).toEqual({ bad: 'the message is not UTF-8' });
  });

  it('nested deeper than JSON can be written is bad', async () => {
    const depth = 100_000;
    expect(await read(`{"content":${'['.repeat(depth)}${']'.repeat(depth)}}`)).toEqual({ bad: 'content is nested too deeply' });
  });

  it('with more values than a Secret has room for is bad before it is parsed, and commas in strings are no values', async () => {
    const most = Math.floor(secretLimit / 1.5);
    const bad = 'the message has more values than a Secret has room for';
    expect(await read(`{"content":[${'0,'.repeat(most)}0]}`, { maxMessage: 16 << 20 })).toEqual({ bad });
    expect(await read(`{"content":${'[{"":'.repeat(most / 2)}0`, { maxMessage: 16 << 20 })).toEqual({ bad });
    const names = Array.from({ length: secretLimit / 4 + 1 }, (_, n) => `"${n}":""`).join();
    expect(await read(`{"content":"","environment":{${names}}}`, { maxMessage: 16 << 20 })).toEqual({ bad });
    expect(await read({ content: `${',['.repeat(most)}\\",[` }, { maxMessage: 16 << 20 })).toHaveProperty('message');
    const fits = `[${'[],'.repeat(secretLimit / 3 - 1)}0]`;
    expect(fits.length).toBe(secretLimit - 1);
    expect(await read(`{"content":${fits}}`, { maxMessage: 16 << 20 })).toEqual({
      message: { content: fits, environment: new Map(), attributes: new Map() },
    });
  });
});

describe('a message whose entry narrows its environment', () => {
  const only = (allow: string[], environment: Record<string, string>) =>
    read({ content: '', environment }, { messageEnvironment: { ...all, allow } });
  const bad = (place: number) => ({
    bad: `environment: variable ${place} is not among those that the entry's messageEnvironment allows`,
  });

  it('may have what the list covers, by its name or by what it begins with', async () => {
    expect(await only(['SIZE', 'spring.*'], { SIZE: '3', 'spring.x': 'y', 'spring.': '' })).toHaveProperty('message');
    expect(await only([], {})).toHaveProperty('message');
  });

  it('is bad with any other, told by its place alone', async () => {
    expect(await only(['SIZE', 'spring.*'], { SIZE: '3', SIZES: '' })).toEqual(bad(2));
    expect(await only(['SIZE'], { size: '3' })).toEqual(bad(1));
    expect(await only([], { A: '' })).toEqual(bad(1));
  });

  it('must not have what every message must not, whatever the list says', async () => {
    expect(await only(['LD_PRELOAD', 'TARGET'], { LD_PRELOAD: 'x' })).toEqual({
      bad: 'environment: variable 1 is LD_*, which a message must not set',
    });
    expect(await only(['*'], { TARGET: 'x' })).toEqual({ bad: 'environment: variable 1 is TARGET, which the contract sets' });
  });
});

describe('a message whose values are base64', () => {
  const encoded = (value: string | Buffer) => Buffer.from(value as string).toString('base64');
  const readEncoded = async (...values: string[]) => {
    const environment = Object.fromEntries(values.map((value, place) => [`V${place}`, value]));
    const reading = await read({ content: '', environment }, { messageEnvironment: { ...all, encoding: 'base64' } });
    return 'bad' in reading ? reading : [...reading.message.environment.values()];
  };

  it('has them decoded, a byte order mark too', async () => {
    const values = ['', 'a', 'ab', 'abc', 'ü\n', '\uFEFFx', '?>~'];
    expect(await readEncoded(...values.map(encoded))).toEqual(values);
  });

  it.each([
    ['plain text', 'plain text'],
    ['no padding', 'YQ'],
    ['half of its padding', 'YQ='],
    ['padding that nothing needs', 'YWJj===='],
    ['a line’s end behind it', 'YQ==\n'],
    ['white space in it', 'YW Jj'],
    ['the alphabet of URLs', '_-8='],
    ['bits that no byte has', 'YR=='],
    ['something after its padding', 'YQ==YQ=='],
  ])('is bad where one of them has %s', async (_, value) => {
    expect(await readEncoded(encoded('x'), value)).toEqual({
      bad: 'environment: variable 2 is not base64 (RFC 4648, padded, without white space)',
    });
  });

  it('is bad where one of them is none of a variable’s: not UTF-8, with a NUL, or too large once decoded', async () => {
    expect(await readEncoded(encoded(Buffer.of(0xff)))).toEqual({ bad: 'environment: variable 1 is base64 of what is not UTF-8' });
    expect(await readEncoded(encoded('a\0'))).toEqual({ bad: 'environment: variable 1 holds a NUL, which no environment variable can' });
    const most = 'x'.repeat(variableLimit - 'V0='.length);
    expect(await readEncoded(encoded(most))).toEqual([most]);
    expect(await readEncoded(encoded(`${most}x`))).toEqual({ bad: `environment: variable 1 is over ${variableLimit} bytes with its name` });
  });
});
