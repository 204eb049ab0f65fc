/** The ways of a launcher that are measured as plain processes. */
import { readFileSync } from 'node:fs';
import type { Entry } from '../../test/e2e/namespace.ts';
import type { Contender } from './plain.ts';

export interface Cell {
  readonly name: string;
  readonly entry: Entry;
  readonly contenders: readonly Contender[];
  /** In the broker's Secret, beside the login. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The processor of the runner `job` with completion is real: an image that the cluster has. */
const processor = { jobName: 'bench', image: 'localhost/pause', imageVersion: '1', command: ['/bin/busybox', 'true'], parallelism: 30 };

const alone: readonly Contender[] = ['node -e 0', 'launcher'];

const contentSchema = { type: 'object', required: ['invoice'], properties: { invoice: { type: 'integer' }, amount: { type: 'string' } } };

/** The first is what the targets are about. */
export function cells(): Cell[] {
  const { AMQPS_PORT: port, AMQPS_CA: ca = '' } = process.env;
  const tls = { secret: 'event-jobs-broker', port: Number(port), tls: true };
  return [
    { name: 'exec, dispatch', entry: processor, contenders: [...alone, 'naive launcher'] },
    { name: 'exec, dispatch, contentSchema', entry: { ...processor, contentSchema }, contenders: alone },
    {
      name: 'exec, dispatch, TLS to the broker',
      entry: { ...processor, broker: tls },
      contenders: alone,
      files: { 'ca.crt': readFileSync(ca, 'utf8') },
    },
    { name: 'exec, completion', entry: { ...processor, acknowledge: 'completion' }, contenders: alone },
    { name: 'job, dispatch', entry: { ...processor, runner: 'job' }, contenders: alone },
    { name: 'job, completion', entry: { ...processor, runner: 'job', acknowledge: 'completion' }, contenders: alone },
  ];
}
