import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { address, Queue } from '../broker/queue.ts';
import { core, kubectl } from './cluster.ts';
import { condition, History } from './history.ts';
import { type Entry, Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(240_000);

/** What test/cluster's RabbitMQ offers beside the plain port; on another cluster it may be named in the same way. */
const {
  AMQP_VHOST: vhost = '',
  AMQPS_PORT: port,
  AMQPS_CA: ca = '',
  AMQPS_CERTIFICATE: certificate = '',
  AMQPS_KEY: key = '',
} = process.env;

const entry = (jobName: string, more: object): Entry => ({
  ...nodeProcessor('console.log(process.env.MESSAGE)'),
  jobName,
  interval: 1,
  ...more,
});

(port === undefined ? describe.skip : describe)('a broker with virtual hosts and TLS, whose certificates are the login', () => {
  let namespace: Namespace;
  let history: History;
  let queues: Record<'default' | 'elsewhere' | 'secured' | 'both', Queue>;
  let manifests: string;
  const tls = { secret: 'certificate', hosts: [address.host], port: Number(port), tls: true };

  beforeAll(async () => {
    namespace = await Namespace.create();
    history = await History.of(namespace.name);
    const named = await Queue.declare();
    // The same name in two virtual hosts: two queues.
    const [elsewhere, both] = [
      await Queue.declare({}, address, named.name, vhost),
      await Queue.declare({}, address, `${named.name}-tls`, vhost),
    ];
    queues = { default: named, elsewhere, secured: await Queue.declare(), both };
    const stringData = Object.fromEntries(
      Object.entries({ 'ca.crt': ca, 'tls.crt': certificate, 'tls.key': key }).map(([name, file]) => [name, readFileSync(file, 'utf8')]),
    );
    await core.createNamespacedSecret({ namespace: namespace.name, body: { metadata: { name: 'certificate' }, stringData } });
    manifests = await namespace.configure({
      [queues.default.name]: entry('default', {}),
      elsewhere: entry('elsewhere', { queue: queues.elsewhere.name, vhost }),
      [queues.secured.name]: entry('secured', { broker: tls }),
      both: entry('both', { queue: queues.both.name, vhost, broker: tls }),
    });
    for (const [name, queue] of Object.entries(queues)) await queue.publish({ content: name });
    await history.until('every message has been worked on', () => history.finished().length >= 4);
  });

  afterAll(async () => {
    history.end();
    await Promise.all(Object.values(queues).map((queue) => queue.delete()));
    await namespace.delete();
  });

  it.each(['default', 'elsewhere', 'secured', 'both'])('gives the message of its own queue to the entry %s', async (name) => {
    const jobs = [...history.jobs.values()].filter(({ metadata }) => metadata?.labels?.['event-jobs.goci.io/entry'] === name);
    expect(jobs.map(condition)).toEqual(['Complete']);
    const [pod] = history.podsOf(jobs[0]?.metadata?.name ?? '');
    expect(await namespace.log(pod?.metadata?.name ?? '')).toBe(`"${name}"\n`);
  });

  it('lets KEDA see its queues: every ScaledJob is ready', async () => {
    const ready = await kubectl([
      'get',
      'scaledjobs',
      '-n',
      namespace.name,
      '-o',
      'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}',
    ]);
    expect(ready).toBe('True True True True');
  });

  it('has its certificates in the launcher alone, and in no manifest', async () => {
    const secured = [...history.pods.values()].filter(({ spec }) => spec?.volumes?.some(({ name }) => name === 'broker'));
    expect(secured).toHaveLength(2);
    for (const { spec } of secured) {
      const mounting = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].filter(({ volumeMounts }) =>
        volumeMounts?.some(({ name }) => name === 'broker'),
      );
      expect(mounting.map(({ name }) => name)).toEqual(['launcher']);
    }
    expect(manifests).not.toMatch(/BEGIN|PRIVATE/);
  });

  it('shows no drift', async () => {
    expect(await kubectl(['diff', '--server-side', '-f', '-'], manifests)).toBe('');
  });
});
