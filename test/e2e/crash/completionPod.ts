import { once } from 'node:events';
import { connect } from 'node:net';
import { startedPort } from '../../../handler/contract.ts';
import { eventually } from '../../eventually.ts';
import type { PodIdentity } from './launcherContainer.ts';
import { ended, report, running } from './processors.ts';
import type { Running } from './sandbox.ts';
import type { Blow, Launched } from './station.ts';
import type { Work } from './work.ts';

/**
 * A Job's only pod, as the kubelet has it: the launcher is a sidecar, which is started again in the same volume until the main
 * container has ended, and stopped then. The first run of it gets the blow; it is returned. A SIGTERM means that the pod is evicted.
 */
export async function completionPod(work: Work, pod: PodIdentity, blow?: Blow): Promise<Launched> {
  work.station.sandbox.emptyVolume();
  const eviction = new Eviction(pod);
  const first = work.launch(work.station, pod, blow && (blow.signal === 'SIGTERM' ? { ...blow, before: () => eviction.begin() } : blow));
  const sidecar = new Sidecar(first, () => work.launch(work.station, pod), eviction);
  if (await sidecar.startup(work.station.sandbox.address)) await first.steps.pass('kubelet: the launcher has started');
  if (eviction.begun) {
    await first.ended;
    return first;
  }
  const main = await work.startMain(work.station, pod);
  eviction.stops(main);
  await report(pod.namespace, pod.pod, { phase: 'Running', containerStatuses: [running('processor')] });
  const code = Number(await main.ended);
  // In a pod that is being deleted the kubelet tells no end of a container before all have ended.
  if (!eviction.begun) await report(pod.namespace, pod.pod, { containerStatuses: [ended('processor', code)] });
  await first.steps.pass('kubelet: the processor has ended');
  await sidecar.stop();
  await report(pod.namespace, pod.pod, { phase: code === 0 ? 'Succeeded' : 'Failed', containerStatuses: [ended('processor', code)] });
  return first;
}

/** As the eviction API has it, but that the launcher gets its SIGTERM at the step where the test wants it. */
class Eviction {
  readonly #pod: PodIdentity;
  #main: Running | undefined;
  begun = false;

  constructor(pod: PodIdentity) {
    this.#pod = pod;
  }

  async begin(): Promise<void> {
    this.begun = true;
    const disrupted = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      lastTransitionTime: new Date().toISOString(),
    };
    await report(this.#pod.namespace, this.#pod.pod, { conditions: [disrupted] });
    this.#main?.process.kill('SIGTERM');
  }

  /** The main container, too. */
  stops(main: Running): void {
    this.#main = main;
    if (this.begun) main.process.kill('SIGTERM');
  }
}

/** More starts than any single blow can need. */
const tries = 5;

/** Runs again whenever it ends, until it is stopped. */
class Sidecar {
  #current: Launched;
  #stopped = false;
  readonly #again: () => Launched;
  readonly #eviction: Eviction;

  constructor(first: Launched, again: () => Launched, eviction: Eviction) {
    this.#current = first;
    this.#again = again;
    this.#eviction = eviction;
    this.#watch();
  }

  async #watch(): Promise<void> {
    for (let n = 0; n < tries; n++) {
      await this.#current.ended;
      if (this.#stopped || this.#eviction.begun) break;
      this.#current = this.#again();
    }
    this.#stopped = true;
  }

  /** Whether the TCP startup probe came to be answered. */
  async startup(address: string): Promise<boolean> {
    let answered = false;
    const told = async () => {
      answered = await answers(address);
      return answered || this.#stopped;
    };
    await eventually('the startup probe is answered', told, 30);
    return answered;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#current.stop();
    await this.#current.ended;
  }
}

async function answers(host: string): Promise<boolean> {
  const socket = connect({ host, port: startedPort });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
