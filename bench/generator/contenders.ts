import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { wallSeconds } from '../measure.ts';
import { chartTemplate, placeholder } from './chart.ts';
import { configMaps } from './configMaps.ts';
import type { QueueEntry } from './entries.ts';
import { scaledJobsIn } from './scaledJobs.ts';

export const names = ['event-jobs', 'kustomize', 'helm'] as const;
export type Name = (typeof names)[number];

/** The command that makes the ScaledJobs, by program. */
export type Contenders = Readonly<Record<Name, string[]>>;

/** event-jobs as npm installs it: the bundles without their sources. Returns its path. */
export function installed(folder: string): string {
  mkdirSync(folder);
  for (const part of ['bin', 'dist', 'package.json']) cpSync(part, join(folder, part), { recursive: true });
  return join(folder, 'bin/event-jobs');
}

/** Writes all inputs, from which each program makes the same ScaledJobs, into a new folder. */
export function contenders(entries: readonly QueueEntry[], folder: string, programs: Readonly<Record<Name, string>>): Contenders {
  mkdirSync(folder);
  const made = join(folder, 'made.yaml');
  const makes = (some: readonly QueueEntry[]) => {
    wallSeconds(eventJobs(programs['event-jobs'], some, folder), made);
    return scaledJobsIn(made);
  };
  const [example = ''] = makes([placeholder]);
  const scaledJobs = makes(entries);
  return {
    'event-jobs': eventJobs(programs['event-jobs'], entries, folder),
    kustomize: kustomize(programs.kustomize, scaledJobs, join(folder, 'kustomization')),
    helm: helm(programs.helm, entries, chartTemplate(example), join(folder, 'chart')),
  };
}

function eventJobs(program: string, entries: readonly QueueEntry[], folder: string): string[] {
  const file = join(folder, 'configmaps.yaml');
  writeFileSync(file, configMaps(entries));
  const settings = ['--launcher-image', 'registry.example.com/kubernetes-event-jobs:0.1.0', '--amqp-host', 'rabbitmq.messaging.svc'];
  return [process.execPath, program, 'generate', '--filename', file, ...settings];
}

/** kustomize has no loops: each ScaledJob is written out, and there is nothing to patch, which is the least that it can be asked to do. */
function kustomize(program: string, scaledJobs: readonly string[], folder: string): string[] {
  mkdirSync(folder);
  writeFileSync(join(folder, 'scaledjobs.yaml'), scaledJobs.join('---\n'));
  writeFileSync(join(folder, 'kustomization.yaml'), stringify({ resources: ['scaledjobs.yaml'] }));
  return [program, 'build', folder];
}

/** A chart whose one template ranges over the entries in its values. */
function helm(program: string, entries: readonly QueueEntry[], template: string, folder: string): string[] {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), stringify({ apiVersion: 'v2', name: 'event-jobs', version: '0.1.0' }));
  writeFileSync(join(folder, 'templates/scaledjobs.yaml'), template);
  writeFileSync(join(folder, 'values.yaml'), stringify({ entries }));
  return [program, 'template', 'event-jobs', folder];
}
