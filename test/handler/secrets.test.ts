import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../handler/apiServer.ts';
import { secrets } from '../../handler/secrets.ts';
import { job } from './sample.ts';

/** An API server that answers everything so. */
const answering = (status: number, reason = '') => {
  const asked: string[] = [];
  const call: Call = async (method, path) => {
    asked.push(`${method} ${path}`);
    return { status, body: JSON.stringify({ kind: 'Status', reason }) };
  };
  return { asked, cluster: secrets(call, 'resize', job) };
};

describe('the Secrets of a namespace', () => {
  it('are not shown without a right, which no waiting mends, and yet are not given up', async () => {
    await expect(answering(403).cluster.find('resize-1')).rejects.toMatchObject({ exit: 'transient', lasting: 'clusterRefused' });
  });

  it('are told to be there or not without being read, and without one being made', async () => {
    const { asked, cluster } = answering(201);
    expect(await cluster.isFree?.('resize-1')).toBe(true);
    expect(asked).toEqual(['POST /api/v1/namespaces/media/secrets?dryRun=All']);
    expect(await answering(409, 'AlreadyExists').cluster.isFree?.('resize-1')).toBe(false);
    for (const status of [403, 400, 500]) await expect(answering(status).cluster.isFree?.('resize-1')).rejects.toThrow('did not say');
  });
});
