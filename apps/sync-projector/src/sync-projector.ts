import type { AddressInfo } from 'node:net';
import { clockFromEnvironment } from '@bpro-qbo-sync/clock';
import { connectEventStore } from '@bpro-qbo-sync/event-store';
import { connectReadModels } from '@bpro-qbo-sync/read-models';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DestinationStream } from 'pino';
import { readConfiguration, type Configuration } from './configuration.js';
import { createLogger, NestLogger } from './logging.js';
import { Metrics } from './metrics.js';
import { ProjectorModule, type ProjectorParts } from './projector.module.js';

export interface RunningSyncProjector {
  /** Where health and metrics are served, if anywhere. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

type Stores = Pick<ProjectorParts, 'store' | 'db' | 'clock'>;

/** The event store and the read models as configured; both connect when they are first used. */
export function connectStores({
  eventStoreUrl,
  databaseUrl,
  clock: { scale, origin },
}: Configuration): Stores {
  const clock = clockFromEnvironment({
    CLOCK_SCALE: String(scale),
    CLOCK_ORIGIN: origin === undefined ? undefined : String(origin),
  });
  return { clock, store: connectEventStore(eventStoreUrl, { clock }), db: connectReadModels(databaseUrl) };
}

export async function closeStores({ store, db }: Stores): Promise<void> {
  await Promise.all([store.close(), db.close()]);
}

/**
 * Starts the host from its environment. Rejects with `ConfigurationError`, or when its port is taken; stores that
 * cannot be reached are waited for.
 */
export async function startSyncProjector(
  env: Readonly<Record<string, string | undefined>>,
  log?: DestinationStream,
): Promise<RunningSyncProjector> {
  const configuration = readConfiguration(env);
  const logger = createLogger(configuration.logLevel, log);
  const stores = connectStores(configuration);
  const module = ProjectorModule.forRoot({ ...stores, logger, metrics: new Metrics() });
  const options = { logger: new NestLogger(logger), abortOnError: false };
  const { http } = configuration;
  if (!http) {
    const context = await NestFactory.createApplicationContext(module, options);
    logger.info('sync-projector runs');
    return { url: undefined, close: () => closeAll(context, stores) };
  }
  const app = await NestFactory.create<NestExpressApplication>(module, {
    ...options,
    forceCloseConnections: true,
  });
  app.disable('x-powered-by');
  await app.listen(http.port, http.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${http.host}:${String(port)}`;
  logger.info({ url }, 'sync-projector runs');
  return { url, close: () => closeAll(app, stores) };
}

/** The projections first: the batch that is being written ends before its connection does. */
async function closeAll(app: { close(): Promise<void> }, stores: Stores): Promise<void> {
  await app.close();
  await closeStores(stores);
}
