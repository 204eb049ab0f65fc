/**
 * Why the broker did not open a virtual host, in its own words. amqplib reads them and keeps them to itself, yet they alone tell a limit
 * of connections, which passes, from a missing right. So the same is asked once more, with as little of AMQP 0-9-1 as that takes
 * (https://www.rabbitmq.com/resources/specs/amqp0-9-1.pdf, sections 2.2.4 and 4.2).
 */
import type { Duplex } from 'node:stream';

export interface Opening {
  readonly credentials: { readonly mechanism: string; response(): Buffer };
  readonly vhost: string;
}

/** The broker's reply code and text. Undefined where it opens the virtual host this time, or hangs up. */
export async function openingRefusal(socket: Duplex, opening: Opening): Promise<{ code: number; text: string } | undefined> {
  const { credentials, vhost } = opening;
  socket.write('AMQP\0\0\x09\x01', 'latin1');
  for await (const { id, fields } of methods(socket)) {
    if (id === ids.start)
      socket.write(method(ids.startOk, long(''), short(credentials.mechanism), long(credentials.response()), short('en_US')));
    // The same limits as the broker's own.
    if (id === ids.tune) socket.write(Buffer.concat([method(ids.tuneOk, fields), method(ids.open, short(vhost), short(''), Buffer.of(0))]));
    if (id === ids.close) return { code: fields.readUInt16BE(0), text: fields.toString('utf8', 3, 3 + fields.readUInt8(2)) };
    if (id === ids.openOk) return undefined;
  }
  return undefined;
}

/** Class 10, connection, and the method's own number. */
const ids = {
  start: 0x000a_000a,
  startOk: 0x000a_000b,
  tune: 0x000a_001e,
  tuneOk: 0x000a_001f,
  open: 0x000a_0028,
  openOk: 0x000a_0029,
  close: 0x000a_0032,
};

async function* methods(socket: Duplex): AsyncGenerator<{ id: number; fields: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = frameEnd(rest); end <= rest.length; end = frameEnd(rest)) {
      yield { id: rest.readUInt32BE(7), fields: rest.subarray(11, end - 1) };
      rest = rest.subarray(end);
    }
  }
}

/** A frame: type, channel, size, payload, end mark. */
function frameEnd(bytes: Buffer): number {
  return bytes.length < 11 ? Number.POSITIVE_INFINITY : 7 + bytes.readUInt32BE(3) + 1;
}

function method(id: number, ...fields: Buffer[]): Buffer {
  const payload = Buffer.concat([Buffer.alloc(4), ...fields]);
  payload.writeUInt32BE(id);
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.of(0xce)]);
}

function short(text: string): Buffer {
  return Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)]);
}

function long(value: string | Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(Buffer.byteLength(value));
  return Buffer.concat([size, Buffer.from(value as string)]);
}
