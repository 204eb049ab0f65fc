import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { mostAtOnce } from '../atOnce.ts';
import { cells, nameOf } from '../cells/cell.ts';
import { canKillParts, kubectl, part } from '../cluster.ts';
import { type Disturbance, disturb, parts } from './disturbance.ts';
import { spared, staysOf } from './exposure.ts';
import { cap, isBad, Load, type Order } from './load.ts';
import { logsOf, type Outcome, outcomeOf, untilOver } from './outcome.ts';
import { runsIn, standDownsIn } from './testimony.ts';

/** `make soak` has more rounds of more messages, drawn otherwise. */
const { SOAK_ROUNDS = '1', SOAK_MESSAGES = '50', SOAK_SEED = '1' } = process.env;
const [rounds, count, seed] = [Number(SOAK_ROUNDS), Number(SOAK_MESSAGES), Number(SOAK_SEED)];

jest.setTimeout((900 + 600 * (rounds - 1)) * 1000);

/** In seconds: the kubelet of a busy node takes some to tell of a processor, and some to stop one whose pod is deleted. */
const work = 8;
const order = (n: number): Order => ({ queueType: (n + seed) % 3 === 0 ? 'classic' : 'quorum', count, work, gated: true });
/** How many messages of a load come right before a kill: at least one that is none too bad to be worked on, and half of all together. */
const more = Math.max(2, Math.floor(count / 2 / (rounds * parts.length)));
const numbers = Array.from({ length: count }, (_, n) => n);

(canKillParts ? describe : describe.skip)('while pods are deleted, and broker, API server, kubelet and KEDA killed in turn', () => {
  const loads: Load[] = [];
  const outcomes = new Map<string, Outcome>();
  let disturbances: Disturbance[];
  const of = (name: string) => outcomes.get(name) as Outcome;

  beforeAll(async () => {
    loads.push(...(await Promise.all(cells.map((cell, n) => Load.of(cell, order(n))))));
    await Promise.all(loads.map((load) => load.publish(count - more * rounds * parts.length)));
    await sleep(8000);
    disturbances = await disturb(loads, rounds, more, seed);
    await untilOver(loads, 330 + 500 * (rounds - 1));
    // The last look at the logs may be a second ago.
    await sleep(1500);
    for (const load of loads) outcomes.set(load.name, await outcomeOf(load, disturbances));
    console.log(report());
  });

  afterAll(() => Promise.all(loads.map((load) => load.end())));

  function report(): string {
    const began = disturbances[0]?.from ?? 0;
    const kills = disturbances.map(
      ({ what, load, from, until }) => `after ${from - began} ms ${what} ${load ? `of ${load}` : `for ${until - from} ms`}`,
    );
    const lines = [...outcomes].map(([name, { runs, deadLetters, failed, processedTwice, deadTwice, standDowns }]) => {
      const figures = `${runs.length} runs of which ${runs.filter(({ done }) => !done).length} stopped, ${mostAtOnce(runs)} at most at once`;
      const ends = `${deadLetters.length} dead letters, ${failed.length} failed, ${standDowns} stood down`;
      const twice = [...processedTwice, ...deadTwice].map(({ n, why }) => `\n    ${n} twice: ${why}`);
      return `${name}: ${figures}, ${ends}, ${twice.length} duplicates${twice.join('')}`;
    });
    return [...lines, ...kills].join('\n');
  }

  describe.each(cells.map(nameOf))('%s', (name) => {
    it('is at work as each part is killed, and loses a pod at work', () => {
      const publishedAt = loads.find((load) => load.name === name)?.publishedAt ?? [];
      expect(spared(name, staysOf(of(name).runs, publishedAt), disturbances)).toEqual([]);
    });

    it('loses no message: each is processed, or dead-lettered with a reason, or in the Secret of a Job that failed for good', () => {
      const { runs, deadLetters, failed } = of(name);
      const done = runs.filter((run) => run.done).map(({ n }) => n);
      const dead = deadLetters.map(({ n }) => n);
      expect(numbers.filter((n) => !isBad(n) && ![...done, ...dead, ...failed].includes(n))).toEqual([]);
      expect(numbers.filter((n) => isBad(n) && !dead.includes(n))).toEqual([]);
      expect(done.filter(isBad)).toEqual([]);
      expect(
        deadLetters.filter(({ n, reason }) => typeof reason !== 'string' || isBad(n) !== (reason === 'the message is not JSON')),
      ).toEqual([]);
    });

    it('never has more processors at once than the cap, by their own times', () => {
      expect(mostAtOnce(of(name).runs)).toBeLessThanOrEqual(cap);
      expect(of(name).runs.filter(({ ended }) => ended === Number.POSITIVE_INFINITY)).toEqual([]);
    });

    it('processes or dead-letters a message twice only where its acknowledgement was lost', () => {
      const { processedTwice, deadTwice } = of(name);
      expect([...processedTwice, ...deadTwice].filter(({ why }) => why === undefined)).toEqual([]);
    });
  });
});

