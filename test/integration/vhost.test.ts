import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { launched } from './launching.ts';
import { rabbitmqctl } from './rabbitmqctl.ts';

const vhost = 'team/a b%2F';
const connect = () => connectBroker(accessTo(address, { vhost }), 'test');

beforeAll(() => {
  rabbitmqctl('add_vhost', vhost);
  rabbitmqctl('set_permissions', '--vhost', vhost, address.username, '.*', '.*', '.*');
});
afterAll(() => {
  rabbitmqctl('delete_vhost', vhost);
});

describe('a virtual host, whatever its name,', () => {
  it('is where a launcher takes its message and leaves a bad one', async () => {
    const queue = await Queue.declare({}, address, undefined, vhost);
    const settings = { queue: queue.name, deadLetter: { exchange: '', routingKey: `${queue.name}.dead` } };
    await queue.publish({ content: 'x' });
    await queue.publish('bad');
    const [good] = await launched({ settings, connect });
    const [bad] = await launched({ settings, connect });
    expect([good, bad]).toMatchObject([{ message: '"x"' }, { outcome: { exit: 0 } }]);
    expect(await queue.ready(`${queue.name}.dead`)).toBe(1);
    await queue.delete(`${queue.name}.dead`);
  });

  it('that has as many connections as it may is waited for', async () => {
    rabbitmqctl('set_vhost_limits', '--vhost', vhost, '{"max-connections": 0}');
    const message = expect.stringMatching(/access to vhost '.*' refused: connection limit \(0\) is reached/);
    await expect(launched({ settings: { deadline: 2 }, connect })).rejects.toMatchObject({ exit: 'transient', message });
    rabbitmqctl('clear_vhost_limits', '--vhost', vhost);
  });

  it('that the user has no right to is refused for good, without a word of the user', async () => {
    rabbitmqctl('clear_permissions', '--vhost', vhost, address.username);
    const message = expect.stringMatching(/access to vhost '.*' refused$/);
    await expect(launched({ settings: {}, connect })).rejects.toMatchObject({ exit: 'brokerRefused', message });
  });
});
