import { describe, expect, it } from '@jest/globals';
import { variableLimit } from '../../handler/contract.ts';
import { readMessage } from '../../handler/message.ts';
import { delivery, settings } from './sample.ts';

/** The example of the CloudEvents specification. */
const attributes = { specversion: '1.0', type: 'com.example.someevent', source: '/mycontext', id: 'A234-1234-1234' };
const variables = { CE_SPECVERSION: '1.0', CE_TYPE: 'com.example.someevent', CE_SOURCE: '/mycontext', CE_ID: 'A234-1234-1234' };

const plain = (reading: Awaited<ReturnType<typeof readMessage>>) =>
  'bad' in reading
    ? reading.bad
    : {
        content: reading.message.content,
        environment: reading.message.environment.size,
        ...Object.fromEntries(reading.message.attributes),
      };

const structured = async (event: unknown, contentType = 'application/cloudevents+json; charset=UTF-8') => {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  return plain(await readMessage({ ...delivery, body, properties: { contentType } }, settings));
};

const headers = (more: Record<string, unknown>, prefix = 'cloudEvents:') =>
  Object.fromEntries(Object.entries({ ...attributes, ...more }).map(([name, value]) => [`${prefix}${name}`, value]));

const binary = async (body: string | Buffer, contentType?: string, more: Record<string, unknown> = {}, prefix?: string) => {
  const properties = contentType === undefined ? {} : { contentType };
  return plain(await readMessage({ ...delivery, body: Buffer.from(body), properties, headers: headers(more, prefix) }, settings));
};

describe('a structured CloudEvent', () => {
  it('has its data as content, and its attributes as variables', async () => {
    const event = {
      ...attributes,
      subject: 'x',
      time: '2018-04-05T17:31:00Z',
      datacontenttype: 'text/xml',
      dataschema: '',
      comexampleextension1: 'value',
      comexampleothervalue: -5,
      flag: true,
      unset: null,
    };
    expect(await structured({ ...event, data: '<much wow="xml"/>' })).toEqual({
      content: '"<much wow=\\"xml\\"/>"',
      environment: 0,
      ...variables,
      CE_SUBJECT: 'x',
      CE_TIME: '2018-04-05T17:31:00Z',
      CE_DATACONTENTTYPE: 'text/xml',
      CE_DATASCHEMA: '',
      CE_COMEXAMPLEEXTENSION1: 'value',
      CE_COMEXAMPLEOTHERVALUE: '-5',
      CE_FLAG: 'true',
    });
  });

  it.each([
    ['an object', { data: { content: 1, environment: { LD_PRELOAD: 'x' } } }, '{"content":1,"environment":{"LD_PRELOAD":"x"}}'],
    ['an array', { data: [1] }, '[1]'],
    ['nothing', {}, '""'],
    ['null', { data: null }, '""'],
    ['base64 of JSON', { data_base64: 'eyJhIjogMX0=' }, '{"a":1}'],
    ['base64 of JSON by its type', { data_base64: 'eyJhIjogMX0=', datacontenttype: 'application/vnd.a+json', data: null }, '{"a":1}'],
    ['base64 of text', { data_base64: 'eyJhIjogMX0=', datacontenttype: 'text/plain' }, '"{\\"a\\": 1}"'],
    ['base64 of nothing', { data_base64: '', datacontenttype: 'image/png' }, '""'],
  ])('may have as its data %s', async (_, data, content) => {
    expect(await structured({ ...attributes, ...data })).toMatchObject({ content, ...variables });
  });

  it.each([
    ['a number', { data: 5 }, "the CloudEvent's data is not a string, an object or an array"],
    ['base64 of a number', { data_base64: 'NQ==' }, "the CloudEvent's data is not a string, an object or an array"],
    ['no base64', { data_base64: 'NQ=' }, "the CloudEvent's data_base64 is not base64 (RFC 4648, padded, without white space)"],
    ['a number as base64', { data_base64: 5 }, "the CloudEvent's data_base64 is not base64 (RFC 4648, padded, without white space)"],
    ['both', { data: '', data_base64: '' }, 'the CloudEvent has both data and data_base64'],
    [
      'base64 of an image',
      { data_base64: 'NQ==', datacontenttype: 'image/png' },
      "the CloudEvent's data is neither JSON nor text, as its content type says",
    ],
    ['base64 of no UTF-8', { data_base64: '/w==', datacontenttype: 'text/plain' }, "the CloudEvent's data is not UTF-8"],
    ['base64 of no JSON', { data_base64: '/w==' }, "the CloudEvent's data is not UTF-8"],
    ['half a JSON text', { data_base64: 'ew==' }, "the CloudEvent's data is not JSON"],
  ])('is bad with %s as its data', async (_, data, bad) => {
    expect(await structured({ ...attributes, ...data })).toBe(bad);
  });

  it.each([
    ['[]', 'the CloudEvent is not a JSON object'],
    ['{', 'the message is not JSON'],
    ['{}', 'the CloudEvent has no specversion'],
    [{ ...attributes, id: '' }, 'the CloudEvent has no id'],
    [{ ...attributes, source: null }, 'the CloudEvent has no source'],
    [{ ...attributes, type: undefined }, 'the CloudEvent has no type'],
    [{ ...attributes, specversion: '0.3' }, 'the CloudEvent has a specversion other than 1.x'],
    [{ ...attributes, specversion: '10' }, 'the CloudEvent has a specversion other than 1.x'],
  ])('is bad as %j', async (event, bad) => {
    expect(await structured(event)).toBe(bad);
  });

  const inPlace = (problem: string) => `the CloudEvent's attribute 5 ${problem}`;
  const badName = inPlace('has a name of other than 1 to 250 lower-case letters and digits, or data');
  const badValue = inPlace('is neither a text nor a whole number nor a truth value');
  it.each([
    [{ camelCase: '' }, badName],
    [{ 'with-dash': '' }, badName],
    [{ '': '' }, badName],
    [JSON.parse('{"__proto__":""}'), badName],
    [{ ['x'.repeat(251)]: '' }, badName],
    [{ x: 1.5 }, badValue],
    [{ x: 1e300 }, badValue],
    [{ x: {} }, badValue],
    [{ x: ['secret'] }, badValue],
    [{ x: { '!': 'timestamp', value: 1 } }, badValue],
    [{ x: 'a\0' }, inPlace('holds a NUL, which no environment variable can')],
    [{ x: '\ud800' }, inPlace('holds half of a surrogate pair, which UTF-8 cannot carry')],
    [{ x: 'x'.repeat(variableLimit) }, inPlace(`is over ${variableLimit} bytes with its name`)],
  ])('is bad with an attribute as in %j', async (more, bad) => {
    expect(await structured({ ...attributes, ...more })).toBe(bad);
  });
});

