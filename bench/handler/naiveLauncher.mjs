/**
 * A launcher as one writes it in an hour: the usual packages, nothing bundled, one step after the other. It does less than the
 * product's: no gate, no second try, no look for an earlier pod's Secret, no dead letters, no limits.
 */
import { randomUUID } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { Ajv } from 'ajv';
import { connect } from 'amqplib';
import pino from 'pino';

const { env } = process;
const log = pino(pino.destination({ sync: true }));
const settings = JSON.parse(env.EVENT_JOBS_SETTINGS);
const isEnvelope = new Ajv().compile({
  type: 'object',
  required: ['content'],
  properties: {
    content: { anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'array' }] },
    environment: { type: 'object', additionalProperties: { type: 'string' } },
  },
});
const config = new KubeConfig();
config.loadFromCluster();
const core = config.makeApiClient(CoreV1Api);

const [{ host, port }] = settings.broker.hosts;
const connection = await connect({ hostname: host, port, username: env.AMQP_USERNAME, password: env.AMQP_PASSWORD });
const channel = await connection.createChannel();
const message = await channel.get(settings.queue);
if (message === false) throw new Error('the queue is empty');
log.info('pulled a message');
const envelope = JSON.parse(message.content.toString());
if (!isEnvelope(envelope)) throw new Error('the message is not of the format');
const target = `${settings.jobName}-${env.EVENT_JOBS_JOB_UID}`;
const variables = { TARGET: target, MESSAGE: JSON.stringify(envelope.content), ...envelope.environment };
await core.createNamespacedSecret({
  namespace: env.POD_NAMESPACE,
  body: {
    metadata: {
      name: target,
      labels: { 'app.kubernetes.io/managed-by': 'kubernetes-event-jobs' },
      annotations: { 'event-jobs.goci.io/pull': randomUUID() },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: env.EVENT_JOBS_JOB_NAME, uid: env.EVENT_JOBS_JOB_UID }],
    },
    immutable: true,
    stringData: variables,
  },
});
log.info({ target }, 'kept the message in its Secret');
channel.ack(message);
await channel.close();
await connection.close();
log.info('acknowledged the message');
copyFileSync('/handover', '/event/handover');
writeFileSync('/event/message', variables.MESSAGE);
writeFileSync('/event/outcome', ['event-jobs/1', 'run', ...Object.entries(variables).map((pair) => pair.join('=')), '=end', ''].join('\0'));
log.info('handed over to the processor');
