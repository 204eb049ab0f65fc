import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { V1Job, V1JobSpec } from '@kubernetes/client-node';
import { encodeLaunchSettings, exitCodes, type LaunchSettings } from '../../handler/contract.ts';
import { address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { batch, canKillParts, core, kubectl, part } from './cluster.ts';
import { condition, History, launcher } from './history.ts';
import { split } from './manifests.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(180_000);

let namespace: Namespace;
let history: History;

beforeAll(async () => {
  namespace = await Namespace.create();
  history = await History.of(namespace.name);
});

afterAll(async () => {
  history.end();
  await namespace.delete();
});

/** The Job that KEDA would make for an entry of this queue; without KEDA, whose scaler would meet most faults before a launcher does. */
async function start(name: string, queue: string, change: (spec: V1JobSpec) => void = () => {}): Promise<void> {
  const manifests = await namespace.generate({ [queue]: { jobName: name, ...nodeProcessor('console.log(process.env.MESSAGE)') } });
  const { shared, spec } = split(manifests);
  await kubectl(['apply', '--server-side', '-f', '-'], shared);
  change(spec);
  await batch.createNamespacedJob({ namespace: namespace.name, body: { metadata: { name }, spec } });
}

const job = (name: string): V1Job => [...history.jobs.values()].find(({ metadata }) => metadata?.name === name) ?? {};
const endOf = (name: string) => launcher(history.podsOf(name)[0] ?? {})?.state?.terminated?.exitCode;

function environment(spec: V1JobSpec, name: string) {
  const variable = spec.template.spec?.initContainers?.[0]?.env?.find((candidate) => candidate.name === name);
  if (variable === undefined) throw new Error(`the launcher has no ${name}`);
  return variable;
}

function editSettings(spec: V1JobSpec, change: (settings: LaunchSettings) => Partial<LaunchSettings>): void {
  const variable = environment(spec, 'EVENT_JOBS_SETTINGS');
  const settings = JSON.parse(variable.value ?? '') as LaunchSettings;
  variable.value = encodeLaunchSettings({ ...settings, ...change(settings) });
}

(canKillParts ? describe : describe.skip)('a launcher whose broker or API server is down waits for it, and then works', () => {
  /** Its launcher has seen that there is no Secret yet, and now waits for the broker. */
  const waiting = async (name: string) => {
    await history.until(`${name} has a launcher`, () => launcher(history.podsOf(name)[0] ?? {})?.state?.running !== undefined);
    const log = () => namespace.log(history.podsOf(name)[0]?.metadata?.name ?? '', 'launcher');
    await eventually('the launcher looked for its Secret', async () => (await log()).includes('this Job has no message yet'));
  };
  /** The queue is asked for once the broker is back: a Queue's own connection would not outlive it. */
  const emptied = async (name: string) => {
    const later = await Queue.declare();
    expect(await later.ready(name)).toBe(0);
    await later.delete(name);
  };
  const queueWithMessage = async () => {
    const queue = await Queue.declare();
    await queue.publish({ content: 'x' });
    return queue.name;
  };

  it('when the broker comes back', async () => {
    const queue = await queueWithMessage();
    await part('kill', 'rabbitmq');
    await start('broker', queue);
    await waiting('broker');
    await part('start', 'rabbitmq');
    await history.until('the Job ended', () => condition(job('broker')) !== undefined);
    expect(condition(job('broker'))).toBe('Complete');
    expect(history.podsOf('broker')).toHaveLength(1);
    await emptied(queue);
  });

  it('when the API server comes back, which was there when the launcher started and not when it had its message', async () => {
    const queue = await queueWithMessage();
    await part('kill', 'rabbitmq');
    await start('server', queue);
    await waiting('server');
    await part('kill', 'apiserver');
    await part('start', 'rabbitmq');
    const meanwhile = await Queue.declare();
    try {
      // The launcher holds the message, and cannot keep it.
      await eventually('the message is pulled', async () => (await meanwhile.ready(queue)) === 0);
    } finally {
      await part('start', 'apiserver');
    }
    await meanwhile.delete();
    await history.until('the Job ended', () => condition(job('server')) !== undefined);
    expect(condition(job('server'))).toBe('Complete');
    expect(history.podsOf('server')).toHaveLength(1);
    expect(await namespace.log(history.podsOf('server')[0]?.metadata?.name ?? '')).toBe('"x"\n');
    await emptied(queue);
  });
});

describe('a launcher that cannot do its work fails its Job at once, with an exit code that says why, and its message stays', () => {
  let queue: Queue;

  beforeAll(async () => {
    queue = await Queue.declare();
    await queue.publish({ content: 'x' });
  });

  afterAll(() => queue.delete());

  async function failsWith(name: string, exit: keyof typeof exitCodes): Promise<void> {
    await history.until(`${name} failed`, () => condition(job(name)) === 'Failed');
    expect(endOf(name)).toBe(exitCodes[exit].code);
    expect(history.podsOf(name)).toHaveLength(1);
    expect(job(name).status?.conditions?.find(({ type }) => type === 'Failed')?.reason).toBe('PodFailurePolicy');
    await eventually('the message is ready', async () => (await queue.ready()) === 1);
  }

  it('where the password is wrong', async () => {
    const stringData = { AMQP_USERNAME: address.username, AMQP_PASSWORD: 'wrong' };
    await core.createNamespacedSecret({ namespace: namespace.name, body: { metadata: { name: 'wrong' }, stringData } });
    await start('password', queue.name, (spec) => {
      const { valueFrom } = environment(spec, 'AMQP_PASSWORD');
      if (valueFrom?.secretKeyRef) valueFrom.secretKeyRef.name = 'wrong';
    });
    await failsWith('password', 'brokerRefused');
  });

  it('where the virtual host does not exist', async () => {
    await start('vhost', queue.name, (spec) => editSettings(spec, ({ broker }) => ({ broker: { ...broker, vhost: 'none' } })));
    await failsWith('vhost', 'brokerRefused');
  });

  it('where the queue does not exist', async () => {
    await start('queue', `${queue.name}.none`);
    await failsWith('queue', 'queueMissing');
  });

  it('where the launch settings are of a version that it does not read', async () => {
    await start('settings', queue.name, (spec) => editSettings(spec, () => ({ version: 2 as 1 })));
    await failsWith('settings', 'settings');
  });

  // The last one: the API server goes on counting for a moment after a quota is gone.
  it('where a quota keeps its Secret from being made', async () => {
    const hard = { 'count/secrets': '0' };
    await core.createNamespacedResourceQuota({ namespace: namespace.name, body: { metadata: { name: 'no-secrets' }, spec: { hard } } });
    const counted = async () => (await core.readNamespacedResourceQuota({ namespace: namespace.name, name: 'no-secrets' })).status?.used;
    await eventually('the quota counts', async () => (await counted()) !== undefined);
    await start('quota', queue.name);
    await failsWith('quota', 'clusterRefused');
    expect(await namespace.log(history.podsOf('quota')[0]?.metadata?.name ?? '', 'launcher')).toContain('exceeded quota');
  });
});
