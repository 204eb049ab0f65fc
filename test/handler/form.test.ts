import { describe, expect, it } from '@jest/globals';
import { formOf } from '../../handler/form.ts';

const form = (contentType?: string, headers = {}) => formOf({ properties: { ...(contentType !== undefined && { contentType }) }, headers });
const event = { 'cloudEvents:id': '1' };

describe('a message', () => {
  it.each([
    undefined,
    '',
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/json; charset=us-ascii',
    'text/json',
    'application/x-json',
    'application/vnd.example.invoice+json',
    'json',
    'application/octet-stream',
    'text/plain',
    'text/plain; charset=utf-8',
  ])('of the content type %j is read as JSON', (contentType) => {
    expect(form(contentType)).toBe('envelope');
  });

  it.each([
    'application/xml',
    'text/html',
    'image/png',
    'application/x-protobuf',
    'application/x-java-serialized-object',
    'application/json-seq',
    'application/x-ndjson',
    'secret',
  ])('of the content type %j is bad, unquoted', (contentType) => {
    expect(form(contentType)).toEqual({ bad: "the message's content-type is not JSON's" });
  });

  it.each(['application/json; charset=utf-16', 'text/plain; charset=iso-8859-1', 'application/cloudevents+json; charset=latin1'])(
    'of the content type %j is bad',
    (contentType) => {
      expect(form(contentType)).toEqual({ bad: "the message's content-type has a charset other than UTF-8" });
    },
  );

  it.each(['cloudEvents:id', 'cloudEvents_id', 'cloudEvents:'])('with a header %s is a binary CloudEvent, whatever its data', (header) => {
    expect(form(undefined, { [header]: 'x' })).toBe('binary');
    expect(form('image/png', { [header]: 'x' })).toBe('binary');
  });

  it.each(['cloudevents:id', 'x-cloudEvents:id', 'cloudEvents-id', 'ce-id'])('with a header %s is none', (header) => {
    expect(form(undefined, { [header]: 'x' })).toBe('envelope');
  });

  it('is a structured CloudEvent by its content type, whatever its headers', () => {
    expect(form('application/cloudevents+json')).toBe('structured');
    expect(form('application/CloudEvents+JSON; charset=utf-8', event)).toBe('structured');
  });

  it('that is a batch of CloudEvents, or one in another format, is bad', () => {
    expect(form('application/cloudevents-batch+json', event)).toEqual({
      bad: 'the message is a batch of CloudEvents: one message is one event',
    });
    expect(form('application/cloudevents+avro')).toEqual({ bad: 'the message is a CloudEvent in a format other than JSON' });
    expect(form('application/cloudevents')).toHaveProperty('bad');
  });
});
