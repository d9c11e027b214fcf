import { parentPort, workerData } from 'node:worker_threads';
import { serveEventStore, type ServeOptions } from './server.js';

/** What the starter of the thread may ask. */
export type ToWorker = 'close';

/** What the thread says once: where it listens, or why it does not. */
export type WorkerReport =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string };

const report = (message: WorkerReport): void => parentPort?.postMessage(message);

try {
  const server = await serveEventStore(workerData as ServeOptions);
  parentPort?.once('message', () => {
    void server.close().then(() => parentPort?.close());
  });
  report({ kind: 'listening', port: server.port });
} catch (error) {
  report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
