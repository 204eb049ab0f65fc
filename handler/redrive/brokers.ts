/** A connection to each broker that messages go back to, made when it is first needed. */
import { type Broker, connectBroker } from '../broker.ts';
import type { BrokerAccess } from '../connection.ts';
import { accessOf, type BrokerChoice } from '../operator/brokerAccess.ts';
import type { Entry } from '../operator/entry.ts';
import type { Ask } from '../operator/userApi.ts';

export interface Reached {
  readonly broker: Broker;
  readonly access: BrokerAccess;
}

export interface Brokers {
  /** Throws a Fault: settings (no login), clusterRefused (no right to its Secret), brokerRefused or transient. */
  reach(entry: Entry, namespace: string): Promise<Reached>;
  /** Makes the entry's connection anew when it is needed again. */
  forget(entry: Entry, namespace: string): Promise<void>;
  close(): Promise<void>;
}

export function brokers(ask: Ask, choice: BrokerChoice): Brokers {
  const reached = new Map<string, Promise<Reached>>();
  const key = ({ settings, brokerSecret }: Entry, namespace: string) => JSON.stringify([namespace, brokerSecret, settings.broker]);

  async function connect(entry: Entry, namespace: string): Promise<Reached> {
    const access = await accessOf(entry, namespace, choice, ask);
    return { broker: await connectBroker(access, 'event-jobs redrive'), access };
  }

  const end = (one: Promise<Reached>) => one.then(({ broker }) => broker.close()).catch(() => {});

  return {
    reach(entry, namespace) {
      const one = reached.get(key(entry, namespace)) ?? connect(entry, namespace);
      reached.set(key(entry, namespace), one);
      return one;
    },
    async forget(entry, namespace) {
      const one = reached.get(key(entry, namespace));
      reached.delete(key(entry, namespace));
      if (one !== undefined) await end(one);
    },
    async close() {
      await Promise.all([...reached.values()].map(end));
    },
  };
}
