import type { Owner } from '../../handler/cluster.ts';
import type { LaunchSettings } from '../../handler/contract.ts';
import { issuer } from '../../handler/contract.ts';
import type { Delivery } from '../../handler/delivery.ts';
import type { Job } from '../../handler/settings.ts';

export const settings: LaunchSettings = {
  version: 1,
  jobName: 'resize',
  runner: 'exec',
  acknowledge: 'dispatch',
  queue: 'images',
  broker: { hosts: [{ host: 'rabbitmq.default', port: 5672 }], vhost: '/', tls: false },
  deadLetter: { exchange: '', routingKey: 'images.dead' },
  environment: ['MODE'],
  messageEnvironment: { allow: ['*'], encoding: 'plain' },
  retries: 5,
  timeout: 600,
  deadline: 5,
  deliveryLimit: 20,
  maxMessage: 1_000_000,
  issuer,
};

export const job: Job = { namespace: 'media', name: 'resize-x7k2p', uid: '0b8e2d1c-8f1b-4f2e-9a46-2c3d4e5f6a7b' };

/** What a Secret is owned by with the runner `exec`. */
export const owner: Owner = { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };

export const delivery: Delivery = {
  body: Buffer.from('{"content":"x"}'),
  exchange: 'uploads',
  routingKey: 'image',
  redelivered: false,
  properties: {},
  headers: {},
  pulledAt: '2026-01-02T03:04:05.000Z',
};
