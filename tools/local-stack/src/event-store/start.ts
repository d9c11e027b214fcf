import { Worker } from 'node:worker_threads';
import { entryPoint } from './entry-point.js';
import type { ServeOptions } from './server.js';
import type { ToWorker, WorkerReport } from './worker.js';

export type StartOptions = Omit<ServeOptions, 'clock'> & {
  /** Called when the server stops by itself; default: the error is thrown, which ends the process. */
  readonly onCrash?: (error: Error) => void;
};

export interface EventStoreServer {
  /** For the official client: `esdb://127.0.0.1:<port>?tls=false`. */
  readonly connectionString: string;
  readonly port: number;
  /** Stops gracefully: what was begun is finished, the file is closed. */
  close(): Promise<void>;
}

export const connectionStringOf = (port: number): string => `esdb://127.0.0.1:${String(port)}?tls=false`;

/**
 * Starts the local event store in a worker thread, so that it does not share the caller's event loop. Rejects when
 * the folder is in use by another server or the port is taken.
 */
export async function startEventStoreServer({
  onCrash = throwLater,
  ...options
}: StartOptions): Promise<EventStoreServer> {
  const { url, execArgv } = entryPoint('worker');
  const worker = new Worker(url, { workerData: options, execArgv });
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve();
    });
  });
  const port = await started(worker);
  let closing = false;
  worker.on('error', (error) => {
    if (!closing) onCrash(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    port,
    connectionString: connectionStringOf(port),
    close: async () => {
      closing = true;
      worker.postMessage('close' satisfies ToWorker);
      await exited;
    },
  };
}

const started = (worker: Worker): Promise<number> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (report: WorkerReport) => {
      worker.off('error', reject);
      if (report.kind === 'listening') resolve(report.port);
      else reject(new Error(report.message));
    });
  });

function throwLater(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}
