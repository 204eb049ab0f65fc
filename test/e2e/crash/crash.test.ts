/**
 * The launcher dies between every two of its steps: everything that it sends to, or is answered by, the broker and the API server, and
 * every change that it makes to the shared volume, is held by a proxy while the test kills it. The launcher, the hand-over program, the
 * broker and the API server are real. The test plays KEDA (it makes the launchers' Jobs), the kubelet (it starts the containers, as
 * processes) and the controllers that would answer too slowly for hundreds of runs (of pods, and of the processors' own Jobs).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { cells } from '../cells/cell.ts';
import { certificate } from './certificate.ts';
import { decisive, mayStayAway } from './decisive.ts';
import { blowsOf, isGood, loadsOf } from './loads.ts';
import { modelOf, stepsOfModel, stepsTaken } from './modelSteps.ts';
import { inParallel } from './parallel.ts';
import { pursue } from './pursuit.ts';
import { type Run, run } from './run.ts';
import { names } from './sandbox.ts';
import { Site } from './site.ts';
import { type Blow, Station } from './station.ts';
import type { Place } from './work.ts';

jest.setTimeout(600_000);

/** How many runs are under way at once. */
const atOnce = 8;

/** How often a step is aimed at that does not come again. */
const rounds = 4;

let folder: string;
let places: Place[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crash-'));
  const own = certificate(folder, names.apiServer);
  const [handover, volumeSteps] = [join(folder, 'handover'), join(folder, 'volumeSteps.so')];
  execFileSync('musl-gcc', ['-Os', '-static', '-s', '-o', handover, 'handler/handover.c']);
  execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-o', volumeSteps, 'test/e2e/crash/volumeSteps.c']);
  const files = { handover, volumeSteps, ca: own.cert };
  const open = (index: number) => Station.open(index, join(folder, String(index)), files, own);
  places = await Promise.all(Array.from({ length: atOnce }, (_, n) => Promise.all([open(2 * n), open(2 * n + 1)] as const)));
});

afterAll(() => {
  for (const station of places.flat()) station.close();
  rmSync(folder, { recursive: true });
});

describe.each(cells)('a launcher with runner $runner and acknowledge $acknowledge', (cell) => {
  let site: Site;

  beforeAll(async () => {
    site = await Site.open(cell);
  });

  afterAll(() => site.close());

  describe.each(loadsOf(cell))('and $name', (load) => {
    it.each(blowsOf(cell))('$does', async ({ signal }) => {
      const began = performance.now();
      // At once: a run of many minutes must not keep it to itself until its end.
      const say = (what: string) => process.stderr.write(`${cell.runner}, ${cell.acknowledge}, ${load.name}, ${what}\n`);
      const prepared = await site.prepare(load, `${signal.slice(3).toLowerCase()}${loadsOf(cell).indexOf(load)}-`, places);
      let begun = 0;
      const each = (blows: readonly (Blow | undefined)[]) =>
        inParallel(blows, places, async (blow, place) => {
          const { worksite, jobName } = prepared(begun++);
          const told = await run(worksite, place, jobName, blow);
          if (told.found.length > 0) say(`${blow?.signal ?? 'undisturbed'} at ${blow?.at ?? 'no step'}: ${told.found.join('; ')}`);
          return told;
        });
      const [clean] = await each([undefined]);
      expect(clean?.found).toEqual([]);
      const steps = clean?.first?.steps.came ?? [];
      if (isGood(load)) expect(stepsTaken(steps, cell)).toEqual(stepsOfModel(modelOf(cell)));
      const strike = (aims: readonly string[]) => each(aims.map((at) => ({ at, signal })));
      // A run that itself failed is told of below.
      const cameAgain = (at: string, { first }: Run) => first?.steps.came.includes(at) !== false;
      const { tries, missed } = await pursue(steps, rounds, strike, cameAgain);
      const twice = tries.filter(({ result }) => result.twice).length;
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      say(
        `${signal}: ${steps.length} steps in ${tries.length} runs, of which ${missed.length} did not come again (${missed.join(', ')}), ${twice} where a message may come twice; ${seconds} s`,
      );
      const broken = tries.filter(({ result }) => result.found.length > 0);
      expect(broken.map(({ aim, result }) => ({ at: aim, found: result.found }))).toEqual([]);
      expect(missed.filter((step) => !mayStayAway(step))).toEqual([]);
      expect(decisive(cell, load).filter((step) => !steps.includes(step) || missed.includes(step))).toEqual([]);
    });
  });
});
