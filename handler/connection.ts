/** A connection to the first of the broker's hosts that lets us in. */
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { type ChannelModel, connect, credentials } from 'amqplib';
import { brokerFault } from './brokerFault.ts';
import type { Certificates } from './certificates.ts';
import type { LaunchSettings } from './contract.ts';
import { Fault } from './fault.ts';
import type { Log } from './log.ts';
import { type Opening, openingRefusal } from './openingRefusal.ts';
import type { Login } from './settings.ts';

type Host = LaunchSettings['broker']['hosts'][number];

export interface BrokerAccess {
  /** Tried in this order. */
  readonly hosts: readonly Host[];
  readonly vhost: string;
  /** Undefined where the client's certificate is the login. */
  readonly login: Login | undefined;
  /** Undefined without TLS; asked anew for every connection, as the kubelet replaces the files. */
  readonly certificates: (() => Certificates) | undefined;
}

/** How long the broker may take to answer while a connection is set up, in milliseconds. */
const handshakeTimeout = 10_000;

/** A dead connection is noticed after two of these, in seconds. */
const heartbeat = 10;

/**
 * `name` is what the broker's management shows for the connection. Throws a Fault when no host is left: transient, unless waiting
 * helps with none of them.
 */
export async function openConnection(access: BrokerAccess, name: string, log?: Pick<Log, 'warn'>): Promise<ChannelModel> {
  return (await openAtFirst(access, name, log)).connection;
}

/** The same, with the host that let us in. */
export async function openAtFirst(
  access: BrokerAccess,
  name: string,
  log?: Pick<Log, 'warn'>,
): Promise<{ connection: ChannelModel; host: Host }> {
  const certificates = access.certificates?.();
  const faults: Fault[] = [];
  for (const host of access.hosts) {
    try {
      const connection = await openAt(host, access, certificates, name);
      if (faults.length > 0) log?.warn({ host, faults: faults.map(({ message }) => message) }, 'connected to a later one of the hosts');
      return { connection, host };
    } catch (error) {
      faults.push(error as Fault);
    }
  }
  throw together(faults);
}

function together(faults: readonly Fault[]): Fault {
  const decisive = faults.find(({ exit }) => exit === 'transient') ?? faults[0];
  return new Fault(decisive?.exit ?? 'settings', faults.map(({ message }) => message).join('; '), { cause: decisive });
}

async function openAt(host: Host, access: BrokerAccess, certificates: Certificates | undefined, name: string): Promise<ChannelModel> {
  const { vhost, login } = access;
  const who = login === undefined ? credentials.external() : credentials.plain(login.username, login.password);
  const where = `the broker at ${host.host}:${host.port}, virtual host ${vhost}`;
  try {
    return await connect(
      { protocol: certificates ? 'amqps' : 'amqp', hostname: host.host, port: host.port, vhost: encodeURIComponent(vhost), heartbeat },
      { ...certificates, timeout: handshakeTimeout, noDelay: true, credentials: who, clientProperties: { connection_name: name } },
    );
  } catch (error) {
    const said = isOpeningRefusal(error) ? await refusal(host, certificates, { credentials: who, vhost }).catch(() => error) : error;
    throw brokerFault(said, where);
  }
}

function isOpeningRefusal(error: unknown): boolean {
  return (error as Error).message.startsWith('Expected ConnectionOpenOk; got <ConnectionClose');
}

/** The broker's own words for it, which amqplib does not pass on. */
async function refusal(host: Host, certificates: Certificates | undefined, opening: Opening): Promise<Error> {
  const socket = await openSocket(host, certificates);
  try {
    const said = await openingRefusal(socket, opening);
    return said === undefined ? new Error('it did not open the virtual host') : Object.assign(new Error(said.text), { code: said.code });
  } finally {
    socket.destroy();
  }
}

async function openSocket({ host, port }: Host, certificates: Certificates | undefined): Promise<Socket> {
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket =
    certificates === undefined
      ? connectSocket({ host, port })
      : (await import('node:tls')).connect({ host, port, ...servername, ...certificates });
  // Its reader gets an error, too; one that comes after the reader has gone must not end the process.
  socket.on('error', () => {});
  return socket.setTimeout(handshakeTimeout, () => socket.destroy(new Error('no answer in time')));
}
