import { summary } from '../summary.ts';
import { spread, table, targetTable } from '../table.ts';
import type { Runs } from './cluster.ts';
import type { Figures } from './figures.ts';
import { most } from './scaledJobs.ts';
import { burstMedians, loneStarts, targets } from './targets.ts';
import type { Usage } from './usage.ts';

/** The page bench/results/launch.md. */
export function report(machine: readonly string[], figures: Figures): string {
  return `# What the launcher costs

\`make bench-launch\` wrote this: medians, with the least and the most, of rounds in which the contenders took turns.

${machine.map((line) => `- ${line}`).join('\n')}

## Targets

Those of a process: plain AMQP, runner \`exec\`, \`acknowledge: dispatch\`, with the gate and without a contentSchema.

${targetTable(targets(figures))}

![From the publishing of a message to its processor's start](launch.svg)

## As a plain process

One message, against a real RabbitMQ and a real API server. The naive launcher is \`bench/handler/naiveLauncher.mjs\`: amqplib,
@kubernetes/client-node, ajv and pino, not bundled, without a gate and without anything for a case that is not the usual one. CPU is the user's and
the system's time, memory the peak. With completion the launcher waits for its processor: the wall time is that until it hands over.

${table(['', 'program', 'rounds', 'wall, ms', 'CPU, ms', 'MB', 'CPU, in times of `node -e 0`'], plainRows(figures))}

## On KEDA

From a message's publishing to the first thing that its processor does, in seconds, by the same clock. KEDA looks every second; all
messages are published half way between two looks, as near as that can be told. Thirty Jobs may run at once. What is compared:

- event-jobs: the entry as generated; its processor is a static program, with the CPU limit that the table says (the launcher has none).
- no-op: the platform's floor. The same Job, but its init container is a program that does nothing; each message is taken from the queue for it
  as soon as that has ended.
- node: that with an init container that is \`node -e 0\`: what any launcher in Node adds to the floor at the least.
- consumer: the usual pattern. A ScaledJob whose image (Node and amqplib, not bundled) takes a message by itself, under the same CPU limit. It
  has started once it has the message.

### A lone message

${table(['CPU limit', '', 'rounds', 'start, s', 'of that until the Job is there, s'], loneRows(figures))}

### A burst of ${most}

${table(['CPU limit', '', 'rounds', 'median start, s', 'last start, s', 'messages a minute', 'Jobs'], burstRows(figures))}
`;
}

function plainRows({ plain }: Figures): string[][] {
  return [...plain].flatMap(([cell, usages]) => {
    const floor = column(usages['node -e 0'], 'cpu').median;
    return Object.entries(usages)
      .filter(([, some]) => some.length > 0)
      .map(([name, some]) => [
        cell,
        name === 'node -e 0' ? '`node -e 0`' : name,
        String(some.length),
        spread(column(some, 'wall'), 1000, 0),
        spread(column(some, 'cpu'), 1000, 0),
        spread(column(some, 'memory'), 1, 1),
        (column(some, 'cpu').median / floor).toFixed(2),
      ]);
  });
}

function column(usages: readonly Usage[], figure: keyof Usage) {
  return summary(usages.map((usage) => usage[figure]));
}

function loneRows(figures: Figures): string[][] {
  return keda(figures).map(([cpu, contender, { lone, ...rest }]) => [
    cpu,
    contender,
    String(lone.length),
    spread(summary(loneStarts({ lone, ...rest })), 1, 2),
    spread(summary(lone.map(({ polled }) => polled)), 1, 2),
  ]);
}

function burstRows(figures: Figures): string[][] {
  return keda(figures).map(([cpu, contender, { burst, ...rest }]) => {
    const last = burst.map(({ starts }) => starts.at(-1) ?? Number.NaN);
    return [
      cpu,
      contender,
      String(burst.length),
      spread(summary(burstMedians({ burst, ...rest })), 1, 2),
      spread(summary(last), 1, 2),
      spread(summary(last.map((seconds) => (60 * most) / seconds)), 1, 0),
      spread(summary(burst.map(({ jobs }) => jobs)), 1, 0),
    ];
  });
}

function keda({ onKeda }: Figures): [cpu: string, contender: string, runs: Runs][] {
  return [...onKeda].flatMap(([cpu, contenders]) =>
    Object.entries(contenders).map(([name, runs]): [string, string, Runs] => [`${cpu}m`, name, runs]),
  );
}
