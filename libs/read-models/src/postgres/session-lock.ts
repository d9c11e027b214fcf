import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Turn } from '../read-models.js';
import { translated } from './errors.js';

/** A dead network is noticed within a minute, so that a machine that vanished does not keep its lock. */
const KEEP_ALIVE =
  'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3';

const keyOf = (name: string): string =>
  createHash('sha256').update(`read-models ${name}`).digest().readBigInt64BE().toString();

/**
 * A lock over all processes that lasts as long as its connection: freed when its holder dies. Needs a session of
 * its own, so no transaction pooler. Undefined when another holds it.
 */
export async function trySessionLock(url: string, name: string): Promise<Turn | undefined> {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: `bpro-qbo-sync read-models ${name}`,
  });
  const over = new AbortController();
  const end = (): void => {
    over.abort();
  };
  client.on('error', end).on('end', end);
  const release = async (): Promise<void> => {
    await client.end().catch(() => undefined);
  };
  try {
    await client.connect();
    await client.query(KEEP_ALIVE);
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
      keyOf(name),
    ]);
    if (rows[0]?.mine === true) return { lost: over.signal, release };
  } catch (error) {
    await release();
    throw translated(error, name);
  }
  await release();
  return undefined;
}
