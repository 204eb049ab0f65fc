import { once } from 'node:events';
import type { Server } from 'node:net';
import { apiProxy } from './apiProxy.ts';
import { brokerProxy } from './brokerProxy.ts';
import type { Certificate } from './certificate.ts';
import { entryPoint } from './image.ts';
import { type Files, Sandbox } from './sandbox.ts';
import { Steps } from './steps.ts';
import { volumeProxy } from './volumeProxy.ts';

/** On the sandbox's own address of the machine, so that all launchers can be told the same. */
export const ports = { broker: 5673, apiServer: 6444, volume: 5674 } as const;

/** How a launcher is hit at one of its steps. */
export interface Blow {
  readonly at: string;
  /** SIGSTOP: it goes on after others did. */
  readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';
  /** What happens before the signal. */
  readonly before?: () => Promise<void>;
  /** What happens while it is stopped. */
  readonly meanwhile?: () => Promise<void>;
}

/** A sandbox whose launcher, one at a time, reaches everything through proxies. */
export class Station {
  readonly sandbox: Sandbox;
  #steps = new Steps();
  readonly #proxies: Server[];

  private constructor(sandbox: Sandbox, certificate: Certificate) {
    this.sandbox = sandbox;
    const current = () => this.#steps;
    this.#proxies = [
      brokerProxy(current).listen(ports.broker, sandbox.host),
      apiProxy(certificate, current).listen(ports.apiServer, sandbox.host),
      volumeProxy(current).listen(ports.volume, sandbox.host),
    ];
  }

  static async open(index: number, root: string, files: Files, certificate: Certificate): Promise<Station> {
    const station = new Station(await Sandbox.open(index, root, files), certificate);
    await Promise.all(station.#proxies.map((proxy) => once(proxy, 'listening')));
    return station;
  }

  /** Starts a launcher, which is hit as told. */
  launch(env: Readonly<Record<string, string>>, blow?: Blow): Launched {
    this.#steps = new Steps(blow?.at);
    return new Launched(this.sandbox, env, this.#steps, blow);
  }

  close(): void {
    for (const proxy of this.#proxies) proxy.close();
    this.sandbox.close();
  }
}

/** For how long a launcher may run, in seconds: half of the time for which it would try something again. */
const longest = 60;

/** A launcher and what came of it. */
export class Launched {
  readonly steps: Steps;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly output: () => string;
  readonly stop: () => void;
  hung = false;
  /** How many steps had come when it knew of its SIGTERM. */
  stoppedAfter = Number.POSITIVE_INFINITY;

  constructor(sandbox: Sandbox, env: Readonly<Record<string, string>>, steps: Steps, blow: Blow | undefined) {
    const told = ['LD_PRELOAD=/volumeSteps.so', `VOLUME_STEPS_HOST=${sandbox.host}`, `VOLUME_STEPS_PORT=${ports.volume}`];
    const running = sandbox.start(['/usr/bin/env', ...told, ...entryPoint], env);
    const kill = (signal: NodeJS.Signals) => running.process.kill(signal);
    const patience = setTimeout(() => {
      this.hung = true;
      kill('SIGKILL');
    }, longest * 1000);
    this.steps = steps;
    this.ended = running.ended.finally(() => clearTimeout(patience));
    this.output = () => running.output() + running.errors();
    this.stop = () => kill('SIGTERM');
    if (blow !== undefined) steps.reached.then(() => this.#hit(blow, kill));
  }

  async #hit({ at, signal, before, meanwhile }: Blow, kill: (signal: NodeJS.Signals) => void): Promise<void> {
    await before?.();
    kill(signal);
    if (signal === 'SIGTERM' && !isVolumeStep(at)) await this.#knows();
    if (signal === 'SIGKILL') await this.ended;
    if (signal === 'SIGSTOP') await meanwhile?.();
    this.stoppedAfter = signal === 'SIGTERM' ? this.steps.came.length : Number.POSITIVE_INFINITY;
    this.steps.decide(signal === 'SIGKILL' ? 'drop' : 'go on');
    kill('SIGCONT');
  }

  async #knows(): Promise<void> {
    let over = false;
    this.ended.then(() => {
      over = true;
    });
    while (!over && !this.output().includes('SIGTERM')) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Such a step is a call that the launcher waits in: it learns of a signal only after it. */
function isVolumeStep(step: string): boolean {
  return /^launcher: (?:write|chmod|rename to) /.test(step);
}
