/** What bench/launch runs in room: usage.c's program and image/ in; bench/results/launch.md and launch.svg out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine } from '../machine.ts';
import { cells } from './cells.ts';
import { onKeda } from './cluster.ts';
import type { Figures } from './figures.ts';
import { plain } from './plain.ts';
import { plot } from './plot.ts';
import { report } from './report.ts';
import { clusterVersions } from './versions.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    plain: { type: 'string', default: '21' },
    lone: { type: 'string', default: '9' },
    burst: { type: 'string', default: '5' },
    cpu: { type: 'string', default: '25,100,1000' },
  },
});
const [usage = '', image = ''] = positionals;

const described = machine([await clusterVersions()]);
const figures: Figures = { plain: await plainFigures(), onKeda: await kedaFigures() };
const text = report(described, figures);
mkdirSync('bench/results', { recursive: true });
writeFileSync('bench/results/launch.md', text);
writeFileSync('bench/results/launch.svg', plot(figures));
process.stdout.write(text);
// The watches of the cluster's client would keep it.
process.exit(0);

async function plainFigures(): Promise<Figures['plain']> {
  const figures = new Map();
  for (const cell of cells()) {
    console.error(`bench: plain processes: ${cell.name}`);
    figures.set(cell.name, await plain(Number(values.plain), cell, usage));
  }
  return figures;
}

async function kedaFigures(): Promise<Figures['onKeda']> {
  const figures = new Map();
  for (const cpu of values.cpu.split(',').filter(Boolean).map(Number)) {
    console.error(`bench: on KEDA: processors with ${cpu} millicores`);
    figures.set(cpu, await onKeda(cpu, { lone: Number(values.lone), burst: Number(values.burst) }, image));
  }
  return figures;
}