describe('a binary CloudEvent', () => {
  it.each(['cloudEvents:', 'cloudEvents_'])('has its body as content, and the headers %s... as variables', async (prefix) => {
    expect(await binary('{"a": 1}', 'application/json', { subject: 'x', n: 7, off: false }, prefix)).toEqual({
      content: '{"a":1}',
      environment: 0,
      ...variables,
      CE_DATACONTENTTYPE: 'application/json',
      CE_SUBJECT: 'x',
      CE_N: '7',
      CE_OFF: 'false',
    });
  });

  it('has times and bytes in their canonical form', async () => {
    const more = { time: { '!': 'timestamp', value: 1_522_949_460 }, x: Buffer.from('hello'), none: null };
    expect(await binary('[]', undefined, more)).toEqual({
      content: '[]',
      environment: 0,
      ...variables,
      CE_TIME: '2018-04-05T17:31:00.000Z',
      CE_X: 'aGVsbG8=',
    });
  });

  it.each([
    ['application/json', '\uFEFF"x"', '"x"'],
    ['application/json', '', '""'],
    [undefined, '["x"]', '["x"]'],
    ['text/plain', '5', '"5"'],
    ['text/plain; charset=utf-8', '\uFEFFü', '"\uFEFFü"'],
    ['text/xml', '<a/>', '"<a/>"'],
    ['text/json', '{}', '{}'],
    ['image/png', '', '""'],
  ])('of the type %j and the body %j has the content %s', async (type, body, content) => {
    expect(await binary(body, type)).toMatchObject({ content });
  });

  it.each([
    ['application/json', '5', "the CloudEvent's data is not a string, an object or an array"],
    ['application/json', '{', "the CloudEvent's data is not JSON"],
    ['image/png', 'x', "the CloudEvent's data is neither JSON nor text, as its content type says"],
    ['application/octet-stream', '{}', "the CloudEvent's data is neither JSON nor text, as its content type says"],
    ['text/plain; charset=utf-16', 'x', "the CloudEvent's data has a charset other than UTF-8"],
    ['text/plain', Buffer.of(0xff), "the CloudEvent's data is not UTF-8"],
  ])('of the type %j and the body %j is bad', async (type, body, bad) => {
    expect(await binary(body, type)).toBe(bad);
  });

  it.each([
    [{ id: null }, 'the CloudEvent has no id'],
    [{ specversion: '2.0' }, 'the CloudEvent has a specversion other than 1.x'],
    [{ time: { '!': 'timestamp', value: 1e18 } }, "the CloudEvent's attribute 5 is neither a text nor a whole number nor a truth value"],
    [{ data: 'x' }, "the CloudEvent's attribute 5 has a name of other than 1 to 250 lower-case letters and digits, or data"],
  ])('is bad with the attributes %j', async (more, bad) => {
    expect(await binary('{}', undefined, more)).toBe(bad);
  });
});
