import { expect, it } from '@jest/globals';
import type { Broker } from '../../handler/broker.ts';
import { pull } from '../../handler/pull.ts';

const log = { info() {}, warn() {}, error() {} };
const { signal } = new AbortController();

/** No broker can be slow to the moment: this one only notes that it was asked. */
function noting(): { broker: Broker; asked: string[] } {
  const asked: string[] = [];
  const get = async (queue: string) => {
    asked.push(queue);
    return undefined;
  };
  return { broker: { get } as unknown as Broker, asked };
}

it('a broker that was reached too late is asked for no message', async () => {
  const { broker, asked } = noting();
  const pulling = (isTooLate: () => boolean) => pull('images', Promise.resolve(broker), async () => broker, signal, log, isTooLate);
  expect(await pulling(() => true)).toEqual({ broker, delivery: 'too late' });
  expect(asked).toEqual([]);
  expect(await pulling(() => false)).toEqual({ broker, delivery: undefined });
  expect(asked).toEqual(['images']);
});
