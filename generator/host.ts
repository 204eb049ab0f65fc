/** Where a broker is. */
export interface Host {
  host: string;
  port: number;
}

/** RabbitMQ's own ports, without and with TLS. */
export function defaultPort(tls: boolean): number {
  return tls ? 5671 : 5672;
}

const address = '[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*';
const port = ':[0-9]{1,5}';

/** A host's name, or its address: as `hosts` of an entry's broker has it, with or without a port. */
export const hostPattern = `^(?:[a-zA-Z0-9_.-]+(?:${port})?|${address}|\\[${address}\\](?:${port})?)$`;

const bareHost = new RegExp(`^(?:[a-zA-Z0-9_.-]+|${address})$`);

export function isHost(text: string): boolean {
  return bareHost.test(text);
}

export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;
}

/** `host`, `host:port`, `[address]:port`, or an IPv6 address by itself; the port where it names none. */
export function hostOf(text: string, port: number): Host {
  const [, bracketed, name, own] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  return { host: bracketed ?? name ?? text, port: own === undefined ? port : Number(own) };
}
