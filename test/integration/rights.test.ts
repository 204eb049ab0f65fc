import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import { launch } from '../../handler/launch.ts';
import type { Outcome } from '../../handler/outcome.ts';
import { address, Queue } from '../broker/queue.ts';
import { job, settings as sample } from '../handler/sample.ts';
import { readme } from '../readme.ts';

const rabbitmqctl = (...args: string[]) =>
  execFileSync('test/broker/broker', ['ctl', process.env.EVENT_JOBS_TEST_BROKER ?? '', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

describe('a user with the rights that the README tells', () => {
  let queue: Queue;
  const outcomes: Outcome[] = [];
  const user = { ...address, username: 'jobs', password: 'secret' };

  const run = () =>
    launch({
      settings: { ...sample, queue: queue.name, deadLetter: { exchange: '', routingKey: `${queue.name}.dead` } },
      job,
      connect: () => connectBroker(user, '/', 'test'),
      cluster: { find: async () => undefined, create: async () => 'created' },
      volume: {
        messageFile: '/event/message',
        leave: async (outcome) => {
          outcomes.push(outcome);
        },
      },
      log: { info() {}, warn() {}, error() {} },
      stop: new AbortController().signal,
    });

  beforeAll(async () => {
    queue = await Queue.declare();
    rabbitmqctl('add_user', user.username, user.password);
    const [, ...rights] = /set_permissions jobs '([^']+)' '([^']+)' '([^']+)'/.exec(readme) ?? [];
    rabbitmqctl('set_permissions', user.username, ...rights);
  });

  afterAll(async () => {
    rabbitmqctl('delete_user', user.username);
    await queue.delete(`${queue.name}.dead`);
  });

  it('can take a message, and declare and fill the dead letters’ queue', async () => {
    await queue.publish({ content: 'x' });
    await queue.publish('bad');
    await run();
    await run();
    expect(outcomes).toEqual([expect.objectContaining({ run: expect.any(Map) }), { exit: 0 }]);
    expect(await queue.ready(`${queue.name}.dead`)).toBe(1);
  });

  it('cannot do so without the right to write, and the bad message stays', async () => {
    rabbitmqctl('set_permissions', user.username, '.*', '^$', '.*');
    await queue.publish('bad');
    await expect(run()).rejects.toMatchObject({ exit: 'brokerRefused' });
    expect(await queue.ready()).toBe(1);
  });
});
