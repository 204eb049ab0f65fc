import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request, type Server } from 'node:https';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { config } from '../cluster.ts';
import type { Certificate } from './certificate.ts';
import type { Steps } from './steps.ts';

const cluster = config.getCurrentCluster();
const ca = cluster?.caFile === undefined ? Buffer.from(cluster?.caData ?? '', 'base64') : readFileSync(cluster.caFile);
const agent = new Agent({ keepAlive: true, ca });

/** How a connection ends whose launcher is dead. */
const broken = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']);

/** Between launchers and the API server: every request and every reply is a step, and of a watch every line that tells something new. */
export function apiProxy(certificate: Certificate, current: () => Steps): Server {
  return createServer(certificate, (asked, answer) => {
    // A killed launcher's connection is reset.
    for (const stream of [asked, answer]) stream.on('error', () => {});
    pass(asked, answer, current()).catch((error: NodeJS.ErrnoException) => {
      if (!broken.has(error.code ?? '')) process.stderr.write(`proxy of the API server: ${error.stack}\n`);
      answer.destroy();
    });
  });
}

async function pass(asked: IncomingMessage, answer: ServerResponse, steps: Steps): Promise<void> {
  const body = await buffer(asked);
  const name = nameOf(asked, body);
  if (!(await steps.pass(`launcher: ${name}`))) return void answer.destroy();
  const reply = await forward(asked, body, answer);
  reply.on('error', () => {});
  const { statusCode = 0, headers } = reply;
  const watched = name.startsWith('WATCH');
  const content = watched ? undefined : await buffer(reply);
  if (!(await steps.pass(`API server: ${name} ${statusCode}`))) return void answer.destroy();
  answer.writeHead(statusCode, headers);
  if (watched) await passLines(reply, answer, steps);
  else answer.end(content);
}

function forward(asked: IncomingMessage, body: Buffer, answer: ServerResponse): Promise<IncomingMessage> {
  const { method, url } = asked;
  const { host: _, ...headers } = asked.headers;
  return new Promise((resolve, reject) => {
    const sent = request(`${cluster?.server}${url}`, { agent, method, headers }, resolve);
    sent.on('error', reject);
    answer.on('close', () => sent.destroy());
    sent.end(body);
  });
}

async function passLines(reply: IncomingMessage, answer: ServerResponse, steps: Steps): Promise<void> {
  answer.flushHeaders();
  const told = new Set<string>();
  const lines = createInterface(reply);
  // Whoever has left the loop does not hear that the reply was cut off, and nobody else would.
  lines.on('error', () => {});
  for await (const line of lines) {
    const news = newsOf(line);
    if (!told.has(news) && !(await steps.pass(`API server: WATCH ${news}`))) return void answer.destroy();
    told.add(news);
    answer.write(`${line}\n`);
  }
  answer.end();
}

/** An object's name differs from run to run; what is done to which kind does not. */
function nameOf({ method = '', url = '' }: IncomingMessage, body: Buffer): string {
  const { pathname, searchParams } = new URL(url, 'https://x');
  const [kind = '', name] = pathname.replace(/^.*\/namespaces\/[^/]+\//, '').split('/');
  const verb = searchParams.has('watch') ? 'WATCH' : name === undefined && method === 'GET' ? 'LIST' : method;
  // With the runner `job`, a Secret without a message only bars its name.
  const bar = verb === 'POST' && kind === 'secrets' && !body.includes('"MESSAGE"') ? ' without message' : '';
  return `${verb} ${kind}${bar}`;
}

interface Told {
  type?: string;
  object?: { status?: { conditions?: { type?: string; status?: string }[] } };
}

function newsOf(line: string): string {
  const { type, object } = JSON.parse(line) as Told;
  const held = (object?.status?.conditions ?? []).filter(({ status }) => status === 'True').map((condition) => condition.type);
  return [type, ...held].join(' ');
}
