import { QboFault, type Connection, type QboApi } from '@bpro-qbo-sync/qbo-client';
import { connectionStream } from '@bpro-qbo-sync/sync-domain';
import { markConnectionLost } from '../connection/connection-commands.js';
import { presentShape } from '../journal.js';
import { bySync, type Ports } from '../ports.js';

/**
 * The one place where a connection is found lost (rule B3): every call of every command passes here. A fault of
 * kind `connection-lost` marks the tenant's connection before it goes on to the caller.
 */
export function watchConnections(ports: Ports): Ports {
  const { qbo } = ports;
  const watched =
    <Rest extends readonly unknown[], Answer>(
      call: (connection: Connection, ...rest: Rest) => Promise<Answer>,
    ) =>
    async (connection: Connection, ...rest: Rest): Promise<Answer> => {
      const since = ports.clock.now();
      try {
        return await call(connection, ...rest);
      } catch (error) {
        await noteLoss(ports, connection.tenant, since, error);
        throw error;
      }
    };
  const api: QboApi = {
    companyInfo: watched((c) => qbo.companyInfo(c)),
    preferences: watched((c) => qbo.preferences(c)),
    query: watched((c, query, lane) => qbo.query(c, query, lane)),
    pages: (c, entity, where) => watchedPages(ports, c, qbo.pages(c, entity, where)),
    count: watched((c, entity, where) => qbo.count(c, entity, where)),
    changes: watched((c, entities, since) => qbo.changes(c, entities, since)),
    read: watched((c, entity, id, lane) => qbo.read(c, entity, id, lane)),
    write: watched((c, write, options) => qbo.write(c, write, options)),
    batch: watched((c, items, options) => qbo.batch(c, items, options)),
    createTaxCode: watched((c, body, options) => qbo.createTaxCode(c, body, options)),
    usage: (realmId) => qbo.usage(realmId),
  };
  return { ...ports, qbo: api };
}

async function* watchedPages<Page>(
  ports: Ports,
  { tenant }: Connection,
  pages: AsyncIterable<Page>,
): AsyncGenerator<Page, void, void> {
  const since = ports.clock.now();
  try {
    yield* pages;
  } catch (error) {
    await noteLoss(ports, tenant, since, error);
    throw error;
  }
}

/** `other-company`: somebody is just connecting another one; the new connection is not lost. */
const isLoss = (error: unknown): error is QboFault =>
  error instanceof QboFault && error.kind === 'connection-lost' && error.code !== 'other-company';

async function noteLoss(ports: Ports, tenant: string, since: number, error: unknown): Promise<void> {
  if (!isLoss(error)) return;
  try {
    const options = { direction: 'backwards', limit: 1 } as const;
    const [last] = (await ports.store.read(connectionStream(tenant), options)).map(presentShape);
    const reconnected =
      last?.type === 'QuickBooksConnected' && Date.parse(String(last.metadata['at'])) > since;
    if (!reconnected) await markConnectionLost(ports, tenant, error.code, bySync(`connection-${tenant}`));
  } catch {
    ports.log('warn', 'the lost connection could not be recorded; the next call does', { tenant });
  }
}
