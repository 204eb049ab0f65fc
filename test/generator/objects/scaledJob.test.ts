import { describe, expect, it } from '@jest/globals';
import { complete } from '../../../generator/entry/eventJob.ts';
import { scaledJob } from '../../../generator/objects/scaledJob.ts';
import type { Settings } from '../../../generator/settings.ts';
import { contractVariables, exitCodes } from '../../../handler/contract.ts';
import { launchSettings } from '../../../handler/settings.ts';
import { settings } from '../sample.ts';

interface Container {
  env: { name: string; value?: string }[];
  volumeMounts: { name: string; readOnly?: boolean }[];
}

interface Shape {
  spec: {
    triggers: { metadata: { host: string } }[];
    jobTargetRef: {
      podFailurePolicy: { rules: { onExitCodes: { values: number[] } }[] };
      template: { spec: { initContainers: [Container]; containers: [Container]; volumes: { name: string }[] } };
    };
  };
}

const entry = { jobName: 'orders', image: 'a', command: ['a'], environment: { B: '1', A: '2' } };
const made = (queue = 'q', more: Partial<Settings> = {}) =>
  scaledJob(complete({ name: 'x' }, queue, entry, { ...settings, ...more }), { settings }) as unknown as Shape;
const podOf = (shape: Shape) => shape.spec.jobTargetRef.template.spec;

describe('a ScaledJob', () => {
  it('holds launch settings that the launcher reads back, dollar signs and all', () => {
    const queue = '$(POD_NAMESPACE) $$ é "';
    const value = podOf(made(queue)).initContainers[0].env[0]?.value;
    expect(value).not.toContain('$');
    expect(launchSettings({ EVENT_JOBS_SETTINGS: value })).toEqual({
      version: 1,
      jobName: 'orders',
      queue,
      runner: 'exec',
      acknowledge: 'dispatch',
      broker: { hosts: [{ host: 'rabbitmq.messaging.svc', port: 5672 }], vhost: '/', tls: false },
      deadLetter: { exchange: '', routingKey: `${queue}.dead` },
      environment: ['A', 'B'],
      messageEnvironment: { allow: ['*'], encoding: 'plain' },
      retries: 5,
      cap: 10,
      timeout: 3600,
      deadline: 120,
      deliveryLimit: 20,
      maxMessage: 16777216,
      issuer: 'goci/kubernetes-event-job',
    });
  });

  it('fails a Job at once on the permanent exit codes of the contract, in order, and on no other', () => {
    const permanent = Object.values(exitCodes).filter((one) => one.permanent);
    const values = made().spec.jobTargetRef.podFailurePolicy.rules[0]?.onExitCodes.values ?? [];
    expect(values).toEqual(permanent.map(({ code }) => code).sort((one, other) => one - other));
  });

  it("mounts the token in the launcher alone, and the processor's volume for reading", () => {
    const { initContainers, containers, volumes } = podOf(made());
    expect(initContainers[0].volumeMounts.map(({ name }) => name)).toEqual(['event', 'token']);
    expect(containers[0].volumeMounts).toEqual([{ name: 'event', mountPath: '/event', readOnly: true }]);
    expect(volumes.map(({ name }) => name)).toEqual(['event', 'token']);
  });

  it('gives the processor the variables of its entry, none of the contract and none of the launcher', () => {
    const names = podOf(made()).containers[0].env.map(({ name }) => name);
    expect(names).toEqual(['A', 'B']);
    expect(names.filter((name) => (contractVariables as readonly string[]).includes(name))).toEqual([]);
  });

  it("has the broker's address in the trigger, IPv6 in brackets and never with credentials", () => {
    const host = (host: string) =>
      made('q', {
        amqpHosts: [
          { host, port: 5672 },
          { host: 'second', port: 1 },
        ],
      }).spec.triggers[0]?.metadata.host;
    expect(host('rabbitmq')).toBe('amqp://rabbitmq:5672');
    expect(host('fd00::1')).toBe('amqp://[fd00::1]:5672');
  });
});
