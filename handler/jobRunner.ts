/** The processor in a Job of its own, by the name TARGET, which owns the message's Secret. */
import { randomUUID } from 'node:crypto';
import type { Cluster, KeptMessage, NewProcessorJob, Owner, OwnJob, ProcessorEnd, ProcessorJobs } from './cluster.ts';
import { type LaunchSettings, originKey } from './contract.ts';
import { deadline } from './deadline.ts';
import { Fault, lastingOf } from './fault.ts';
import { timeLeft } from './jobTime.ts';
import type { Log } from './log.ts';
import { patiently } from './patience.ts';
import { type Resumed, type Runner, undoing } from './runner.ts';
import type { Job } from './settings.ts';
import { storeSecret } from './storeSecret.ts';
import { targetOf } from './target.ts';

export interface Parts {
  readonly settings: LaunchSettings;
  readonly job: Job;
  readonly cluster: Cluster;
  readonly jobs: ProcessorJobs;
  readonly log: Log;
}

const nothing = { outcome: { exit: 0 } } as const;

export function jobRunner({ settings, job, cluster, jobs, log }: Parts): Runner {
  const target = targetOf(settings.jobName, job);
  const dispatch = settings.acknowledge === 'dispatch';
  /** What this launcher has asked for, and the uid once it was told. */
  let made: { pull: string; uid?: string } | undefined;

  const findSecret = (until: AbortSignal) => patiently(() => cluster.find(target), until, log);
  const findJob = (until: AbortSignal, name = target) => patiently(() => jobs.find(name), until, log);
  const ownerOf = (uid: string): Owner => ({ apiVersion: 'batch/v1', kind: 'Job', name: target, uid });

  /** With dispatch KEDA counts the processor's Job under the ScaledJob; with completion it goes with the launcher's. */
  function ownerOfProcessor(own: OwnJob | undefined): Owner | undefined {
    return dispatch ? own?.owner : { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };
  }

  async function create(pull: string, variables: string[], own: OwnJob | undefined, until: AbortSignal): Promise<{ uid: string }> {
    made = { pull };
    const seconds = dispatch ? undefined : timeoutLeft(settings, own);
    const processor: NewProcessorJob = { name: target, pull, variables, owner: ownerOfProcessor(own), ...(seconds && { seconds }) };
    const created = await patiently(() => jobs.create(processor), until, log);
    if (created !== 'exists') return created;
    // An answer may have been lost: the pull's id tells.
    const there = await findJob(until);
    if (there?.pull === pull) return there;
    throw new Fault('transient', `Job ${target} is another pod's of this Job, or is gone again`);
  }

  async function uidOf(pull: string, until: AbortSignal): Promise<string | undefined> {
    const there = await findJob(until);
    return there?.pull === pull ? there.uid : undefined;
  }

  /**
   * Whoever created it may have been overtaken by another pod of this Job, which took it for one without a message. And the ScaledJob may be
   * gone since the gate saw it, and have left its Jobs behind: what was made as its own after that, garbage collection deletes.
   */
  async function confirm(uid: string, own: OwnJob | undefined, until: AbortSignal): Promise<void> {
    const owner = own?.owner;
    const [there, launcher] = await Promise.all([findJob(until), owner && findJob(until, job.name)]);
    if (there?.uid !== uid || there.going) throw new Fault('transient', `Job ${target} was deleted before its message was settled`);
    if (owner !== undefined && (launcher?.owner?.uid !== owner.uid || launcher.going))
      throw new Fault('transient', `ScaledJob ${owner.name} or its Job ${job.name} was deleted before the message was settled`);
  }

  /**
   * Ends a Job whose message its launcher did not come to keep: its variables are another message's than the next pull's. A Secret of
   * no message goes first, so that this launcher, should it still live, cannot keep its own any more.
   */
  async function discard(uid: string, until: AbortSignal): Promise<'discarded' | 'has its message'> {
    const tombstone: KeptMessage = { pull: randomUUID(), kept: new Map() };
    const created = await patiently(() => cluster.create(target, tombstone, ownerOf(uid)), until, log);
    if (created === 'exists' && isMessage(await findSecret(until))) return 'has its message';
    await patiently(() => jobs.delete({ name: target, uid }), until, log);
    log.warn(
      { target },
      "deleted the processor's Job of an earlier pod, which did not come to keep its message: that is back in the queue",
    );
    return 'discarded';
  }

  return {
    async resume(until): Promise<Resumed | undefined> {
      const [secret, processor] = await Promise.all([findSecret(until), findJob(until)]);
      if (isMessage(secret)) return { ...nothing, why: "this Job's message is dispatched already" };
      if (processor === undefined) return secret && { ...nothing, why: 'an earlier pod of this Job gave its message back' };
      const why = (await discard(processor.uid, until).catch(inVain)) === 'discarded' ? 'given back' : 'dispatched';
      return { ...nothing, why: `the message of an earlier pod of this Job is ${why} already` };
    },

    async abandon(until) {
      const [secret, processor] = await Promise.all([findSecret(until), findJob(until)]);
      if (processor !== undefined) await patiently(() => jobs.delete({ name: target, uid: processor.uid }), until, log);
      return secret !== undefined || processor !== undefined;
    },

    async keep(message, own, until) {
      const variables = [...message.kept.keys()].filter((name) => name !== originKey && !settings.environment.includes(name));
      const { uid } = await create(message.pull, variables, own, until);
      made = { pull: message.pull, uid };
      log.info({ target }, "created the processor's Job");
      await storeSecret(target, message, { cluster, owner: ownerOf(uid), until, log });
      if (dispatch) await confirm(uid, own, until);
    },

    async undo() {
      if (made === undefined) return;
      const over = deadline(undoing);
      try {
        const uid = made.uid ?? (await uidOf(made.pull, over.until));
        if (uid === undefined) return;
        await patiently(() => jobs.delete({ name: target, uid }), over.until, log);
        log.warn({ target }, "deleted the processor's Job");
      } catch (error) {
        log.error({ target, error: (error as Error).message }, "could not delete the processor's Job");
      } finally {
        over.end();
      }
    },

    handOver: () => (dispatch ? nothing : { outcome: { wait: true } }),

    async end(_own, stopped): Promise<ProcessorEnd> {
      if (made?.uid === undefined) throw new Error('no processor to wait for');
      try {
        return await jobs.end({ name: target, uid: made.uid }, stopped);
      } catch (error) {
        if (!stopped.aborted) throw error;
        return { stopped: 'this pod was stopped before the processor was done' };
      }
    },
  };
}

/** What is refused to this pod, as by a quota, another one may be granted: nobody else ends that processor's Job. */
function inVain(error: Error): never {
  throw new Fault('transient', `an earlier pod's Job was not ended: ${error.message}`, { cause: error, lasting: lastingOf(error) });
}

/** A Secret without MESSAGE only bars its name. */
function isMessage(secret: KeptMessage | undefined): boolean {
  return secret?.kept.has('MESSAGE') === true;
}

/** What is left of the entry's timeout since the launcher's Job was started, in whole seconds. */
function timeoutLeft(settings: LaunchSettings, own: OwnJob | undefined): number {
  const { timeout } = settings;
  return own === undefined ? timeout : Math.max(1, Math.min(timeout, Math.floor(timeLeft(own, settings))));
}
