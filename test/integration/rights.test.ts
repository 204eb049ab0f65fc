import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { readme } from '../readme.ts';
import { type Left, launched } from './launching.ts';
import { rabbitmqctl } from './rabbitmqctl.ts';

describe('a user with the rights that the README tells', () => {
  let queue: Queue;
  const left: Left[] = [];
  const user = { ...address, username: 'jobs', password: 'secret' };

  const run = () =>
    launched({
      settings: { queue: queue.name, deadLetter: { exchange: '', routingKey: `${queue.name}.dead` } },
      connect: () => connectBroker(accessTo(user), 'test'),
      left,
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
    expect(left.map(({ outcome }) => Object.keys(outcome)[0])).toEqual(['run', 'exit']);
    expect(await queue.ready(`${queue.name}.dead`)).toBe(1);
  });

  it('cannot do so without the right to write, and the bad message stays', async () => {
    rabbitmqctl('set_permissions', user.username, '.*', '^$', '.*');
    await queue.publish('bad');
    await expect(run()).rejects.toMatchObject({ exit: 'brokerRefused' });
    expect(await queue.ready()).toBe(1);
  });
});
