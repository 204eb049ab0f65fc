/** A sidecar that was restarted, and is stopped before it has looked around. */
import { describe, expect, it } from '@jest/globals';
import { resume } from '../../handler/completion.ts';
import type { Launch } from '../../handler/launch.ts';
import type { Outcome } from '../../handler/outcome.ts';
import { patiently } from '../../handler/patience.ts';
import type { Runner } from '../../handler/runner.ts';
import { take } from '../../handler/take.ts';
import { job, settings } from './sample.ts';

const log = { info() {}, warn() {}, error() {} };
const stopped = AbortSignal.abort();

function restarted() {
  const seen = { abandoned: 0, left: [] as Outcome[] };
  const launch = {
    settings: { ...settings, runner: 'job', acknowledge: 'completion' },
    job,
    connect: () => new Promise(() => {}),
    volume: { leave: async (outcome: Outcome) => void seen.left.push(outcome) },
    log,
    stop: stopped,
  } as unknown as Launch;
  const abandon = (until: AbortSignal) => patiently(async () => ++seen.abandoned > 0, until, log);
  return { seen, launch, runner: { abandon } as Runner };
}

describe('a restarted sidecar that is stopped', () => {
  it('ends the processor that its main container waits for all the same, and then the wait', async () => {
    const { seen, launch, runner } = restarted();
    expect(await resume('wait', launch, runner)).toMatchObject({ outcome: 'not settled' });
    expect(seen).toEqual({ abandoned: 1, left: [{ exit: 75 }] });
  });

  it('ends a processor that it had not handed over to', async () => {
    const { seen, launch, runner } = restarted();
    await expect(take(launch, runner, stopped)).rejects.toMatchObject({ exit: 'transient', message: expect.stringContaining('restarted') });
    expect(seen.abandoned).toBe(1);
  });
});
