import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../handler/answer.ts';
import type { Call } from '../../handler/apiServer.ts';
import type { Owner } from '../../handler/cluster.ts';
import { events } from '../../handler/events.ts';
import { Fault } from '../../handler/fault.ts';
import { job } from './sample.ts';

const own: Owner = { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };
const scaledJob: Owner = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'resize', uid: 'ad1f5a6c-0000-4000-8000-000000000000' };
const report = { reason: 'DeadLettered', message: 'the message is not JSON', type: 'Warning' as const };

/** What was posted where, and what was logged, when the API server answers so. */
function reporter(answer: () => Promise<Partial<Answer>> = async () => ({ status: 201 })) {
  const posts: { to: string; event: Record<string, unknown> & { metadata: { name: string } } }[] = [];
  const warnings: unknown[] = [];
  const call: Call = async (method, path, body = '') => {
    posts.push({ to: `${method} ${path}`, event: JSON.parse(body) });
    return { status: 0, body: '', ...(await answer()) };
  };
  const log = { info() {}, error() {}, warn: (...line: unknown[]) => warnings.push(line) };
  return { posts, warnings, tell: events(call, job, 'resize-x7k2p-abcde', log) };
}

const posted = async (...told: Parameters<ReturnType<typeof reporter>['tell']>[]) => {
  const { posts, tell } = reporter();
  for (const one of told) await tell(...one);
  return posts.map(({ event }) => event);
};

describe('an Event', () => {
  it('has what the API server asks of one, in the namespace of the Job', async () => {
    const { posts, tell, warnings } = reporter();
    await tell(report, own);
    expect(posts).toEqual([
      {
        to: 'POST /apis/events.k8s.io/v1/namespaces/media/events',
        event: {
          apiVersion: 'events.k8s.io/v1',
          kind: 'Event',
          metadata: { name: expect.stringMatching(/^resize-x7k2p\.[0-9a-f]{16}$/), namespace: 'media' },
          eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
          reportingController: 'event-jobs.goci.io/launcher',
          reportingInstance: 'resize-x7k2p-abcde',
          action: 'Launching',
          reason: 'DeadLettered',
          regarding: { ...own, namespace: 'media' },
          type: 'Warning',
          note: 'the message is not JSON',
        },
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('has a note of at most 1,024 bytes', async () => {
    const [event] = await posted([{ ...report, message: 'ü'.repeat(600) }, own]);
    expect(event?.note).toBe(`${'ü'.repeat(510)}…`);
  });

  it('is a new one each time about the own Job', async () => {
    const [one, two] = await posted([report, own], [report, own]);
    expect(one?.metadata.name).not.toBe(two?.metadata.name);
  });

  it('is the same one, whoever tells it, about an object that other launchers tell of, too', async () => {
    const [one, two] = await posted([report, scaledJob], [{ ...report, message: 'another Secret' }, scaledJob]);
    expect(one?.metadata.name).toMatch(/^resize\.[0-9a-f]{16}$/);
    expect(two?.metadata.name).toBe(one?.metadata.name);
  });

  it('is another one for another reason, or an object of the same name that was made later', async () => {
    const told = await posted(
      [report, scaledJob],
      [{ ...report, reason: 'LauncherFailed' }, scaledJob],
      [report, { ...scaledJob, uid: 'another' }],
    );
    expect(new Set(told.map(({ metadata }) => metadata.name)).size).toBe(3);
  });
});

describe('telling', () => {
  it('is quiet where another launcher has told it', async () => {
    const { tell, warnings } = reporter(async () => ({ status: 409 }));
    await tell(report, scaledJob);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['is refused', async () => ({ status: 403, body: '{"message":"events is forbidden"}' }), '403 events is forbidden'],
    ['gets no answer', () => Promise.reject(new Fault('transient', 'the API server: ECONNREFUSED')), 'the API server: ECONNREFUSED'],
  ])('that %s is a line in the log and no more', async (_, answer, error) => {
    const { tell, warnings } = reporter(answer);
    await tell(report, own);
    expect(warnings).toEqual([[{ event: 'DeadLettered', error }, 'no Event: it is in this log only']]);
  });

  it('ends after three seconds whatever the API server does', async () => {
    const { tell, warnings } = reporter(() => new Promise(() => {}));
    const began = performance.now();
    await tell(report, own);
    expect(performance.now() - began).toBeGreaterThan(2_900);
    expect(performance.now() - began).toBeLessThan(3_500);
    expect(warnings).toEqual([[{ event: 'DeadLettered', error: 'no answer for 3 s' }, 'no Event: it is in this log only']]);
  });
});
