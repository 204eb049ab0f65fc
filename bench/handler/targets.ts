import { summary } from '../summary.ts';
import { atMost, type Target } from '../target.ts';
import type { Runs } from './cluster.ts';
import type { Figures } from './figures.ts';
import type { Usage } from './usage.ts';

/** What the project asks of itself. */
export function targets({ plain, onKeda }: Figures): Target[] {
  const [main] = plain.values();
  const cpus = [...onKeda].map(([cpu, { 'event-jobs': own, 'no-op': floor }]) => ({ cpu, own, floor }));
  return [
    ...(main ? plainTargets(main.launcher, main['node -e 0']) : []),
    ...cpus.map(({ cpu, own, floor }) =>
      atMost(`a lone message, ${cpu} millicores: after the floor`, 250, 1000 * (loneMedian(own) - loneMedian(floor)), milliseconds),
    ),
    ...cpus.map(({ cpu, own, floor }) =>
      atMost(`a burst of 30, ${cpu} millicores: times the floor`, 1.15, burstMedian(own) / burstMedian(floor), times),
    ),
  ];
}

function plainTargets(launcher: readonly Usage[], floor: readonly Usage[]): Target[] {
  const median = (usages: readonly Usage[], figure: keyof Usage) => summary(usages.map((usage) => usage[figure])).median;
  const ratio = (figure: keyof Usage) => median(launcher, figure) / median(floor, figure);
  return [
    atMost("a launcher's wall time, in times of `node -e 0`", 3, ratio('wall'), times),
    atMost('its CPU time', 3, ratio('cpu'), times),
    atMost('its memory', 75, median(launcher, 'memory'), (number) => `${number.toFixed(1)} MB`),
  ];
}

/** From the publishing to the processor's start, in seconds. */
export function loneStarts({ lone }: Runs): number[] {
  return lone.map(({ starts }) => starts[0] ?? Number.NaN);
}

/** Of each burst the median message. */
export function burstMedians({ burst }: Runs): number[] {
  return burst.map(({ starts }) => summary(starts).median);
}

function loneMedian(runs: Runs): number {
  return summary(loneStarts(runs)).median;
}

function burstMedian(runs: Runs): number {
  return summary(burstMedians(runs)).median;
}

function milliseconds(number: number): string {
  return `${number.toFixed(0)} ms`;
}

function times(number: number): string {
  return number.toFixed(2);
}
