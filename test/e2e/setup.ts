import { mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { canary } from './canary.ts';
import { keepAnnouncements } from './evidence/announcements.ts';
import { keepPodLogs } from './evidence/podLogs.ts';

/** On the project's own cluster: the broker's password is a canary for the whole suite, and all that the suite's pods say is kept for its last test. */
export default async function setup(): Promise<void> {
  const { E2E_CLUSTER, E2E_KUBECONFIG = '', AMQP_VHOST = '/' } = process.env;
  if (E2E_CLUSTER === undefined) return;
  await createUser('e2e', canary.password, ['/', AMQP_VHOST]);
  process.env.AMQP_USERNAME = 'e2e';
  process.env.AMQP_PASSWORD = canary.password;

  // The kubelet's own folder, of which the links are on the same file system.
  const node = join(dirname(E2E_KUBECONFIG), '../log/pods');
  const folder = mkdtempSync(join(dirname(E2E_KUBECONFIG), '../e2e-'));
  const config = new KubeConfig();
  config.loadFromFile(E2E_KUBECONFIG);
  const ends = [keepPodLogs(node, join(folder, 'logs')), await keepAnnouncements(config, join(folder, 'announcements'))];
  process.env.E2E_EVIDENCE = folder;
  Object.assign(globalThis, { endEvidence: () => ends.map((end) => end()) });
}

/** By RabbitMQ's management, which only the cluster's own network reaches. */
async function createUser(name: string, password: string, vhosts: readonly string[]): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${process.env.AMQP_USERNAME}:${process.env.AMQP_PASSWORD}`).toString('base64')}`;
  const put = async (path: string, body: object) => {
    const answer = await fetch(`http://127.0.0.1:15672/api/${path}`, {
      method: 'PUT',
      headers: { authorization },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`RabbitMQ's management did not make ${path}: ${answer.status}`);
  };
  await put(`users/${name}`, { password, tags: '' });
  for (const vhost of vhosts) await put(`permissions/${encodeURIComponent(vhost)}/${name}`, { configure: '.*', write: '.*', read: '.*' });
}
