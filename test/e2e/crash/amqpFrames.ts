/** AMQP 0-9-1 on the wire, as far as a frame must be told from the next and named. */
export interface Frame {
  readonly bytes: Buffer;
  /** Such as `basic.get`, or `basic.publish body`; undefined for a heartbeat. */
  readonly name: string | undefined;
}

const methods: Readonly<Record<string, string>> = {
  '10.10': 'connection.start',
  '10.11': 'connection.start-ok',
  '10.30': 'connection.tune',
  '10.31': 'connection.tune-ok',
  '10.40': 'connection.open',
  '10.41': 'connection.open-ok',
  '10.50': 'connection.close',
  '10.51': 'connection.close-ok',
  '20.10': 'channel.open',
  '20.11': 'channel.open-ok',
  '20.40': 'channel.close',
  '20.41': 'channel.close-ok',
  '50.10': 'queue.declare',
  '50.11': 'queue.declare-ok',
  '60.40': 'basic.publish',
  '60.50': 'basic.return',
  '60.70': 'basic.get',
  '60.71': 'basic.get-ok',
  '60.72': 'basic.get-empty',
  '60.80': 'basic.ack',
  '60.90': 'basic.reject',
  '60.120': 'basic.nack',
  '85.10': 'confirm.select',
  '85.11': 'confirm.select-ok',
};

/** Cuts one direction of a connection into frames. */
export class Frames {
  #rest = Buffer.alloc(0);
  #begun = false;
  #method = '';
  readonly #handshake: boolean;

  /** `handshake`: the protocol's header comes first, as the client sends it. */
  constructor(handshake: boolean) {
    this.#handshake = handshake;
  }

  push(chunk: Buffer): Frame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (let size = this.#size(); size !== undefined && size <= this.#rest.length; size = this.#size()) {
      frames.push(this.#frame(this.#rest.subarray(0, size)));
      this.#rest = this.#rest.subarray(size);
    }
    return frames;
  }

  /** Of the next frame; undefined where too little of it is there to tell. */
  #size(): number | undefined {
    if (this.#handshake && !this.#begun) return 8;
    return this.#rest.length < 7 ? undefined : 8 + this.#rest.readUInt32BE(3);
  }

  #frame(bytes: Buffer): Frame {
    const first = this.#handshake && !this.#begun;
    this.#begun = true;
    return { bytes, name: first ? 'protocol header' : this.#name(bytes) };
  }

  #name(bytes: Buffer): string | undefined {
    switch (bytes[0]) {
      case 1: {
        const ids = `${bytes.readUInt16BE(7)}.${bytes.readUInt16BE(9)}`;
        this.#method = methods[ids] ?? `method ${ids}`;
        return this.#method;
      }
      case 2:
        return `${this.#method} header`;
      case 3:
        return `${this.#method} body`;
      default:
        return undefined;
    }
  }
}
