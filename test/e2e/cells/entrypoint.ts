import { expect } from '@jest/globals';
import { canary, planted } from '../canary.ts';
import { scratchImage } from '../cluster.ts';
import type { Stage } from './stage.ts';
import { Trial } from './trial.ts';

/** An image with an entrypoint of its own, as the predecessor's entries have it: no command, and so no `runner` either. */
export const entrypoint = (stage: Stage) =>
  Trial.run(stage, 'entrypoint', async (trial) => {
    const [, image = '', imageVersion = ''] = /^(.*):([^:/]+)$/.exec(scratchImage ?? '') ?? [];
    await trial.configure({ runner: undefined, image, imageVersion, args: ['env'] });
    await trial.queue.publish(planted('as it is'));
    await trial.settled(1);
    const [pod] = trial.podsOf(trial.processorJobs());
    const { environment } = JSON.parse(await stage.namespace.log(pod?.metadata?.name ?? '')) as { environment: string[] };
    const told = environment.map((hex) => Buffer.from(hex, 'hex').toString());
    expect(told).toContain(`MESSAGE=${JSON.stringify(planted('as it is').content)}`);
    expect(told).toContain(`${canary.name}=${canary.value}`);
    expect(told.some((variable) => variable.startsWith('MESSAGE_FILE='))).toBe(false);
  });
