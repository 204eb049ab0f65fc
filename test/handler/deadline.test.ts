import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { deadline } from '../../handler/deadline.ts';

const aborted = (signal: AbortSignal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));

describe('a deadline', () => {
  it('comes after its time, and with a stop', async () => {
    const stop = new AbortController();
    await expect(aborted(deadline(0.01, stop.signal).until)).resolves.toBe('aborted');
    const long = deadline(60, stop.signal);
    const stopped = aborted(long.until);
    stop.abort();
    await expect(stopped).resolves.toBe('aborted');
    long.end();
    const late = deadline(60, stop.signal);
    expect(late.until.aborted).toBe(true);
    late.end();
  });

  it('ends at its end what is still waited for', () => {
    const { until, end } = deadline(60);
    end();
    expect(until.aborted).toBe(true);
  });

  it('comes even when nothing else remembers it and the memory is cleaned meanwhile', () => {
    const program = `
      import { deadline } from './handler/deadline.ts';
      const { until } = deadline(0.3);
      until.addEventListener('abort', () => { console.log('aborted'); process.exit(); });
      setInterval(gc, 20);
      setTimeout(() => process.exit(), 3000);`;
    const output = execFileSync('node', ['--expose-gc', '--input-type=module', '--eval', program], { encoding: 'utf8' });
    expect(output).toBe('aborted\n');
  });
});
