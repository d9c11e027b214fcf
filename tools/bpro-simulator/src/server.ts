import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BproSimulator, type BproSimulatorSettings } from './simulator.js';

export interface StartBproSimulatorSettings extends BproSimulatorSettings {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined;
}

export interface RunningBproSimulator {
  /** `http://127.0.0.1:PORT`, the `baseUrl` of the HTTP adapter. */
  readonly url: string;
  readonly port: number;
  readonly simulator: BproSimulator;
  close(): Promise<void>;
}

/** Serves a simulator over HTTP. */
export async function startBproSimulator(
  settings: StartBproSimulatorSettings,
): Promise<RunningBproSimulator> {
  const simulator = new BproSimulator(settings);
  const server = createServer((request, response) => {
    void answer(simulator, request, response);
  });
  const host = settings.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${String(port)}`,
    port,
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

const answer = async (
  simulator: BproSimulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort(new Error('the caller is gone'));
  });
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answered = await simulator.handle({
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const),
      ),
      body: Buffer.concat(chunks).toString('utf8'),
      signal: gone.signal,
    });
    response.writeHead(answered.status, answered.headers).end(answered.body);
  } catch {
    request.socket.destroy();
  }
};
