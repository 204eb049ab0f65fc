/** What the usual ScaledJob runs: it takes one message from the queue by itself. Its work begins once it has it. */
import { writeFileSync } from 'node:fs';
import { connect } from 'amqplib';

const { AMQP_HOST: hostname, AMQP_PORT: port, AMQP_USERNAME: username, AMQP_PASSWORD: password, QUEUE: queue } = process.env;
const connection = await connect({ hostname, port, username, password });
const channel = await connection.createChannel();
const message = await channel.get(queue);
if (message !== false) {
  const content = JSON.parse(message.content);
  writeFileSync('/dev/termination-log', `${performance.timeOrigin + performance.now()}`);
  if (typeof content !== 'object') throw new Error('the message is not of the format');
  channel.ack(message);
}
await channel.close();
await connection.close();
