import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the proxy does to a call, in turn. */
const FAULTS = [
  'delayed',
  'reset before QuickBooks hears of it',
  'reset while QuickBooks works',
  'reply lost after commit',
  'answer cut off',
  'service unavailable',
  'too many requests',
  'page instead of an answer',
] as const;
type Fault = (typeof FAULTS)[number];

export interface FaultProxy {
  readonly url: string;
  /** How often each fault happened. */
  fired(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  /** The simulator's address. */
  readonly target: string;
  readonly random: () => number;
  /** Which part of the calls a fault happens to: 0 to 1. */
  readonly share: number;
  /** Hears of each call that was answered with success; `begunAt` in milliseconds of the wall's clock. */
  readonly answered: (begunAt: number) => void;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const DELAY_MS = 400;
const HTML = '<!DOCTYPE html><html><body><h1>We are sorry</h1></body></html>';
const THROTTLED = JSON.stringify({
  fault: {
    error: [{ message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429', code: '3001' }],
    type: 'SERVICE',
  },
});

/**
 * Stands before the QuickBooks simulator on 127.0.0.1 and does to the calls of its API what networks do. Which call it
 * is, is random; what happens to it goes round, so that each fault has its turn. Sign-in and control pass untouched.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, random, share, answered } = options;
  const fired = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  let turn = 0;
  const faultOf = (asked: IncomingMessage): Fault | undefined => {
    if (asked.url?.startsWith('/v3/') !== true || random() >= share) return undefined;
    const fault = FAULTS[turn++ % FAULTS.length];
    if (fault) fired.set(fault, (fired.get(fault) ?? 0) + 1);
    return fault;
  };
  const serve = async (asked: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const begunAt = performance.now();
    const fault = faultOf(asked);
    const body = await bytesOf(asked);
    if (fault === 'reset before QuickBooks hears of it') return cut(reply);
    if (fault === 'service unavailable') return say(reply, 503, 'text/plain', 'Service Unavailable');
    if (fault === 'too many requests') return say(reply, 429, 'application/json', THROTTLED);
    if (fault === 'page instead of an answer') return say(reply, 502, 'text/html', HTML);
    if (fault === 'delayed') await pause(DELAY_MS);
    const forwarded = forward(target, asked, body);
    if (fault === 'reset while QuickBooks works') cut(reply);
    const { status, headers, body: said } = await forwarded;
    if (fault === 'reset while QuickBooks works') return;
    if (fault === 'reply lost after commit') return cut(reply);
    if (fault === 'answer cut off') {
      const { 'transfer-encoding': _, ...rest } = headers;
      reply.writeHead(status, { ...rest, 'content-length': said.length });
      reply.write(said.subarray(0, said.length / 2), () => {
        cut(reply);
      });
      return;
    }
    reply.writeHead(status, headers).end(said);
    if (status === 200 && asked.url?.startsWith('/v3/') === true) answered(begunAt);
  };
  const server = createServer((asked, reply) => {
    // The simulator's own faults cut the connection, too; so does a client that was killed.
    serve(asked, reply).catch(() => {
      cut(reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    fired: () => Object.fromEntries(fired),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Throws when the target resets the connection or cuts its answer off. */
async function forward(target: string, asked: IncomingMessage, body: Buffer): Promise<Answer> {
  const url = new URL(asked.url ?? '/', target);
  const headers = { ...asked.headers, host: url.host, connection: 'close' };
  const call = request(url, { method: asked.method, headers });
  const failed = once(call, 'close').then(() => {
    throw new Error('the connection was closed');
  });
  call.end(body);
  const [answer] = (await Promise.race([once(call, 'response'), failed])) as [IncomingMessage];
  failed.catch(() => undefined);
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bytesOf(answer) };
}

function say(reply: ServerResponse, status: number, type: string, text: string): void {
  reply.writeHead(status, { 'content-type': type }).end(text);
}

/** Resets the connection. */
function cut(reply: ServerResponse): void {
  reply.socket?.resetAndDestroy();
}
