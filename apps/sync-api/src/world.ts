import { randomUUID } from 'node:crypto';
import { createHttpBpro } from '@bpro-qbo-sync/bpro-adapter';
import { clockFromEnvironment, type Clock } from '@bpro-qbo-sync/clock';
import { connectEventStore } from '@bpro-qbo-sync/event-store';
import { createQboClient, createTokenCipher, type ObservedCall } from '@bpro-qbo-sync/qbo-client';
import { connectReadModels } from '@bpro-qbo-sync/read-models';
import { connectRecordStore } from '@bpro-qbo-sync/record-store';
import {
  createTokenVault,
  hasOldKey,
  tenantHashes,
  type SyncParts,
} from '@bpro-qbo-sync/sync-application/nest';
import type { Logger } from 'pino';
import type { Configuration } from './configuration.js';

/** Everything outside, connected; and what of it the host itself asks and closes. */
export interface World extends SyncParts {
  /** How many of these tenants' tokens are sealed with an old key (rule B2). */
  countOldKeys(tenants: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

export const clockOf = ({ clock: { scale, origin } }: Configuration): Clock =>
  clockFromEnvironment({
    CLOCK_SCALE: String(scale),
    CLOCK_ORIGIN: origin === undefined ? undefined : String(origin),
  });

/** Connects to the stores, to QuickBooks and to BPro as configured, and brings the database's schemas up to date. */
export async function connectWorld(
  configuration: Configuration,
  logger: Logger,
  onCall: (call: ObservedCall) => void,
): Promise<World> {
  const clock = clockOf(configuration);
  const store = connectEventStore(configuration.eventStoreUrl, { clock });
  const records = connectRecordStore(configuration.databaseUrl, { clock });
  await records.migrate();
  const readModels = connectReadModels(configuration.databaseUrl);
  const cipher = createTokenCipher(configuration.tokenKeys);
  const { urls: baseUrls, clientId, clientSecret, redirectUri } = configuration.qbo;
  const { api: qbo, connector } = createQboClient({
    clock,
    vault: createTokenVault(records.secrets, cipher),
    baseUrls,
    clientId,
    clientSecret,
    redirectUri,
    random: Math.random,
    log: (level, event, fields) => {
      logger[level](fields, event);
    },
    onCall,
  });
  const bpro = createHttpBpro({
    baseUrl: configuration.bpro.baseUrl,
    tokenFor: () => configuration.bpro.token,
    clock,
    random: Math.random,
  });
  return {
    ports: {
      store,
      records,
      qbo,
      bpro,
      clock,
      newId: randomUUID,
      hashFor: tenantHashes(configuration.tenantHashKey),
      log: (level, message, fields) => {
        logger[level](fields, message);
      },
    },
    connector,
    readModels: readModels.queries,
    countOldKeys: async (tenants) => {
      const old = await Promise.all(tenants.map((tenant) => hasOldKey(records.secrets, cipher, tenant)));
      return old.filter(Boolean).length;
    },
    close: async () => {
      await Promise.all([store.close(), records.close(), readModels.close()]);
    },
  };
}
