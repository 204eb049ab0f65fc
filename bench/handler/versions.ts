import { readFileSync } from 'node:fs';
import { VersionApi } from '@kubernetes/client-node';
import { connect } from 'amqplib';
import { address } from '../../test/broker/queue.ts';
import { config } from '../../test/e2e/cluster.ts';

export async function clusterVersions(): Promise<string> {
  const { gitVersion } = await config.makeApiClient(VersionApi).getCode();
  const [, keda] = /kedacore\/keda\/v2 (v[\d.]+)/.exec(readFileSync('test/cluster/keda/go.mod', 'utf8')) ?? [];
  const { host: hostname, port, username, password } = address;
  const connection = await connect({ hostname, port, username, password });
  const { version } = (connection.connection as unknown as { serverProperties: { version: string } }).serverProperties;
  await connection.close();
  return `Kubernetes ${gitVersion} (one node), KEDA ${keda}, RabbitMQ ${version}, all on this machine`;
}
