import { describe, expect, it } from '@jest/globals';
import { keptMessage, secret } from '../../handler/secret.ts';
import { job, owner } from './sample.ts';

const message = {
  pull: 'p1',
  kept: new Map([
    ['MESSAGE', '"ü"'],
    ['event-jobs.origin', '{}'],
  ]),
};

describe('the Secret of a message', () => {
  it('is immutable, named as its target and owned as is asked, without blocking the Job’s deletion', () => {
    expect(secret('resize-1', message, owner, 'resize', job)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'resize-1',
        namespace: 'media',
        labels: { 'app.kubernetes.io/managed-by': 'kubernetes-event-jobs', 'event-jobs.goci.io/entry': 'resize' },
        annotations: { 'event-jobs.goci.io/pull': 'p1' },
        ownerReferences: [owner],
      },
      type: 'Opaque',
      immutable: true,
      data: { MESSAGE: 'IsO8Ig==', 'event-jobs.origin': 'e30=' },
    });
  });

  it('comes back as it went in', () => {
    expect(keptMessage(secret('resize-1', message, owner, 'resize', job))).toEqual(message);
  });

  it('of an unknown hand has no pull of ours', () => {
    expect(keptMessage({ data: { MESSAGE: 'e30=' } }).pull).toBe('');
  });
});
