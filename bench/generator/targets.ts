import type { Run } from '../measure.ts';
import { summary, summaryOf } from '../summary.ts';
import { atMost, type Target } from '../target.ts';
import type { Name } from './contenders.ts';
import type { Figures } from './figures.ts';

/** What the project asks of itself. A peer that had to be stopped took at least as long as it had. */
export function targets(figures: Figures): Target[] {
  const own = (count: number, figure: keyof Run) => median(figures, count, 'event-jobs', figure) ?? Number.NaN;
  const peers = (['kustomize', 'helm'] as const).map((name) => median(figures, 10_000, name, 'seconds') ?? figures.limit);
  const times = Math.min(...peers) / own(10_000, 'seconds');
  const start = summary(figures.coldStart['event-jobs']).median;
  const [first, last] = [1000, 10_000].map((count) => (own(count, 'seconds') - start) / count) as [number, number];
  return [
    atMost('cold start for one entry, in cold starts of `node -e 0`', 2.5, ratio(figures), (number) => number.toFixed(2)),
    atMost('500 entries', 0.5, own(500, 'seconds'), seconds),
    atMost('10,000 entries', 4, own(10_000, 'seconds'), seconds),
    atMost('memory for 10,000 entries', 400, own(10_000, 'megabytes'), (number) => `${number.toFixed(0)} MB`),
    {
      asked: '10,000 entries: at least 2 times faster than the faster peer',
      measured: `${times.toFixed(1)} times`,
      met: times >= 2,
    },
    {
      asked: 'linear: an entry of 10,000 takes at most 1.2 times what one of 1000 takes',
      measured: `${(1000 * last).toFixed(3)} ms and ${(1000 * first).toFixed(3)} ms, without the start`,
      met: last <= 1.2 * first,
    },
  ];
}

function seconds(number: number): string {
  return `${number.toFixed(2)} s`;
}

function ratio({ coldStart }: Figures): number {
  return summary(coldStart['event-jobs']).median / summary(coldStart.node).median;
}

/** Nothing where a run had to be stopped. */
function median({ runs }: Figures, count: number, name: Name, figure: keyof Run): number | undefined {
  return summaryOf(runs.get(count)?.[name] ?? [], figure)?.median;
}
