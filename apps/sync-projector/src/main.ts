import { ConfigurationError } from './configuration.js';
import { startSyncProjector, type RunningSyncProjector } from './sync-projector.js';

const STOP_MS = 20_000;

/** Ends in order, once; a process that cannot within 20 seconds ends anyway: rows and position are one transaction. */
function stopOnce(projector: RunningSyncProjector): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    projector.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
}

try {
  const stop = stopOnce(await startSyncProjector(process.env));
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, stop);
  // Who started it went away meanwhile. Undefined: nobody did over an IPC channel.
  if (process.connected === false) stop();
} catch (error) {
  const reason = error instanceof ConfigurationError ? error.message : 'sync-projector could not start';
  process.stderr.write(`${reason}${error instanceof Error ? ` (${error.name})` : ''}\n`);
  process.exitCode = 1;
}
