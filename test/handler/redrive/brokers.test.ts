import { describe, expect, it } from '@jest/globals';
import type { Broker } from '../../../handler/broker.ts';
import { type ExitName, Fault } from '../../../handler/fault.ts';
import type { BrokerChoice } from '../../../handler/operator/brokerAccess.ts';
import { brokers } from '../../../handler/redrive/brokers.ts';
import { settings } from '../sample.ts';

const choice: BrokerChoice = { login: { username: 'me', password: 'mine' } };
const entry = { settings, brokerSecret: undefined };

/** A broker that says no so often. */
function failing(times: number, exit: ExitName = 'transient') {
  const scene = { opened: 0, closed: 0 };
  const broker = { close: async () => void scene.closed++ } as unknown as Broker;
  const open = async () => {
    scene.opened++;
    if (scene.opened <= times) throw new Fault(exit, `no ${scene.opened}`);
    return broker;
  };
  return { scene, broker, reached: brokers(async () => ({ status: 404, body: '' }), choice, open) };
}

describe('a broker', () => {
  it('that is just starting is tried again', async () => {
    const { scene, broker, reached } = failing(2);
    expect((await reached.reach(entry, 'media')).broker).toBe(broker);
    expect(scene.opened).toBe(3);
  });

  it('is connected to once for all that need it, until it is forgotten', async () => {
    const { scene, reached } = failing(0);
    await Promise.all([reached.reach(entry, 'media'), reached.reach(entry, 'media')]);
    expect(scene.opened).toBe(1);
    await reached.forget(entry, 'media');
    await reached.reach(entry, 'media');
    await reached.close();
    expect(scene).toEqual({ opened: 2, closed: 2 });
  });

  it('that refuses is asked no more for this message, and anew for the next', async () => {
    const { scene, broker, reached } = failing(1, 'brokerRefused');
    await expect(reached.reach(entry, 'media')).rejects.toThrow('no 1');
    expect(scene.opened).toBe(1);
    expect((await reached.reach(entry, 'media')).broker).toBe(broker);
  });

  it('that was not reached after several tries is tried once for each message more', async () => {
    const { scene, reached } = failing(6);
    await expect(reached.reach(entry, 'media')).rejects.toThrow('no 5');
    await expect(reached.reach(entry, 'media')).rejects.toThrow('no 6');
    await reached.reach(entry, 'media');
    expect(scene.opened).toBe(7);
  });
});
