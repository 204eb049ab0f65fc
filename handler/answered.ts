/** What amqplib leaves open: its promises stay pending for ever when a connection dies, or when a broker answers nothing. */
import type { Socket } from 'node:net';
import type { Channel, ChannelModel } from 'amqplib';

/** A channel error without a listener is an uncaught exception; the pending operation rejects with it anyway. */
export function quiet<C extends Channel>(channel: C): C {
  return channel.on('error', () => {});
}

/** How long the broker may be silent before it answers, in milliseconds: one that is short of memory answers nothing. */
const answerTimeout = 10_000;

/** What heartbeats alone pass either way in that time, and more, in bytes: a message on its way, however large or slow, is more. */
const heartbeats = 1_024;

/** Asks, and fails when the channel or connection ends first, or when nothing comes or goes for so long. */
export function answered<T>(on: Channel | ChannelModel, ask: () => Promise<T>, timeout = answerTimeout): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const answer = new Promise<T>((resolve, reject) => {
    let before = passed(on);
    timer = setInterval(() => {
      const now = passed(on);
      if (now - before < heartbeats) reject(new Error(`no answer for ${timeout / 1000} s`));
      before = now;
    }, timeout);
    on.once('error', reject);
    on.once('close', () => setImmediate(reject, new Error('the connection was lost')));
    ask().then(resolve, reject);
  });
  return answer.finally(() => clearInterval(timer));
}

/** How many bytes have come and gone on the connection, as far as the system has taken them; of a channel its connection's. */
function passed(on: Channel | ChannelModel): number {
  const { stream } = on.connection as unknown as { stream: Socket };
  return stream.bytesRead + stream.bytesWritten - stream.writableLength;
}

/** Closes, and resolves with the broker's answer: it has handled everything before it. The `close` event comes after the answer. */
export function closed(closing: Channel | ChannelModel): Promise<void> {
  return answered(closing, () => closing.close());
}
