import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import type { LaunchSettings } from '../../../handler/contract.ts';
import type { Delivery } from '../../../handler/delivery.ts';
import { keep } from '../../../handler/kept.ts';
import { readMessage } from '../../../handler/message.ts';
import { drawDeliveries } from '../../handler/arbitrary/deliveries.ts';
import { split } from '../manifests.ts';
import { cells } from './cell.ts';
import type { Stage } from './stage.ts';
import { processorOf, Trial } from './trial.ts';

/** Of each cell; all are other ones. */
const count = 50;

/** Messages of any kind, drawn anew in every cell and the same in every run: each ends as the pure half of the launcher says. */
export const fuzz = (stage: Stage) =>
  Trial.run(stage, 'fuzz', async (trial) => {
    const keys = { ...processorOf('tell({ env: { CHECKSUM: env.CHECKSUM } })'), parallelism: 4, timeout: 1200 };
    const manifests = await trial.configure(keys);
    const published = await publish(trial, drawDeliveries(count + 20, 6000 + cells.indexOf(stage.cell)));
    const expected = await ends(published, settingsIn(manifests), stage.namespace.name);
    await trial.settled(count);

    const letters = await trial.deadLetters();
    const dead = letters.map(({ content, properties }) => `${sha1(content)} ${properties.headers?.['x-event-jobs-reason']}`);
    expect(dead.sort()).toEqual(expected.dead.sort());
    expect((await trial.told()).map(({ env }) => env.CHECKSUM).sort()).toEqual(expected.checksums.sort());
  });

/** As many as are wanted, but for those with headers that the client receives and cannot send. */
async function publish({ queue }: Trial, drawn: readonly Delivery[]): Promise<Delivery[]> {
  const published: Delivery[] = [];
  for (const delivery of drawn) {
    const { body, properties, headers } = delivery;
    const sent = await queue.publish(body, { ...properties, headers }).then(
      () => true,
      () => false,
    );
    if (sent && published.push(delivery) === count) return published;
  }
  throw new Error('too many of the messages cannot be sent');
}

function settingsIn(manifests: string): LaunchSettings {
  const variables = split(manifests).spec.template.spec?.initContainers?.[0]?.env ?? [];
  return JSON.parse(variables.find(({ name }) => name === 'EVENT_JOBS_SETTINGS')?.value ?? '') as LaunchSettings;
}

async function ends(deliveries: readonly Delivery[], settings: LaunchSettings, namespace: string) {
  const all: { dead: string[]; checksums: (string | undefined)[] } = { dead: [], checksums: [] };
  for (const delivery of deliveries) {
    const reading = await readMessage(delivery, settings);
    const job = { namespace, name: 'fuzz-abcde', uid: '0b8e2d1c-8f1b-4f2e-9a46-2c3d4e5f6a7b' };
    const keeping = 'bad' in reading ? reading : keep(reading.message, delivery, settings, job);
    if ('bad' in keeping) all.dead.push(`${sha1(delivery.body)} ${keeping.bad}`);
    else all.checksums.push(keeping.kept.get('CHECKSUM'));
  }
  return all;
}

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}
