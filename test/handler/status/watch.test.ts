import { describe, expect, it } from '@jest/globals';
import { Fault } from '../../../handler/fault.ts';
import { watch } from '../../../handler/status/watch.ts';

class Seen extends Error {}

/** What is shown and said of these looks, each a note or what it fails with, until there is no other. */
async function watched(...looks: (string | Error)[]): Promise<string[]> {
  const seen: string[] = [];
  let n = 0;
  const look = async () => {
    const one = looks[n++] ?? new Seen();
    if (typeof one !== 'string') throw one;
    return { entries: [], notes: [one] };
  };
  const [show, say] = [(text: string) => seen.push(text), (text: string) => seen.push(`said: ${text}`)];
  await expect(watch({ look, pause: 1, render: ({ notes }) => notes.join(), show, say })).rejects.toBeInstanceOf(Error);
  return seen;
}

describe('a watch', () => {
  it('shows what has changed, and nothing twice', async () => {
    expect(await watched('a', 'a', 'b', 'a')).toEqual(['a', 'b', 'a']);
  });

  it('says that a later look failed, looks again, and shows it even if it is the same as before', async () => {
    const gone = new Fault('transient', 'the cluster does not answer');
    expect(await watched('a', gone, gone, 'a')).toEqual(['a', `said: ${gone.message}`, `said: ${gone.message}`, 'a']);
  });

  it('ends where the first look fails, or by an error that nobody foresaw', async () => {
    expect(await watched(new Fault('transient', 'the cluster does not answer'), 'a')).toEqual([]);
    expect(await watched('a', new TypeError('oh'), 'b')).toEqual(['a']);
  });
});
