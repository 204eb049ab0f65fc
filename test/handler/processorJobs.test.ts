import { describe, expect, it } from '@jest/globals';
import type { ApiServer } from '../../handler/apiServer.ts';
import { processorJobs } from '../../handler/processorJobs.ts';
import { job, settings } from './sample.ts';

const log = { info() {}, warn() {}, error() {} };
const scaledJob = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'resize', uid: 'scaled' };
const finding = (status: number, metadata: object) => {
  const call: ApiServer['call'] = async () => ({ status, body: JSON.stringify({ metadata }) });
  return processorJobs({ call, watch: async () => {} }, settings, job, log).find('resize-1');
};

describe('a Job that is looked for', () => {
  it('has its pull and its ScaledJob, and whether it is being deleted', async () => {
    const annotations = { 'event-jobs.goci.io/pull': 'p1' };
    const ownerReferences = [{ ...scaledJob, controller: true }];
    expect(await finding(200, { uid: 'P', annotations, ownerReferences })).toEqual({
      uid: 'P',
      pull: 'p1',
      going: false,
      owner: scaledJob,
    });
    expect(await finding(200, { uid: 'P', deletionTimestamp: 'now' })).toEqual({ uid: 'P', pull: '', going: true, owner: undefined });
    expect(await finding(404, {})).toBeUndefined();
  });

  it('is never given up where the right is missing', async () => {
    await expect(finding(403, {})).rejects.toMatchObject({ exit: 'transient', lasting: 'clusterRefused' });
  });
});
