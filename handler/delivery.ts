/** One message as the broker handed it out; what is not its body is plain data that JSON can carry. */
export interface Delivery {
  readonly body: Buffer;
  readonly exchange: string;
  readonly routingKey: string;
  readonly redelivered: boolean;
  readonly properties: Properties;
  readonly headers: Readonly<Record<string, unknown>>;
  /** When it was pulled, ISO 8601. */
  readonly pulledAt: string;
}

/** AMQP's message properties except the headers (AMQP 0-9-1, class basic), in amqplib's spelling. */
export interface Properties {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly deliveryMode?: number;
  readonly priority?: number;
  readonly correlationId?: string;
  readonly replyTo?: string;
  /** Milliseconds, as a string of digits. */
  readonly expiration?: string;
  readonly messageId?: string;
  readonly timestamp?: number;
  readonly type?: string;
  readonly userId?: string;
  readonly appId?: string;
}
