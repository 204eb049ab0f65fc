import { describe, expect, it } from '@jest/globals';
import { type Answer, alreadyExists, content, refusal, transient } from '../../handler/answer.ts';

describe('an answer that is not as asked for', () => {
  const answer = (status: number, reason = '', retryAfter?: number): Answer => ({
    status,
    body: JSON.stringify({ kind: 'Status', message: 'its own words', reason }),
    retryAfter,
  });

  it.each([401, 408, 429, 500, 502, 503, 504])('may pass with %i', (status) => {
    expect(refusal(answer(status, '', 3000), 'did not create Secret x')).toMatchObject({
      exit: 'transient',
      message: `the API server did not create Secret x: ${status} its own words`,
      retryAfter: 3000,
    });
  });

  it.each([400, 403, 404, 413, 422])('is refused with %i, unless it is not to be given up', (status) => {
    expect(refusal(answer(status), 'did not').exit).toBe('clusterRefused');
    expect(transient(answer(status), 'did not').exit).toBe('transient');
  });

  it('is marked as what waiting does not mend where a right is missing, and is not to be given up', () => {
    expect(transient(answer(403), 'did not').lasting).toBe('clusterRefused');
    for (const status of [401, 429, 500]) expect(transient(answer(status), 'did not').lasting).toBeUndefined();
  });

  it('may pass with a conflict, such as two that write one quota, but not where a name is taken', () => {
    expect(refusal(answer(409, 'Conflict'), 'did not').exit).toBe('transient');
    expect(refusal(answer(409, 'AlreadyExists'), 'did not').exit).toBe('clusterRefused');
    expect([answer(409, 'Conflict'), answer(409, 'AlreadyExists'), answer(403, 'AlreadyExists')].map(alreadyExists)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('tells only its status where it is of something in between', () => {
    for (const body of ['<html>secret</html>', 'null', ''])
      expect(refusal({ status: 502, body }, 'did not answer').message).toBe('the API server did not answer: 502');
    expect(() => content({ status: 200, body: '<html>' })).toThrow('answered 200 without JSON');
  });
});
