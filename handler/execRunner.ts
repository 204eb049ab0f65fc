/** The processor in the launcher's own pod: the hand-over program becomes it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, KeptMessage, OwnJob, OwnPod, ProcessorEnd } from './cluster.ts';
import type { LaunchSettings } from './contract.ts';
import { messageTooLongForVariable, overridden, processorOutcome, secretShare } from './kept.ts';
import type { Log } from './log.ts';
import { patiently } from './patience.ts';
import { podEnd } from './podEnd.ts';
import type { HandOver, Runner } from './runner.ts';
import type { Job } from './settings.ts';
import { storeSecret } from './storeSecret.ts';
import { targetOf } from './target.ts';
import type { Volume } from './volume.ts';

interface Parts {
  readonly settings: LaunchSettings;
  readonly job: Job;
  readonly cluster: Cluster;
  readonly ownPod?: OwnPod;
  readonly volume: Pick<Volume, 'messageFile'>;
  readonly log: Log;
}

/** Between two looks at the own pod, in milliseconds: the kubelet writes its status within a second. */
const pause = 250;

/** Between two later ones, at most: where the kubelet is late, the API server has much to do, and is not helped by more looks. */
const longestPause = 2_000;

/** For how long a pod that is being deleted is looked at, in milliseconds: a kubelet leaves a sidecar two seconds, even after the grace period. */
const longest = 1_000;

export function execRunner({ settings, job, cluster, ownPod, volume, log }: Parts): Runner {
  const target = targetOf(settings.jobName, job);
  const find = (until: AbortSignal) => patiently(() => cluster.find(target), until, log);
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };

  function handOver(message: KeptMessage): HandOver {
    const { kept } = message;
    const names = overridden(kept, settings);
    if (names.length > 0) log.warn({ names }, "the entry's own values of these variables stay");
    if (messageTooLongForVariable(kept)) log.warn("MESSAGE is over the kernel's limit for one variable: it is in MESSAGE_FILE only");
    return { outcome: processorOutcome(kept, settings, volume.messageFile), message: kept.get('MESSAGE') ?? '' };
  }

  return {
    async resume(until) {
      const earlier = await find(until);
      return earlier && { ...handOver(earlier), why: 'this Job has its message already' };
    },

    async abandon(until) {
      // Looked at for the right alone: without it no end of the processor could be told, and no message be settled.
      const [earlier] = await Promise.all([find(until), patiently(async () => ownPod?.look(), until, log)]);
      return earlier !== undefined;
    },

    async keep(message, _own, until) {
      await storeSecret(target, { ...message, kept: secretShare(message.kept, settings) }, { cluster, owner, until, log });
    },

    // What a later pod of this Job will find, and work on.
    async undo() {},

    handOver,

    async end(own, stopped): Promise<ProcessorEnd> {
      await aborted(stopped);
      let next = pause;
      for (let waited = 0; ; waited += next) {
        const isLast = waited >= longest;
        const end = await look(own, isLast);
        if (end !== undefined) return end;
        if (isLast) next = Math.min(2 * next, longestPause);
        await sleep(next);
      }
    },
  };

  /** The kubelet has stopped this sidecar, since the processor has ended; the API server may tell so a moment later. */
  async function look(own: OwnJob | undefined, isLast: boolean): Promise<ProcessorEnd | undefined> {
    try {
      const state = await ownPod?.look();
      const timeout = settings.timeout * (settings.rounds ?? 1);
      return state && podEnd(state, own, { timeout, now: Date.now() / 1000, isLast });
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'cannot see yet how the processor ended');
      return undefined;
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
