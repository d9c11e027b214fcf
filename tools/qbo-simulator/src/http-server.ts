import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@bpro-qbo-sync/clock';
import { JournalFile } from './journal/journal-file.js';
import { serverError } from './api/gateway-faults.js';
import { ConnectionReset, type SimulatorRequest } from './api/http.js';
import { QboSimulator } from './qbo-simulator.js';
import type { SwitchOverrides } from './simulator-options.js';

export interface SimulatorServerOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly clock: Clock;
  /** Default: Math.random. */
  readonly random?: () => number;
  readonly switches?: SwitchOverrides;
  /** A folder in which companies, tokens and answers survive a restart, a killed process included. */
  readonly dataDirectory?: string;
}

export interface SimulatorServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly baseUrl: string;
  readonly simulator: QboSimulator;
  close(): Promise<void>;
}

const MAX_BODY = 32 * 1024 * 1024;

/** The simulator behind HTTP. */
export async function startQboSimulator(options: SimulatorServerOptions): Promise<SimulatorServer> {
  const simulator = new QboSimulator({
    clock: options.clock,
    random: options.random ?? Math.random,
    ...(options.switches ? { switches: options.switches } : {}),
    ...(options.dataDirectory === undefined ? {} : { journal: new JournalFile(options.dataDirectory) }),
  });
  const server = createServer((request, response) => {
    void answer(simulator, request, response);
  });
  const host = options.host ?? '127.0.0.1';
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://${host}:${String(port)}`,
    simulator,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          simulator.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

async function answer(
  simulator: QboSimulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const result = await simulator.handle(await read(request));
    response.writeHead(result.status, result.headers);
    response.end(result.body);
  } catch (error) {
    if (error instanceof ConnectionReset) {
      request.socket.destroy();
      return;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    const failed = serverError(500, 'json', simulator.clock.now());
    response.writeHead(failed.status, failed.headers);
    response.end(failed.body);
  }
}

async function read(request: IncomingMessage): Promise<SimulatorRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const buffer = chunk as Buffer;
    size += buffer.length;
    if (size > MAX_BODY) throw new Error('The body is too large');
    chunks.push(buffer);
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
