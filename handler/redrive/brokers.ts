/** A connection to each broker that messages go back to, made when it is first needed. */
import retry from 'p-retry';
import { type Broker, connectBroker } from '../broker.ts';
import type { BrokerAccess } from '../connection.ts';
import { Fault } from '../fault.ts';
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

/** A broker that is just starting, or a forwarded port that is: three seconds of waiting in all. */
const patience = { retries: 4, minTimeout: 200 };

export function brokers(ask: Ask, choice: BrokerChoice, open: typeof connectBroker = connectBroker): Brokers {
  const reached = new Map<string, Promise<Reached>>();
  /** Those that were not reached after several tries: it is tried again once for each message, without waiting. */
  const silent = new Set<string>();
  const key = ({ settings, brokerSecret }: Entry, namespace: string) => JSON.stringify([namespace, brokerSecret, settings.broker]);

  async function connect(entry: Entry, namespace: string): Promise<Reached> {
    const [access, name] = [await accessOf(entry, namespace, choice, ask), key(entry, namespace)];
    const tries = silent.has(name) ? { retries: 0 } : patience;
    silent.add(name);
    const broker = await retry(() => open(access, 'event-jobs redrive'), { ...tries, shouldRetry: ({ error }) => mayPass(error) });
    silent.delete(name);
    return { broker, access };
  }

  const end = (one: Promise<Reached>) => one.then(({ broker }) => broker.close()).catch(() => {});

  return {
    reach(entry, namespace) {
      const name = key(entry, namespace);
      const known = reached.get(name);
      if (known !== undefined) return known;
      const made = connect(entry, namespace);
      reached.set(name, made);
      // Whoever needs it next tries again.
      made.catch(() => reached.delete(name));
      return made;
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

function mayPass(error: Error): boolean {
  return error instanceof Fault && error.exit === 'transient';
}
