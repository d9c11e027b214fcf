import type { Clock } from '@bpro-qbo-sync/clock';
import type { Lease, Leases, ReaderPositions } from '../port.js';
import type { Database } from './database.js';

/**
 * Leases by the port's clock. Where the clocks of processes differ, two can believe for that long that they hold
 * one: what they do has to carry the fence, or meet a revision that only one of them can have.
 */
export class PostgresLeases implements Leases {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async acquire(name: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    const now = this.clock.now();
    const { rows } = await this.database.query<{ fence: string }>(
      'leases.acquire',
      `INSERT INTO leases.lease AS held (name, holder, fence, expires_ms) VALUES ($1, $2, 1, $4)
       ON CONFLICT (name) DO UPDATE SET
         holder = excluded.holder, fence = held.fence + 1, expires_ms = excluded.expires_ms
       WHERE held.expires_ms <= $3 OR held.holder = excluded.holder
       RETURNING fence`,
      [name, holder, now, now + ttlMs],
    );
    const [taken] = rows;
    return taken && this.lease(name, Number(taken.fence), ttlMs);
  }

  private lease(name: string, fence: number, ttlMs: number): Lease {
    return {
      name,
      fence,
      renew: async () => {
        const now = this.clock.now();
        const { rowCount } = await this.database.query(
          'leases.renew',
          'UPDATE leases.lease SET expires_ms = $4 WHERE name = $1 AND fence = $2 AND expires_ms > $3',
          [name, fence, now, now + ttlMs],
        );
        return rowCount === 1;
      },
      release: async () => {
        await this.database.query(
          'leases.release',
          'UPDATE leases.lease SET expires_ms = 0 WHERE name = $1 AND fence = $2',
          [name, fence],
        );
      },
    };
  }
}

export class PostgresReaderPositions implements ReaderPositions {
  constructor(private readonly database: Database) {}

  async load(reader: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ position: string }>(
      'positions.load',
      'SELECT position FROM leases.position WHERE reader = $1',
      [reader],
    );
    return rows[0]?.position;
  }

  async save(reader: string, position: string): Promise<void> {
    await this.database.query(
      'positions.save',
      `INSERT INTO leases.position (reader, position) VALUES ($1, $2)
       ON CONFLICT (reader) DO UPDATE SET position = excluded.position`,
      [reader, position],
    );
  }
}
