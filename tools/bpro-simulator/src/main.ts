import { clockFromEnvironment } from '@bpro-qbo-sync/clock';
import { startBproSimulator } from './server.js';

/**
 * Environment: `PORT` (default 4020), `HOST` (default 127.0.0.1), `DATA_DIRECTORY` (none: memory only),
 * `BPRO_TOKEN` (none: everybody is let in), `CLOCK_SCALE` and `CLOCK_ORIGIN`.
 */
const env = process.env;
const running = await startBproSimulator({
  clock: clockFromEnvironment(env),
  random: Math.random,
  port: Number(env['PORT'] ?? '4020'),
  host: env['HOST'],
  dataDirectory: env['DATA_DIRECTORY'],
  token: env['BPRO_TOKEN'],
});
process.stdout.write(`${JSON.stringify({ message: 'the BPro simulator listens', url: running.url })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void running.close().then(() => process.exit(0));
  });
