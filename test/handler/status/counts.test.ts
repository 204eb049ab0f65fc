import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type Server as NetServer } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { BrokerAccess } from '../../../handler/connection.ts';
import type { BrokerChoice } from '../../../handler/operator/brokerAccess.ts';
import { type Count, counting, type PlacedEntry, uncounted } from '../../../handler/status/counts.ts';
import type { Queues } from '../../../handler/status/queues.ts';
import { settings } from '../sample.ts';

const resize: PlacedEntry = { namespace: 'media', entry: { settings, brokerSecret: undefined } };
const login = { username: 'me', password: 'mine' };
const nobody = async () => ({ status: 404, body: '' });

const servers: (Server | NetServer)[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server | NetServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function told(count: Count) {
  const notes = new Set<string>();
  const counts = (await count([resize], notes)).get(resize);
  return { counts, notes: [...notes] };
}

/** A broker that has the entry's queue and no dead letters. */
const opened = async (): Promise<Queues> => ({ ready: async (queue) => (queue === 'images' ? 3 : undefined), close: async () => {} });

describe('what a broker does not tell', () => {
  const managed = async (listener: RequestListener, choice: BrokerChoice = { login }, open: typeof openedBy = openedBy) => {
    const port = await listening(createHttpServer(listener));
    return {
      ...(await told(counting(nobody, choice, `http://127.0.0.1:${port}`, open))),
      where: `the management API at 127.0.0.1:${port}`,
    };
  };
  const openedBy = (_: BrokerAccess) => opened();

  it.each<[string, number, string, string]>([
    ['whose queue the management API does not know', 404, '{}', 'knows no queue images in virtual host /'],
    ['that has no statistics yet', 200, '{"name":"images"}', 'has no statistics of queue images yet, or keeps none'],
    ['before which something else answers', 200, '<html>', 'has no statistics of queue images yet, or keeps none'],
    ['that refuses the login', 401, '{}', 'refuses the login, or its user lacks the tag management'],
  ])('has a note: %s', async (_, status, body, why) => {
    const { counts, notes, where } = await managed((_, response) => response.writeHead(status).end(body));
    expect(counts).toEqual({ ready: 3, unacknowledged: null, deadLetters: 0 });
    expect(notes).toEqual([`${where} ${why}`]);
  });

  it('has none where it is told', async () => {
    const { counts, notes } = await managed((_, response) => response.end('{"messages_unacknowledged":2}'));
    expect({ counts, notes }).toEqual({ counts: { ready: 3, unacknowledged: 2, deadLetters: 0 }, notes: [] });
  });

  it('has a note where a certificate is the login', async () => {
    const data = { 'tls.crt': 'Yw==', 'tls.key': 'aw==' };
    const ask = async () => ({ status: 200, body: JSON.stringify({ metadata: { name: 'event-jobs-broker' }, data }) });
    const entry = { settings, brokerSecret: 'event-jobs-broker' };
    const notes = new Set<string>();
    const one = { namespace: 'media', entry };
    const counts = await counting(ask, { tls: true }, 'http://127.0.0.1:1', opened)([one], notes);
    expect(counts.get(one)?.unacknowledged).toBeNull();
    expect([...notes]).toEqual([expect.stringMatching(/^unacknowledged messages: .* certificate.* AMQP_USERNAME and AMQP_PASSWORD$/)]);
  });

  it('has a note where no broker is asked', async () => {
    expect(await told(uncounted)).toEqual({ counts: undefined, notes: [expect.stringContaining('--no-broker')] });
  });
});

it('a broker that is not reached is left alone for half a minute, and its entries have the note all the same', async () => {
  let connections = 0;
  const port = await listening(
    createServer((socket) => {
      connections++;
      socket.destroy();
    }),
  );
  const now = jest.spyOn(Date, 'now').mockReturnValue(0);
  const count = counting(nobody, { host: '127.0.0.1', port, login }, undefined);
  const first = await told(count);
  expect(first).toEqual({ counts: undefined, notes: [expect.stringContaining(`the broker at 127.0.0.1:${port}`)] });
  now.mockReturnValue(29_999);
  expect(await told(count)).toEqual(first);
  expect(connections).toBe(1);
  now.mockReturnValue(30_000);
  expect(await told(count)).toEqual(first);
  expect(connections).toBe(2);
});
