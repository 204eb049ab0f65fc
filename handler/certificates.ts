/** What TLS to the broker is made with: files of its Secret, by the names of node:tls's options. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerFiles } from './contract.ts';
import { Fault } from './fault.ts';

export interface Certificates {
  /** The authorities to trust; without it those that Node knows, and NODE_EXTRA_CA_CERTS. */
  readonly ca?: Buffer;
  /** The client's own certificate and its key, both or none. */
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Reads what is there. Throws a Fault (`settings`) for what is there and cannot be read, and for a certificate without its key. */
export function certificates(folder: string): Certificates {
  const ca = read(folder, brokerFiles.ca);
  const client = hasClientCertificate(folder) && {
    cert: read(folder, brokerFiles.certificate),
    key: read(folder, brokerFiles.key),
  };
  return { ...(ca && { ca }), ...client } as Certificates;
}

export function hasClientCertificate(folder: string): boolean {
  const [certificate, key] = [brokerFiles.certificate, brokerFiles.key].map((name) => existsSync(join(folder, name)));
  if (certificate !== key) {
    const [one, other] = certificate ? [brokerFiles.certificate, brokerFiles.key] : [brokerFiles.key, brokerFiles.certificate];
    throw new Fault('settings', `the broker's Secret has ${one} without ${other}`);
  }
  return certificate === true;
}

function read(folder: string, name: string): Buffer | undefined {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Fault('settings', `cannot read the broker's ${name}: ${message}`, { cause: error });
  }
}
