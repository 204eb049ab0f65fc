/** What the demo does with its queues: `prepare`, `publish`, `dead` and `remove`. */
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';

const { AMQP_HOST = 'localhost', AMQP_PORT = '5672', AMQP_USERNAME = 'guest', AMQP_PASSWORD = 'guest' } = process.env;

const commands: Record<string, (connection: ChannelModel, ...words: string[]) => Promise<void>> = { prepare, publish, dead, remove };
const [name = '', ...words] = process.argv.slice(2);
try {
  const connection = await connect({ hostname: AMQP_HOST, port: Number(AMQP_PORT), username: AMQP_USERNAME, password: AMQP_PASSWORD });
  await commands[name]?.(connection, ...words);
  await connection.close();
} catch (error) {
  console.error(`demo: the broker at ${AMQP_HOST}:${AMQP_PORT}: ${(error as Error).message}`);
  process.exit(1);
}

/** Prints the queues that were not there: they are the demo's to delete. The first is declared; dead letters get theirs by themselves. */
async function prepare(connection: ChannelModel, queue = '', deadLetters = ''): Promise<void> {
  const there = [await length(connection, queue), await length(connection, deadLetters)];
  const full = [queue, deadLetters].filter((_, index) => (there[index] ?? 0) > 0);
  if (full.length > 0) throw new Error(`there are messages in ${full.join(' and ')} already, which this demo must not touch`);
  if (there[0] === undefined) {
    const channel = await connection.createChannel();
    await channel.assertQueue(queue, { durable: true });
    console.log(queue);
  }
  if (there[1] === undefined) console.log(deadLetters);
}

async function length(connection: ChannelModel, queue: string): Promise<number | undefined> {
  const channel = await connection.createChannel();
  channel.on('error', () => {});
  try {
    return (await channel.checkQueue(queue)).messageCount;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return undefined;
    throw error;
  }
}

async function publish(connection: ChannelModel, queue = '', good = ''): Promise<void> {
  const channel = await connection.createConfirmChannel();
  for (let number = 1; number <= Number(good); number++) {
    const content = { invoice: 1000 + number, amount: `${number * 12}.50` };
    // MAIL_FROM is the entry's own: its value stays, and the launcher says so.
    const environment = { CUSTOMER: `customer-${number}`, ...(number === 1 ? { MAIL_FROM: 'somebody@example.com' } : {}) };
    send(channel, queue, JSON.stringify({ content, environment }), `invoice-${1000 + number}`);
  }
  send(channel, queue, 'this is not JSON', 'bad');
  await channel.waitForConfirms();
}

function send(channel: ConfirmChannel, queue: string, body: string, messageId: string): void {
  console.log(body);
  channel.sendToQueue(queue, Buffer.from(body), { persistent: true, messageId });
}

async function dead(connection: ChannelModel, queue = ''): Promise<void> {
  if (!(await length(connection, queue))) throw new Error(`no dead letter is in ${queue}`);
  const channel = await connection.createChannel();
  const letter = await channel.get(queue);
  if (letter === false) throw new Error(`somebody else took the dead letter from ${queue}`);
  console.log(`body:   ${letter.content}`);
  for (const [header, value] of Object.entries(letter.properties.headers ?? {})) console.log(`${header}: ${value}`);
  channel.ack(letter);
  await channel.close();
  if (letter.fields.messageCount > 0) throw new Error(`${queue} has ${letter.fields.messageCount} more than the one expected`);
}

async function remove(connection: ChannelModel, ...queues: string[]): Promise<void> {
  const channel = await connection.createChannel();
  for (const queue of queues) await channel.deleteQueue(queue);
}
