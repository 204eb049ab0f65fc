import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { config } from './cluster.ts';

/** When a request is held for ever: before the API server sees it, or with its answer. */
export interface Hold {
  method: string;
  /** How many such requests pass first. */
  after: number;
  at: 'request' | 'answer';
}

/** Between a command and the API server, without TLS and without a login of its own: what is held is where the command can be killed. */
export class HoldingProxy {
  readonly #server: Server;
  readonly #held: Hold;
  #seen = 0;
  /** Resolves when a request is held. */
  readonly holds: Promise<void>;
  #tell: () => void;

  private constructor(held: Hold, options: RequestOptions, target: URL) {
    this.#held = held;
    const { promise, resolve } = Promise.withResolvers<void>();
    [this.holds, this.#tell] = [promise, resolve];
    this.#server = createServer((from, to) => this.#pass(from, to, options, target));
  }

  static async start(held: Hold): Promise<HoldingProxy> {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const proxy = new HoldingProxy(held, options, new URL(config.getCurrentCluster()?.server ?? ''));
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** Writes a kubeconfig that leads here. */
  kubeconfig(file: string): string {
    const { port } = this.#server.address() as AddressInfo;
    const named = (name: string, own: object) => [{ name, ...own }];
    const clusters = named('held', { cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } });
    const contexts = named('held', { context: { cluster: 'held', user: 'held' } });
    const text = { apiVersion: 'v1', kind: 'Config', 'current-context': 'held', clusters, contexts, users: named('held', { user: {} }) };
    writeFileSync(file, JSON.stringify(text));
    return file;
  }

  #pass(from: IncomingMessage, to: ServerResponse, options: RequestOptions, target: URL): void {
    const isHeld = from.method === this.#held.method && this.#seen++ >= this.#held.after;
    if (isHeld && this.#held.at === 'request') {
      this.#tell();
      return;
    }
    const { host: _, ...headers } = from.headers;
    const asked = request(new URL(from.url ?? '/', target), { ...options, method: from.method, headers }, (answer) => {
      if (isHeld) this.#tell();
      else answer.pipe(to.writeHead(answer.statusCode ?? 502, answer.headers));
    });
    asked.on('error', () => to.destroy());
    from.pipe(asked);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
