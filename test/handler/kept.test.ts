import { describe, expect, it } from '@jest/globals';
import { environmentLimit, type LaunchSettings, secretLimit, variableLimit } from '../../handler/contract.ts';
import type { Delivery } from '../../handler/delivery.ts';
import { type Kept, keep, messageTooLongForVariable, overridden, processorOutcome, secretShare } from '../../handler/kept.ts';
import type { Message } from '../../handler/message.ts';
import { delivery, job, settings } from './sample.ts';

const target = `resize-${job.uid}`;

function kept(content: string, environment: Record<string, string> = {}, from: Partial<Delivery> = {}): Kept {
  const keeping = keep(
    { content, environment: new Map(Object.entries(environment)), attributes: new Map() },
    { ...delivery, ...from },
    settings,
    job,
  );
  if ('bad' in keeping) throw new Error(keeping.bad);
  return keeping.kept;
}

const variables = (count: number, name: number, value: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, place) => [String(place).padStart(name, 'N'), 'x'.repeat(value)]));

const bad = (content: string, environment: Record<string, string> = {}, from: Partial<Delivery> = {}) =>
  keep({ content, environment: new Map(Object.entries(environment)), attributes: new Map() }, { ...delivery, ...from }, settings, job);

describe('what is kept of a message', () => {
  it('has the contract’s variables, the message’s environment and where it came from', () => {
    const all = kept('"x"', { SIZE: '3' }, { properties: { messageId: 'm1', userId: 'u' }, headers: { retried: 2 } });
    expect(Object.fromEntries(all)).toEqual({
      ISSUER: 'goci/kubernetes-event-job',
      TARGET: target,
      MESSAGE: '"x"',
      CHECKSUM: '46a4cb9c7575f8301ce0ef29db9df0aa11b03710',
      MESSAGE_ID: 'm1',
      SIZE: '3',
      'event-jobs.origin': expect.any(String),
    });
    expect(JSON.parse(all.get('event-jobs.origin') ?? '')).toEqual({
      acknowledge: 'dispatch',
      queue: 'images',
      form: 'envelope',
      encoding: 'plain',
      exchange: 'uploads',
      routingKey: 'image',
      properties: { messageId: 'm1', userId: 'u' },
      headers: { retried: 2 },
      pulledAt: '2026-01-02T03:04:05.000Z',
    });
  });

  it.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', false],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', false],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', false],
    ['$(reboot)', false],
    [7, false],
  ])('takes the header traceparent %j: %s', (traceparent, taken) => {
    expect(kept('""', {}, { headers: { traceparent } }).get('TRACEPARENT')).toBe(taken ? traceparent : undefined);
  });

  it('is no more than a Secret holds', () => {
    const origin = kept('').get('event-jobs.origin') ?? '';
    const others = ['ISSUER', 'TARGET', 'CHECKSUM'].reduce((size, name) => size + (kept('').get(name)?.length ?? 0), origin.length);
    expect(kept('x'.repeat(secretLimit - others)).size).toBe(5);
    expect(bad('x'.repeat(secretLimit - others + 1))).toEqual({
      bad: `the message takes ${secretLimit + 1} bytes in a Secret; ${secretLimit} are allowed`,
    });
  });

  it('is no more than the kernel passes to a process', () => {
    const environment = variables(1000, 200, 900);
    expect(bad('""', environment)).toEqual({
      bad: expect.stringMatching(`^the message's variables take \\d+ bytes; ${environmentLimit} are allowed$`),
    });
  });

  it('has no more variables than etcd takes with all their names', () => {
    expect(kept('""', variables(20_000, 10, 1)).size).toBe(20_005);
    expect(bad('""', variables(30_000, 10, 1))).toEqual({ bad: 'the message has more variables than a Secret has room for' });
    expect(bad('""', variables(4000, 250, 10))).toHaveProperty('bad', expect.stringContaining('a Secret has room for'));
  });

  it('has headers of a depth that JSON can be written in', () => {
    let headers = {};
    for (let depth = 0; depth < 20_000; depth++) headers = { headers };
    expect(bad('""', {}, { headers })).toEqual({ bad: "the message's headers are nested too deeply" });
  });

  it('takes the trace of a CloudEvent where there is no header', () => {
    const [trace, other] = [
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00',
    ];
    const traceOf = (attribute: string, headers = {}) => {
      const message = { content: '""', environment: new Map(), attributes: new Map([['CE_TRACEPARENT', attribute]]) };
      const keeping = keep(message, { ...delivery, headers }, settings, job);
      return 'kept' in keeping && keeping.kept.get('TRACEPARENT');
    };
    expect(traceOf(trace)).toBe(trace);
    expect(traceOf(trace, { traceparent: other })).toBe(other);
    expect(traceOf(trace, { traceparent: 'x' })).toBe(trace);
    expect(traceOf('x')).toBeUndefined();
  });

  it('says when it was to be acknowledged, and how its values came', () => {
    const message = { content: '""', environment: new Map(), attributes: new Map() };
    const other: LaunchSettings = { ...settings, acknowledge: 'completion', messageEnvironment: { allow: [], encoding: 'base64' } };
    const keeping = keep(message, delivery, other, job);
    const origin = JSON.parse(('kept' in keeping && keeping.kept.get('event-jobs.origin')) || '');
    expect(origin).toMatchObject({ acknowledge: 'completion', encoding: 'base64' });
  });

  it('has no NUL in its message id', () => {
    expect(bad('""', {}, { properties: { messageId: 'a\0b' } })).toHaveProperty('bad');
  });
});

