import type { Connection } from '@bpro-qbo-sync/qbo-client';
import type { Scope } from '@bpro-qbo-sync/record-store';
import {
  MAPPINGS,
  resolveTaxCode,
  type QboContent,
  type RecordType,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { bproRow, qboRows } from '../reconcile/mirror-rows.js';
import { orNotNow } from '../reconcile/send.js';
import type { CompanyFacts } from './run-context.js';

const PAGE = 500;

export interface ReadCount {
  readonly found: number;
  readonly malformed: number;
}

/** Reads all records of one type of one side into the mirror; what a complete read did not see is gone from it. */
export async function readRecords(
  ports: Ports,
  scope: Scope,
  connection: Connection,
  facts: CompanyFacts,
  readId: string,
  side: Side,
  type: RecordType,
): Promise<ReadCount> {
  const count =
    side === 'bpro'
      ? await readBpro(ports, scope, readId, type)
      : await readQbo(ports, scope, connection, facts, readId, type);
  await ports.records.mirror.sweep(scope, side, type, readId);
  return count;
}

async function readBpro(ports: Ports, scope: Scope, readId: string, type: RecordType): Promise<ReadCount> {
  const mapping = MAPPINGS[type];
  let found = 0;
  let malformed = 0;
  let cursor: string | undefined;
  do {
    const page = await orNotNow(ports.bpro.page(scope.tenant, type, cursor, PAGE));
    await ports.records.mirror.put(
      scope,
      page.records.map((record) => bproRow(mapping, record)),
      readId,
    );
    found += page.records.length;
    malformed += page.malformed.length;
    cursor = page.next;
  } while (cursor !== undefined);
  return { found, malformed };
}

async function readQbo(
  ports: Ports,
  scope: Scope,
  connection: Connection,
  facts: CompanyFacts,
  readId: string,
  type: RecordType,
): Promise<ReadCount> {
  const mapping = MAPPINGS[type];
  let found = 0;
  let malformed = 0;
  const pages = ports.qbo.pages(connection, mapping.qboEntity, mapping.qboWhere)[Symbol.asyncIterator]();
  for (;;) {
    const next = await orNotNow(pages.next());
    if (next.done) break;
    if (next.value.restarted) found = malformed = 0;
    const results = next.value.rows.map((raw) => qboRows(mapping, complete(type, raw, facts)));
    const rows = results.flatMap((r) => r.rows);
    await ports.records.mirror.put(scope, rows, readId);
    found += rows.length;
    malformed += results.filter((r) => r.malformed !== undefined).length;
  }
  return { found, malformed };
}

/** A tax code's rates stand in entities of their own. */
const complete = (type: RecordType, raw: QboContent, facts: CompanyFacts): QboContent =>
  type === 'tax' ? { ...resolveTaxCode(raw, facts.taxRates, facts.taxAgencies) } : raw;
