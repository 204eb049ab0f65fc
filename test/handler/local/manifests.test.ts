import { describe, expect, it } from '@jest/globals';
import { readManifests } from '../../../handler/local/manifests.ts';
import { Refusal } from '../../../handler/refusal.ts';
import { manifests, scaledJob } from './sample.ts';

const refusal = (text: string): string => {
  try {
    readManifests(text);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return (error as Error).message;
  }
  throw new Error('not refused');
};

describe('reading manifests', () => {
  it('takes what it needs from each ScaledJob and passes other kinds over', () => {
    const job = scaledJob({
      command: ['sh', '-c'],
      args: ['echo $(MODE)'],
      env: [{ name: 'MODE', value: 'fast' }, { name: 'EMPTY' }],
      grace: 7,
    });
    const [entry, ...more] = readManifests(manifests({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'x' } }, job));
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      name: 'resize',
      namespace: 'media',
      command: ['sh', '-c', 'echo fast'],
      environment: new Map([
        ['MODE', 'fast'],
        ['EMPTY', ''],
      ]),
      max: 3,
      interval: 1,
      retries: 2,
      deadline: 60,
      grace: 7,
      paused: false,
    });
    expect(entry?.settings.queue).toBe('images');
  });

  it('sees that a ScaledJob is paused', () => {
    expect(readManifests(manifests(scaledJob({ paused: true })))[0]?.paused).toBe(true);
  });

  it('refuses, all at once and by the entry, what only a cluster can do', () => {
    const text = manifests(
      scaledJob({ name: 'secretive', env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }),
      scaledJob({ name: 'wholesale', envFrom: [{ secretRef: { name: 's' } }] }),
      scaledJob({ name: 'entrypoint', command: [] }),
    );
    expect(refusal(text).split('\n')).toEqual([
      expect.stringMatching(/^media\/secretive: its variable TOKEN comes by valueFrom/),
      expect.stringMatching(/^media\/wholesale: it has envFrom/),
      expect.stringMatching(/^media\/entrypoint: it has no command/),
    ]);
  });

  it('refuses what its launcher cannot do, and a batch', () => {
    const job = scaledJob({ name: 'apart', settings: { runner: 'job' } });
    for (const container of job.spec.jobTargetRef.template.spec.containers) container.name = 'handover';
    const text = manifests(
      job,
      scaledJob({ name: 'late', settings: { acknowledge: 'completion', contentSchema: { type: 'string' } } }),
      scaledJob({ name: 'many', launcher: [{ name: 'EVENT_JOBS_JOB_INDEX', valueFrom: {} }] }),
    );
    expect(refusal(text).split('\n')).toEqual([
      'media/apart: its runner job cannot be done here, only runner exec with acknowledge dispatch and no batch; leave the entry out',
      'media/late: its acknowledge completion cannot be done here, only runner exec with acknowledge dispatch and no batch; leave the entry out',
      'media/many: its batch cannot be done here, only runner exec with acknowledge dispatch and no batch; leave the entry out',
    ]);
  });

  it('refuses a ScaledJob that is not the generator’s', () => {
    const foreign = scaledJob();
    foreign.spec.jobTargetRef.template.spec.initContainers = [];
    expect(refusal(manifests(foreign))).toContain('not written by event-jobs generate');
  });

  it('refuses launch settings of a version that it does not read', () => {
    const newer = JSON.parse(JSON.stringify(scaledJob()).replace('{\\"version\\":1', '{\\"version\\":7'));
    expect(refusal(manifests(newer))).toContain('of version 7');
  });

  it('names the place of a field of the wrong kind', () => {
    const wrong = scaledJob();
    expect(refusal(manifests({ ...wrong, spec: { ...wrong.spec, maxReplicaCount: 'ten' } }))).toContain(
      'resize: /spec/maxReplicaCount must be',
    );
  });

  it('refuses two ScaledJobs of one name', () => {
    expect(refusal(manifests(scaledJob(), scaledJob()))).toBe('media/resize: is there twice');
  });

  it.each(['', 'kind: ConfigMap\n', '42'])('refuses a stream without a ScaledJob: %j', (text) => {
    expect(refusal(text)).toContain('no ScaledJob');
  });

  it('refuses what is not YAML, with its place', () => {
    expect(refusal('a: [1\nb: }')).toMatch(/at line 2/);
  });
});
