import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';

/** Between launcher and broker: what it does to the broker's answers a real network does only by chance. */
function proxy(onAnswer: (bytes: number, client: Socket) => void): Promise<{ port: number; server: Server }> {
  const server = createServer((client) => {
    const broker = connectSocket(address.port, address.host);
    let bytes = 0;
    client.pipe(broker);
    broker.on('data', (chunk) => {
      bytes += chunk.length;
      onAnswer(bytes, client);
      if (!client.destroyed) client.write(chunk);
    });
    for (const socket of [client, broker])
      socket.on('error', () => {}).on('close', () => [client, broker].forEach((each) => void each.destroy()));
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as { port: number }).port, server })),
  );
}

describe('a connection that is cut inside a message', () => {
  let queue: Queue;
  let server: Server;

  beforeEach(async () => {
    queue = await Queue.declare();
  });

  afterEach(async () => {
    server.close();
    await queue.delete();
  });

  it('is a fault of the broker’s, and the message is still there', async () => {
    await queue.publish({ content: 'x'.repeat(900_000) });
    const cut = await proxy((bytes, client) => {
      if (bytes > 300_000) client.destroy();
    });
    server = cut.server;
    const broker = await connectBroker(accessTo({ ...address, port: cut.port }), 'test');
    await expect(broker.get(queue.name)).rejects.toMatchObject({ exit: 'transient', message: expect.stringContaining('lost') });
    await eventually('the message is back', async () => (await queue.ready()) === 1, 5);
  });
});
