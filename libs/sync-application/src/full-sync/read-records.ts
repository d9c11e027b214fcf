import type { Connection } from '@bpro-qbo-sync/qbo-client';
import type { MirrorRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  MAPPINGS,
  partsByPayment,
  resolveTaxCode,
  type QboContent,
  type RecordType,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { allLinks } from '../reconcile/all-links.js';
import { bproRow, qboRows } from '../reconcile/mirror-rows.js';
import { orNotNow } from '../reconcile/send.js';
import { keepMalformed, type Malformed } from './malformed.js';
import type { CompanyFacts } from './run-context.js';

const PAGE = 500;

export interface ReadCount {
  readonly found: number;
  readonly malformed: number;
}

interface Reading {
  readonly found: number;
  readonly malformed: readonly Malformed[];
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
  const { found, malformed } =
    side === 'bpro'
      ? await readBpro(ports, scope, readId, type)
      : await readQbo(ports, scope, connection, facts, readId, type);
  await keepMalformed(ports, scope, side, type, readId, malformed);
  await ports.records.mirror.sweep(scope, side, type, readId);
  return { found, malformed: malformed.length };
}

async function readBpro(ports: Ports, scope: Scope, readId: string, type: RecordType): Promise<Reading> {
  const mapping = MAPPINGS[type];
  const malformed: Malformed[] = [];
  let found = 0;
  let cursor: string | undefined;
  do {
    const page = await orNotNow(ports.bpro.page(scope.tenant, type, cursor, PAGE));
    await ports.records.mirror.put(
      scope,
      page.records.map((record) => bproRow(mapping, record)),
      readId,
    );
    malformed.push(...page.malformed);
    found += page.records.length;
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
): Promise<Reading> {
  const mapping = MAPPINGS[type];
  let malformed: Malformed[] = [];
  let found = 0;
  const linkedParts = type === 'payment' ? await partsLinked(ports, scope) : undefined;
  const pages = ports.qbo.pages(connection, mapping.qboEntity, mapping.qboWhere)[Symbol.asyncIterator]();
  for (;;) {
    const next = await orNotNow(pages.next());
    if (next.done) return { found, malformed };
    if (next.value.restarted) {
      found = 0;
      malformed = [];
    }
    const batch: MirrorRow[] = [];
    for (const raw of next.value.rows) {
      const { rows, malformed: path } = qboRows(
        mapping,
        complete(type, raw, facts),
        linkedParts?.get(idOf(raw)),
      );
      if (path !== undefined) malformed.push({ id: idOf(raw), path });
      found += rows.length;
      batch.push(...rows);
    }
    await ports.records.mirror.put(scope, batch, readId);
  }
}

/** QuickBooks' id of a record that perhaps no mapping can read. */
export const idOf = (raw: QboContent): string => String(raw['Id']);

/** The names of linked parts of payments by the payment's id (rule F14). */
export async function partsLinked(ports: Ports, scope: Scope): Promise<Map<string, string[]>> {
  const names: string[] = [];
  for await (const { qboId } of allLinks(ports, scope, 'payment')) if (qboId !== undefined) names.push(qboId);
  return partsByPayment(names);
}

/** A tax code's rates stand in entities of their own. */
const complete = (type: RecordType, raw: QboContent, facts: CompanyFacts): QboContent =>
  type === 'tax' ? { ...resolveTaxCode(raw, facts.taxRates, facts.taxAgencies) } : raw;
