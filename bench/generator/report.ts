import { summary, summaryOf } from '../summary.ts';
import { spread, table, targetTable } from '../table.ts';
import type { Figures } from './figures.ts';
import { targets } from './targets.ts';

/** The page bench/results/generate.md. */
export function report(machine: readonly string[], figures: Figures): string {
  return `# How fast event-jobs generate is

\`make bench-generate\` wrote this: medians, with the least and the most, of ${figures.rounds} rounds in which the programs took turns.
All make the same ScaledJobs of the same entries, in files, and write them to a file. Helm ranges over them in a chart's values;
kustomize, which has no loops, only reads and prints what is written out in full, which is the least that it can be asked to do.
event-jobs is the one that npm installs. CPU is the user's and the system's time, memory the peak of the process. No program starts others.

${machine.map((line) => `- ${line}`).join('\n')}

## Targets

${targetTable(targets(figures))}

## Beside kustomize and Helm

${table(['entries', 'program', 'seconds', 'CPU seconds', 'MB', 'times event-jobs'], rows(figures))}

## Cold start

${figures.coldStart.node.length} rounds, one entry, in milliseconds.

${table(
  ['program', 'wall'],
  Object.entries(figures.coldStart).map(([name, seconds]) => [name === 'node' ? '`node -e 0`' : name, spread(summary(seconds), 1000, 0)]),
)}
`;
}

function rows({ runs, limit }: Figures): string[][] {
  return [...runs]
    .sort(([one], [other]) => one - other)
    .flatMap(([count, byProgram]) => {
      const own = summaryOf(byProgram['event-jobs'] ?? [], 'seconds')?.median ?? Number.NaN;
      return Object.entries(byProgram).map(([program, some]) => {
        const [wall, cpu, memory] = [summaryOf(some, 'seconds'), summaryOf(some, 'cpuSeconds'), summaryOf(some, 'megabytes')];
        if (!wall || !cpu || !memory)
          return [count.toLocaleString('en'), program, `over ${limit}, then stopped`, '', '', `over ${(limit / own).toFixed(1)}`];
        return [
          count.toLocaleString('en'),
          program,
          spread(wall, 1, 2),
          spread(cpu, 1, 2),
          spread(memory, 1, 0),
          (wall.median / own).toFixed(1),
        ];
      });
    });
}
