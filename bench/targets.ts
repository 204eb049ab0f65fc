import type { Figures } from './figures.ts';
import { summary, summaryOf } from './summary.ts';

export interface Target {
  asked: string;
  measured: string;
  met: boolean;
}

/** What the project asks of itself. */
export function targets(figures: Figures): Target[] {
  const own = (count: number, figure: 'seconds' | 'megabytes') => median(figures, count, 'event-jobs', figure);
  const peer = Math.min(...(['kustomize', 'helm'] as const).map((name) => median(figures, 10_000, name, 'seconds')));
  const [first, last] = [perEntry(figures, 1000), perEntry(figures, 10_000)];
  return [
    atMost('cold start for one entry, in cold starts of `node -e 0`', 2.5, ratio(figures), (number) => number.toFixed(2)),
    atMost('500 entries', 0.5, own(500, 'seconds'), seconds),
    atMost('10,000 entries', 4, own(10_000, 'seconds'), seconds),
    atMost('memory for 10,000 entries', 400, own(10_000, 'megabytes'), (number) => `${number.toFixed(0)} MB`),
    {
      asked: '10,000 entries: at least 2 times faster than the faster peer',
      measured: `${(peer / own(10_000, 'seconds')).toFixed(1)} times`,
      met: 2 * own(10_000, 'seconds') <= peer,
    },
    {
      asked: 'linear: an entry of 10,000 takes at most 1.2 times what one of 1000 takes',
      measured: `${(1000 * last).toFixed(3)} ms and ${(1000 * first).toFixed(3)} ms, without the start`,
      met: last <= 1.2 * first,
    },
  ];
}

function atMost(asked: string, most: number, measured: number, text: (number: number) => string): Target {
  return { asked: `${asked}: at most ${text(most)}`, measured: text(measured), met: measured <= most };
}

export function seconds(number: number): string {
  return `${number.toFixed(2)} s`;
}

function ratio({ coldStart }: Figures): number {
  return summary(coldStart['event-jobs']).median / summary(coldStart.node).median;
}

/** A peer that had to be stopped took longer than the limit. */
function median(
  { runs, limit }: Figures,
  count: number,
  name: 'event-jobs' | 'kustomize' | 'helm',
  figure: 'seconds' | 'megabytes',
): number {
  return summaryOf(runs.get(count)?.[name] ?? [], figure)?.median ?? limit;
}

/** In seconds, without the program's start. */
function perEntry(figures: Figures, count: number): number {
  return (median(figures, count, 'event-jobs', 'seconds') - summary(figures.coldStart['event-jobs']).median) / count;
}
