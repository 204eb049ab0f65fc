import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { ChannelModel } from 'amqplib';
import { Publisher } from '../../handler/publisher.ts';

const notFound = (text: string) => Object.assign(new Error(`404 (NOT-FOUND) with message "NOT_FOUND - ${text}"`), { code: 404 });

/** A connection whose broker answers a look-up so; test/integration has a real one, whose only node does not go down alone. */
function asking(answer: Error, declared: string[]): Publisher {
  const channel = () =>
    Object.assign(new EventEmitter(), {
      connection: { stream: new Socket() },
      checkQueue: () => Promise.reject(answer),
      assertQueue: async (queue: string) => declared.push(queue),
      close: async () => {},
    });
  const connection = Object.assign(new EventEmitter(), { createChannel: async () => channel() });
  return new Publisher(async () => connection as unknown as ChannelModel);
}

describe('the dead letters’ queue', () => {
  it('is declared where it is missing', async () => {
    const declared: string[] = [];
    await asking(notFound("no queue 'q.dead' in vhost '/'"), declared).ensureQueue('q.dead');
    expect(declared).toEqual(['q.dead']);
  });

  it('is not declared where its node is down', async () => {
    const declared: string[] = [];
    const down = notFound("home node 'rabbit@x' of durable queue 'q.dead' in vhost '/' is down or inaccessible");
    await expect(asking(down, declared).ensureQueue('q.dead')).rejects.toBe(down);
    expect(declared).toEqual([]);
  });
});
