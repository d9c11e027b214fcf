import { parseArgs } from 'node:util';
import { connectionStringOf } from './start.js';
import { serveEventStore } from './server.js';

/**
 * The local event store alone in a process:
 * `node dist/event-store/main.js --directory <folder> [--port <n>] [--max-bytes <n>]`.
 * Prints its connection string; SIGTERM, SIGINT and the end of a parent that forked it stop it gracefully.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { directory: { type: 'string' }, port: { type: 'string' }, 'max-bytes': { type: 'string' } },
  });
  const { directory, port, 'max-bytes': maxBytes } = values;
  if (directory === undefined) throw new Error('say where the events are kept: --directory <folder>');
  const server = await serveEventStore({
    directory,
    ...(port !== undefined && { port: wholeNumber('--port', port) }),
    ...(maxBytes !== undefined && { maxBytes: wholeNumber('--max-bytes', maxBytes) }),
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  console.log(connectionStringOf(server.port));
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`${name} must be a whole number, not ${value}`);
  return Number(value);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
