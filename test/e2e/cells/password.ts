import { expect } from '@jest/globals';
import { exitCodes } from '../../../handler/contract.ts';
import { address } from '../../broker/queue.ts';
import { eventually } from '../../eventually.ts';
import { canariesIn, canary, planted } from '../canary.ts';
import { core } from '../cluster.ts';
import { condition, launcher } from '../history.ts';
import type { Stage } from './stage.ts';
import { processorOf, Trial } from './trial.ts';

/** A password that the broker does not know. Without KEDA, which would make no Job then. */
export const wrongPassword = (stage: Stage) =>
  Trial.run(stage, 'password', async (trial) => {
    const [namespace, name] = [stage.namespace.name, 'wrong'];
    const stringData = { AMQP_USERNAME: address.username, AMQP_PASSWORD: `${canary.password}-not` };
    await core.createNamespacedSecret({ namespace, body: { metadata: { name }, stringData } });
    await trial.queue.publish(planted('stays'));
    await trial.startJob({ ...processorOf('tell()'), broker: name });
    const job = () => trial.launcherJobs()[0] ?? {};
    await stage.history.until('the Job has failed', () => condition(job()) === 'Failed');

    const [pod = {}, ...others] = trial.podsOf(trial.launcherJobs());
    expect(others).toEqual([]);
    const ended = stage.cell.acknowledge === 'dispatch' ? launcher(pod) : pod.status?.containerStatuses?.[0];
    expect(ended?.state?.terminated?.exitCode).toBe(exitCodes.brokerRefused.code);
    expect(await trial.queue.ready()).toBe(1);
    expect(trial.processorJobs().length).toBe(stage.cell.runner === 'exec' ? 1 : 0);
    await expectEvent(stage, job().metadata?.uid ?? '');
  });

async function expectEvent(stage: Stage, uid: string): Promise<void> {
  const ofJob = async () => {
    const { items } = await core.listNamespacedEvent({ namespace: stage.namespace.name, fieldSelector: `involvedObject.uid=${uid}` });
    return items.filter(({ reason }) => reason === 'LauncherBrokerRefused');
  };
  await eventually('an event of the launcher', async () => (await ofJob()).length > 0);
  const [event] = await ofJob();
  expect(event?.type).toBe('Warning');
  expect(event?.message).toMatch(/refused/);
  expect(canariesIn(JSON.stringify(event))).toEqual([]);
}
