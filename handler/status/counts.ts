/** What brokers tell of entries' queues; what they do not tell is null, with a note that says why. */
import type { BrokerAccess } from '../connection.ts';
import { launcherEnvironment as names } from '../contract.ts';
import { Fault } from '../fault.ts';
import { accessOf, type BrokerChoice } from '../operator/brokerAccess.ts';
import type { Entry } from '../operator/entry.ts';
import type { Ask } from '../operator/userApi.ts';
import { unacknowledged } from './management.ts';
import { openQueues, type Queues } from './queues.ts';
import type { Counts } from './row.ts';

export interface PlacedEntry {
  readonly namespace: string;
  readonly entry: Entry;
}

/** Adds to the notes. Never throws a Fault. */
export type Count = (entries: readonly PlacedEntry[], notes: Set<string>) => Promise<ReadonlyMap<PlacedEntry, Counts>>;

export const unknown: Counts = { ready: null, unacknowledged: null, deadLetters: null };

/** How many entries' queues are asked about at once: each takes a channel. */
const atOnce = 20;

/** A broker that is not reached is left alone for so long, in milliseconds: each try may take ten seconds. */
const rest = 30_000;

export function counting(ask: Ask, choice: BrokerChoice, management: string | undefined, connect = openQueues): Count {
  const unreached = new Map<string, { until: number; why: string }>();

  async function open(broker: string, first: PlacedEntry): Promise<{ access: BrokerAccess; queues: Queues }> {
    const earlier = unreached.get(broker);
    if (earlier !== undefined && Date.now() < earlier.until) throw new Fault('transient', earlier.why);
    try {
      const access = await accessOf(first.entry, first.namespace, choice, ask);
      return { access, queues: await connect(access) };
    } catch (error) {
      if (error instanceof Fault) unreached.set(broker, { until: Date.now() + rest, why: error.message });
      throw error;
    }
  }

  return async (entries, notes) => {
    const counted = new Map<PlacedEntry, Counts>();
    const brokers = Map.groupBy(entries, ({ namespace, entry }) => JSON.stringify([namespace, entry.brokerSecret, entry.settings.broker]));
    const ofBroker = async (broker: string, theirs: readonly PlacedEntry[]) => {
      const [first] = theirs;
      const opened = first && (await known(() => open(broker, first), notes));
      if (opened == null) return;
      for (let from = 0; from < theirs.length; from += atOnce)
        await Promise.all(
          theirs
            .slice(from, from + atOnce)
            .map(async (one) => counted.set(one, await countsOf(one.entry, { ...opened, management, notes }))),
        );
      await opened.queues.close();
    };
    await Promise.all([...brokers].map(([broker, theirs]) => ofBroker(broker, theirs)));
    return counted;
  };
}

interface Source {
  readonly access: BrokerAccess;
  readonly queues: Queues;
  readonly management: string | undefined;
  readonly notes: Set<string>;
}

async function countsOf({ settings }: Entry, { access, queues, management, notes }: Source): Promise<Counts> {
  const { queue, deadLetter, jobName } = settings;
  const [ready, deadLetters, unacked] = await Promise.all([
    known(() => queues.ready(queue), notes),
    // Of an exchange nobody can tell where it leads.
    deadLetter.exchange === '' ? known(async () => (await queues.ready(deadLetter.routingKey)) ?? 0, notes) : null,
    management === undefined ? null : known(() => held(management, access, queue), notes),
  ]);
  if (ready === undefined) notes.add(`${jobName}: there is no queue ${queue} in virtual host ${access.vhost}`);
  return { ready: ready ?? null, deadLetters, unacknowledged: unacked };
}

async function held(management: string, { login, vhost }: BrokerAccess, queue: string): Promise<number> {
  if (login === undefined) throw new Fault('settings', certificateAlone);
  return unacknowledged(management, login, vhost, queue);
}

const certificateAlone = `unacknowledged messages: the broker's login is a certificate, which the management API does not take: set ${names.amqpUsername} and ${names.amqpPassword}`;

/** Asks no broker. */
export const uncounted: Count = async (_, notes) => {
  notes.add('messages of the queues and dead letters: no broker was asked (--no-broker)');
  return new Map();
};

/** Null, and a note, for a Fault. */
async function known<T>(ask: () => Promise<T>, notes: Set<string>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    notes.add(error.message);
    return null;
  }
}
