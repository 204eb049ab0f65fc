import { describe, expect, it } from '@jest/globals';
import { list, may, remove } from '../../../handler/operator/objects.ts';

const answering = (...answers: { status: number; body: unknown }[]) => {
  const asked: { method: string; path: string; body?: object | undefined }[] = [];
  const ask = async (method: string, path: string, body?: object) => {
    asked.push({ method, path, body });
    const { status, body: text } = answers[asked.length - 1] ?? { status: 500, body: {} };
    return { status, body: JSON.stringify(text) };
  };
  return { ask, asked };
};

describe('a list', () => {
  it('goes on where a page ended', async () => {
    const { ask, asked } = answering(
      { status: 200, body: { metadata: { continue: 'more' }, items: [{ a: 1 }] } },
      { status: 200, body: { metadata: {}, items: [{ a: 2 }] } },
    );
    expect(await list(ask, 'Job', { namespace: 'media', selector: 'team=x' })).toEqual([{ a: 1 }, { a: 2 }]);
    expect(asked.map(({ path }) => new URL(path, 'http://x').searchParams.get('continue'))).toEqual([null, 'more']);
    expect(asked[0]?.path).toContain(
      '/apis/batch/v1/namespaces/media/jobs?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dkubernetes-event-jobs%2Cteam%3Dx',
    );
  });

  it('without what the objects hold says null where it is empty', async () => {
    const { ask } = answering({ status: 200, body: { metadata: {}, items: null } });
    expect(await list(ask, 'Secret', { namespace: undefined })).toEqual([]);
  });

  it('that is refused is a fault in the API server’s words', async () => {
    const { ask } = answering({ status: 403, body: { message: 'secrets is forbidden: User "x"' } });
    await expect(list(ask, 'Secret', { namespace: 'media' })).rejects.toThrow('secrets cannot be listed: 403 secrets is forbidden');
  });
});

describe('a deletion', () => {
  const job = { namespace: 'media', name: 'resize-1', uid: 'u' };
  it('names the one object that is meant, and takes along what that owns', async () => {
    const { ask, asked } = answering({ status: 200, body: {} });
    await remove(ask, 'Job', job);
    expect(asked).toEqual([
      {
        method: 'DELETE',
        path: '/apis/batch/v1/namespaces/media/jobs/resize-1',
        body: expect.objectContaining({ propagationPolicy: 'Background', preconditions: { uid: 'u' } }),
      },
    ]);
  });

  it('of what is gone is done, and so it is where another has its name', async () => {
    await remove(answering({ status: 404, body: {} }).ask, 'Job', job);
    const another = answering({ status: 409, body: {} }, { status: 200, body: { metadata: { uid: 'other' } } });
    await remove(another.ask, 'Job', job);
    expect(another.asked.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
  });

  it('of what changed just now is tried again', async () => {
    const changed = answering({ status: 409, body: {} }, { status: 200, body: { metadata: { uid: 'u' } } }, { status: 200, body: {} });
    await remove(changed.ask, 'Job', job);
    expect(changed.asked.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'DELETE']);
  });

  it('that is refused is a fault', async () => {
    await expect(remove(answering({ status: 403, body: {} }).ask, 'Job', job)).rejects.toThrow('Job media/resize-1 cannot be deleted');
  });

  it('is asked about first', async () => {
    const { ask, asked } = answering(
      { status: 201, body: { status: { allowed: false } } },
      { status: 201, body: { status: { allowed: true } } },
    );
    expect([await may(ask, 'delete', 'Job', 'media'), await may(ask, 'get', 'Secret', 'media')]).toEqual([false, true]);
    const attributes = asked.map(({ body }) => (body as { spec: { resourceAttributes: object } }).spec.resourceAttributes);
    expect(attributes).toEqual([
      { verb: 'delete', resource: 'jobs', namespace: 'media', group: 'batch' },
      { verb: 'get', resource: 'secrets', namespace: 'media' },
    ]);
  });
});
