import { Agent, type RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { Failure } from '../failure.ts';
import { atOnce } from './inParallel.ts';

/**
 * Certificates and tokens of the kubeconfig's user, wherever the client has them from, for connections that stay: the client itself opens
 * one for every call, ten times the work. Through a proxy it is the client's own. Throws a Failure where the login fails.
 */
export async function connection(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw new Failure(`the login of context ${config.getCurrentContext()} fails: ${(cause as Error).message}`, { cause });
  }
  if (config.getCurrentCluster()?.proxyUrl !== undefined || config.getCurrentCluster()?.server.startsWith('http:')) return options;
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const given = Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }).filter(([, value]) => value != null);
  return { ...options, agent: new Agent({ ...Object.fromEntries(given), keepAlive: true, maxSockets: atOnce }) };
}
