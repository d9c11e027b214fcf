import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import { ContentConflict } from '../errors.js';
import type { ContentStore, Json, Scope } from '../port.js';
import type { Database } from './database.js';

interface About {
  readonly type: RecordType;
  readonly recordId: string;
}

export class PostgresContentStore implements ContentStore {
  constructor(private readonly database: Database) {}

  async put(
    { tenant, generation }: Scope,
    reference: string,
    body: Json,
    about: About | undefined,
  ): Promise<void> {
    const text = JSON.stringify(body);
    const { rowCount } = await this.database.query(
      'content.put',
      `INSERT INTO content.body (tenant, generation, reference, about_type, about_record_id, body)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      [tenant, generation, reference, about?.type, about?.recordId, text],
    );
    if (rowCount === 1) return;
    const stored = await this.text('content.put', { tenant, generation }, reference);
    if (stored !== 'erased' && stored !== text) throw new ContentConflict(reference);
  }

  async get(scope: Scope, reference: string): Promise<Json | 'erased' | undefined> {
    const stored = await this.text('content.get', scope, reference);
    return stored === undefined || stored === 'erased' ? stored : (JSON.parse(stored) as Json);
  }

  async erase({ tenant, generation }: Scope, about: About): Promise<number> {
    const { rowCount } = await this.database.query(
      'content.erase',
      `UPDATE content.body SET body = NULL
       WHERE tenant = $1 AND generation = $2 AND about_type = $3 AND about_record_id = $4 AND body IS NOT NULL`,
      [tenant, generation, about.type, about.recordId],
    );
    return rowCount ?? 0;
  }

  /** A body is a JSON object: its text is never the word that stands for an erased one. */
  private async text(
    operation: string,
    { tenant, generation }: Scope,
    reference: string,
  ): Promise<string | undefined> {
    const { rows } = await this.database.query<{ body: string }>(
      operation,
      `SELECT coalesce(body::text, 'erased') AS body FROM content.body
       WHERE tenant = $1 AND generation = $2 AND reference = $3`,
      [tenant, generation, reference],
    );
    return rows[0]?.body;
  }
}