/**
 * After an outage of the API server KEDA looks at the cluster's Jobs again when a growing pause is over, drawn by lot, and meanwhile goes by those that
 * it knew. Here it does so for as long as it must not look: by itself it may do so for half a minute, or for none.
 */
async function kedaMayLookAtJobs(may: boolean): Promise<void> {
  const verbs = ['get', 'create', 'update', 'patch', 'delete', ...(may ? ['list', 'watch'] : [])];
  const patch = [{ op: 'replace', path: '/rules/0/verbs', value: verbs }];
  await kubectl(['patch', 'clusterrole', 'keda-jobs', '--type=json', '-p', JSON.stringify(patch)]);
}

(canKillParts ? describe : describe.skip)('when messages come while the API server is down, and KEDA loses count', () => {
  // Longer than even a slow machine takes to start them all: they are stopped once they have been seen.
  const many = { queueType: 'classic', count: 2 * cap, work: 240 } as const;
  const gated: Load[] = [];
  const ungated: Load[] = [];
  const all = () => [...gated, ...ungated];
  const most = (load: Load) => mostAtOnce(runsIn(logsOf(load, 'processor')));

  beforeAll(async () => {
    gated.push(...(await Promise.all(cells.map((cell) => Load.of(cell, { ...many, gated: true })))));
    ungated.push(...(await Promise.all(cells.slice(0, 1).map((cell) => Load.of(cell, { ...many, gated: false })))));
    // KEDA looks at the queues, and has nothing to count.
    await sleep(3000);
    await kedaMayLookAtJobs(false);
    await part('kill', 'apiserver');
    await Promise.all(all().map((load) => load.publish()));
    const tooMany = async () => (await Promise.all(all().map((load) => load.jobs()))).every((jobs) => jobs >= 2 * cap);
    const stopKeda = async () => {
      await eventually('KEDA has made twice as many Jobs as it may', tooMany, 180);
      // It would go on until the node is full: a pause would be news to it. The API server may not even say that it is ready before that.
      await part('kill', 'keda');
    };
    await Promise.all([part('start', 'apiserver'), stopKeda()]);
    const busy = async () => gated.every((load) => most(load) >= cap) && ungated.every((load) => most(load) > cap);
    // Whether they are, the tests say.
    await eventually('they are at work', busy, 240).catch(() => {});
    await sleep(3000);
    console.log(
      all()
        .map((load) => `${load.name}: ${most(load)} at most at once, ${standDownsIn(logsOf(load, 'launcher'))} stood down`)
        .join('\n'),
    );
  });

  afterAll(async () => {
    await kedaMayLookAtJobs(true);
    await part('start', 'keda');
    await Promise.all(all().map((load) => load.end()));
  });

  it.each(cells.map(nameOf))('%s: the gate holds', (name) => {
    expect(gated.filter((load) => load.name === name).map(most)).toEqual([cap]);
  });

  it('more than the cap are at work without it: what the test above would see', () => {
    expect(ungated.map(most)[0]).toBeGreaterThan(cap);
  });
});
