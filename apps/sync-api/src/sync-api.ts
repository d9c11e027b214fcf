import type { AddressInfo } from 'node:net';
import type { DestinationStream } from 'pino';
import { readConfiguration } from './configuration.js';
import { createHttpApplication } from './http-application.js';
import { createLogger } from './operations/logging.js';
import { Metrics } from './operations/metrics.js';
import { connectWorld } from './world.js';

export interface RunningSyncApi {
  /** Where this process listens. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the host from its environment. Rejects with `ConfigurationError`, or when the database cannot be reached. */
export async function startSyncApi(
  env: Readonly<Record<string, string | undefined>>,
  log?: DestinationStream,
): Promise<RunningSyncApi> {
  const configuration = readConfiguration(env);
  const logger = createLogger(configuration.logLevel, log);
  const metrics = new Metrics();
  const world = await connectWorld(configuration, logger, (call) => {
    metrics.observeCall(call);
  });
  const app = await createHttpApplication({ configuration, logger, metrics, world });
  await app.listen(configuration.port, configuration.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${configuration.host}:${String(port)}`;
  logger.info({ url }, 'sync-api listens');
  return {
    url,
    close: async () => {
      await app.close();
      await world.close();
    },
  };
}
