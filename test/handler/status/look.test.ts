import { expect, it } from '@jest/globals';
import { look } from '../../../handler/status/look.ts';

it('a look at a ScaledJob without a launcher says why its queue is not told', async () => {
  const metadata = { name: 'resize', namespace: 'media', labels: { 'event-jobs.goci.io/entry': 'resize' } };
  const scaledJob = { metadata, spec: { jobTargetRef: { template: { spec: { containers: [] } } } } };
  const ask = async (_: string, path: string) => ({
    status: 200,
    body: JSON.stringify({ items: path.includes('scaledjobs') ? [scaledJob] : [] }),
  });
  const { entries, notes } = await look(ask, { namespace: 'media' }, async () => new Map());
  expect(entries).toMatchObject([{ name: 'resize', queue: null, ready: null }]);
  expect(notes).toEqual([expect.stringContaining('media/resize: its pod template has no launcher')]);
});
