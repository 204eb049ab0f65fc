import { describe, expect, it } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import type { Order } from '../../../handler/redrive/order.ts';
import { redrive } from '../../../handler/redrive/redrive.ts';
import { newReport } from '../../../handler/redrive/report.ts';
import { failed, keda, podSpec, uid } from '../operator/sample.ts';

const everything: Order = { namespace: 'media', names: [], all: true, from: 'jobs', to: 'queue', limit: Number.POSITIVE_INFINITY };

/** KEDA gives its Jobs the labels of their ScaledJob. */
const labelled: V1Job[] = [
  keda({ name: 'resize-1', uid, labels: { team: 'media' }, status: failed, settings: { runner: 'job' } }),
  keda({ name: 'crop-1', uid: 'crop', labels: { team: 'print' }, status: failed, settings: { runner: 'job' } }),
];
const scaledJob = (team: string) => ({
  metadata: { name: 'resize', labels: { 'event-jobs.goci.io/entry': 'resize', team } },
  spec: { jobTargetRef: { template: { spec: podSpec() } } },
});

/** An API server that selects by equality alone, and denies what is named. */
async function asked(own: Partial<Order>, { denied = [] as string[], jobs = labelled, dryRun = false } = {}) {
  const acts: string[] = [];
  const ask = async (method: string, path: string, body?: object) => {
    const { pathname, searchParams } = new URL(path, 'http://here');
    const kind = pathname.split('/').at(-1) ?? '';
    if (method === 'DELETE') acts.push(`delete ${kind}`);
    if (method === 'DELETE') return { status: 200, body: '{}' };
    if (method === 'POST') {
      const { verb, resource } = (body as { spec: { resourceAttributes: { verb: string; resource: string } } }).spec.resourceAttributes;
      return { status: 201, body: JSON.stringify({ status: { allowed: !denied.includes(`${verb} ${resource}`) } }) };
    }
    if (kind !== 'jobs' && kind !== 'scaledjobs') return { status: 404, body: '{}' };
    const wanted = (searchParams.get('labelSelector') ?? '').split(',').slice(1);
    const all: { metadata?: { labels?: Record<string, string> } }[] = kind === 'jobs' ? jobs : [scaledJob('media'), scaledJob('print')];
    const items = all.filter(({ metadata }) =>
      wanted.every((one) => {
        const [name = '', value] = one.split('=');
        return metadata?.labels?.[name] === value;
      }),
    );
    return { status: 200, body: JSON.stringify({ items }) };
  };
  const report = newReport(dryRun);
  const brokers = {
    reach: async () => {
      throw new Error('no message is here');
    },
    forget: async () => {},
    close: async () => {},
  };
  const { all: _, ...order } = { ...everything, ...own };
  await redrive(order, { ask, brokers, report, say: () => {} });
  return { acts, report };
}

describe('a redrive', () => {
  it('is of the entries that have a label of their own, and of no others', async () => {
    expect((await asked({ selector: 'team=media' })).acts).toEqual(['delete resize-1']);
    expect((await asked({ selector: 'team=none' })).acts).toEqual([]);
  });

  it('is of as many Jobs as it is limited to', async () => {
    expect((await asked({ limit: 1 })).acts).toHaveLength(1);
  });
});

describe('without a right that it needs', () => {
  const jobs = [keda({ status: failed })];

  it.each(['delete jobs', 'get secrets'])('to %s, nothing is done', async (right) => {
    await expect(asked({}, { jobs, denied: [right] })).rejects.toThrow(
      /^no right to (get|delete) (Job|Secret)s in namespace media: nothing/,
    );
  });

  it('to delete, a dry run is all the same', async () => {
    expect((await asked({}, { jobs, denied: ['delete jobs'], dryRun: true })).report).toMatchObject({ deleted: 1, faults: [] });
  });

  it('to read Secrets, a dry run says so once', async () => {
    await expect(asked({}, { jobs, denied: ['get secrets'], dryRun: true })).rejects.toThrow('no right to get Secrets');
  });
});
