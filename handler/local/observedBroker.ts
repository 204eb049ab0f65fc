import type { Broker } from '../broker.ts';

/** What a launcher met at the broker; `undefined` while it has pulled nothing. */
export type Met = 'nothing' | 'a message' | 'a bad message' | undefined;

/** A broker that tells what passes; the launcher itself only tells by its log. */
export function observed(broker: Broker, met: (what: Met) => void): Broker {
  return {
    async get(queue) {
      const delivery = await broker.get(queue);
      met(delivery === undefined ? 'nothing' : 'a message');
      return delivery;
    },
    async park(letter, to) {
      await broker.park(letter, to);
      met('a bad message');
    },
    acknowledge: () => broker.acknowledge(),
    giveBack: () => broker.giveBack(),
    reject: () => broker.reject(),
    republish: (letter, queue) => broker.republish(letter, queue),
    get lost() {
      return broker.lost;
    },
    close: () => broker.close(),
  };
}
