/** What amqplib leaves open: its promises stay pending for ever when a connection dies, or when a broker answers nothing. */
import type { Channel, ChannelModel } from 'amqplib';

/** A channel error without a listener is an uncaught exception; the pending operation rejects with it anyway. */
export function quiet<C extends Channel>(channel: C): C {
  return channel.on('error', () => {});
}

/** How long the broker may take to answer, in milliseconds: one that is short of memory answers nothing. */
const answerTimeout = 10_000;

/** Asks, and fails when the channel or connection ends first or when no answer comes in time. */
export function answered<T>(on: Channel | ChannelModel, ask: () => Promise<T>, timeout = answerTimeout): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const answer = new Promise<T>((resolve, reject) => {
    timer = setTimeout(reject, timeout, new Error(`no answer for ${timeout / 1000} s`));
    on.once('error', reject);
    on.once('close', () => setImmediate(reject, new Error('the connection was lost')));
    ask().then(resolve, reject);
  });
  return answer.finally(() => clearTimeout(timer));
}

/** Closes, and resolves with the broker's answer: it has handled everything before it. The `close` event comes after the answer. */
export function closed(closing: Channel | ChannelModel): Promise<void> {
  return answered(closing, () => closing.close());
}
