/** AMQP's content-encoding: what must be undone before a message's bytes can be read. */
import type { Delivery } from './delivery.ts';

/** Of those that mean "as it is", some are charsets, as kombu (Celery) and Spring send them. */
const none = ['', 'identity', 'utf-8', 'utf8', 'us-ascii', 'binary'];
const gzip = ['gzip', 'x-gzip'];

/** What a reason may quote: any other word is the producer's, who may have put anything there. */
const others = ['deflate', 'compress', 'br', 'zstd', 'base64'];

/** Neither the message nor what comes out of it may be over `maxMessage` bytes. */
export async function decode(delivery: Delivery, maxMessage: number): Promise<{ bytes: Buffer } | { bad: string }> {
  const { body, properties } = delivery;
  if (body.length > maxMessage) return { bad: `the message has ${body.length} bytes; ${maxMessage} are allowed` };
  const encoding = properties.contentEncoding?.trim().toLowerCase() ?? '';
  if (none.includes(encoding)) return { bytes: body };
  if (gzip.includes(encoding)) return gunzip(body, maxMessage);
  const name = others.includes(encoding) ? ` (${encoding})` : '';
  return { bad: `the message's content-encoding${name} is not one that is read: gzip, or identity` };
}

/** Off the main thread, so that heartbeats go on; node:zlib is loaded for messages that need it only. */
async function gunzip(body: Buffer, maxMessage: number): Promise<{ bytes: Buffer } | { bad: string }> {
  const zlib = await import('node:zlib');
  return new Promise((resolve) => {
    zlib.gunzip(body, { maxOutputLength: maxMessage }, (error, bytes) => {
      if (error === null) resolve({ bytes });
      else if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
        resolve({ bad: `the message has more than ${maxMessage} bytes once it is decompressed` });
      else resolve({ bad: 'the message is not gzip, as its content-encoding says, or not whole' });
    });
  });
}