describe('what is too large', () => {
  const [small, medium, large] = [200 * 1024, 900 * 1024, 5 * 1024 * 1024];
  const keeping = (size: number, runner: LaunchSettings['runner'], acknowledge: LaunchSettings['acknowledge'], environment = {}) => {
    const message = { content: 'x'.repeat(size), environment: new Map(Object.entries(environment)), attributes: new Map() };
    const cell = { ...settings, runner, acknowledge };
    const keeping = keep(message as Message, delivery, cell, job);
    return 'bad' in keeping ? keeping.bad : [...secretShare(keeping.kept, cell).keys()].includes('MESSAGE');
  };
  const notInJob = `MESSAGE is over ${variableLimit} bytes with its name, and a processor in a Job of its own has no MESSAGE_FILE`;
  const notInSecret = expect.stringMatching(/^the message takes \d+ bytes in a Secret; 1048576 are allowed$/);

  it.each([
    ['exec', 'dispatch', [true, true, notInSecret]],
    ['exec', 'completion', [true, true, false]],
    ['job', 'dispatch', [notInJob, notInJob, notInJob]],
    ['job', 'completion', [notInJob, notInJob, notInJob]],
  ] as const)(
    'with %s and %s, of 200 KB, 900 KB and 5 MB, and whether MESSAGE is in the Secret of the others: %j',
    (runner, acknowledge, what) => {
      expect([small, medium, large].map((size) => keeping(size, runner, acknowledge))).toEqual(what);
    },
  );

  it('with exec and completion, is what does not fit into a Secret without MESSAGE', () => {
    const environment = variables(1000, 1, 1000);
    expect(keeping(medium, 'exec', 'completion', environment)).toBe(false);
    expect(keeping(small, 'exec', 'completion', variables(1000, 1, 1049))).toEqual(notInSecret);
  });

  it('is never left out of the Secret of a Job of its own, whose variables come from it', () => {
    const large = new Map([['MESSAGE', 'x'.repeat(secretLimit + 1)]]);
    expect(secretShare(large, { runner: 'exec', acknowledge: 'completion' }).has('MESSAGE')).toBe(false);
    expect(secretShare(large, { runner: 'job', acknowledge: 'completion' }).has('MESSAGE')).toBe(true);
    expect(secretShare(large, { runner: 'exec', acknowledge: 'dispatch' }).has('MESSAGE')).toBe(true);
  });

  it('for a Job of its own, has more variables than the Job’s manifest has room for', () => {
    expect(keeping(1, 'job', 'dispatch', variables(2000, 10, 1))).toBe(true);
    expect(keeping(1, 'job', 'dispatch', variables(3000, 10, 1))).toBe('the message has more variables than a Job has room for');
    expect(keeping(1, 'exec', 'dispatch', variables(3000, 10, 1))).toBe(true);
  });
});

describe('the processor’s variables', () => {
  const outcome = (of: Kept) => processorOutcome(of, settings, '/event/message');

  it('are the contract’s and the message’s, without the Secret’s own', () => {
    expect([...outcome(kept('"x"', { SIZE: '3' })).run.keys()]).toEqual([
      'ISSUER',
      'TARGET',
      'MESSAGE',
      'CHECKSUM',
      'SIZE',
      'MESSAGE_FILE',
    ]);
  });

  it('leave the entry’s own values alone', () => {
    const message = kept('"x"', { MODE: 'theirs', SIZE: '3' });
    expect(overridden(message, settings)).toEqual(['MODE']);
    expect(outcome(message).run.has('MODE')).toBe(false);
  });

  it('unset what the contract names and this message has not', () => {
    expect(outcome(kept('"x"')).unset).toEqual(['MESSAGE_ID', 'TRACEPARENT']);
  });

  it('unset of a CloudEvent also the attributes that it has not, and nothing that the entry sets', () => {
    const message = {
      content: '""',
      environment: new Map(),
      attributes: new Map([
        ['CE_SPECVERSION', '1.0'],
        ['CE_ID', 'a'],
        ['CE_X', 'x'],
      ]),
    };
    const own = { ...settings, environment: ['CE_ID', 'CE_TIME'] };
    const keeping = keep(message, delivery, own, job);
    if ('bad' in keeping) throw new Error(keeping.bad);
    const { run, unset } = processorOutcome(keeping.kept, own, '/event/message');
    expect([...run.keys()].filter((name) => name.startsWith('CE_'))).toEqual(['CE_SPECVERSION', 'CE_X']);
    expect(unset.filter((name) => name.startsWith('CE_'))).toEqual([
      'CE_SOURCE',
      'CE_TYPE',
      'CE_DATACONTENTTYPE',
      'CE_DATASCHEMA',
      'CE_SUBJECT',
    ]);
  });

  it('have MESSAGE up to the kernel’s limit, and only its file beyond', () => {
    const fits = kept('x'.repeat(variableLimit - 'MESSAGE='.length));
    expect(messageTooLongForVariable(fits)).toBe(false);
    expect(outcome(fits).run.has('MESSAGE')).toBe(true);
    const longer = kept('x'.repeat(variableLimit - 'MESSAGE='.length + 1));
    expect(messageTooLongForVariable(longer)).toBe(true);
    expect(outcome(longer)).toMatchObject({ unset: ['MESSAGE', 'MESSAGE_ID', 'TRACEPARENT'] });
    expect(outcome(longer).run.get('MESSAGE_FILE')).toBe('/event/message');
  });
});
