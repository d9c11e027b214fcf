import type { MirrorRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  DEFAULT_SETTINGS,
  MAPPINGS,
  paymentIdOf,
  type MappingContext,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { COMPANY_FACTS, plainContext, type CompanyFacts } from './run-context.js';
import type { ToldChanges } from './told-changes.js';

/** What others changed in QuickBooks since the last full sync (rule G3): at least so many records. */
export interface ChangedByOthers {
  readonly atLeast: number;
  /** When QuickBooks was last asked. */
  readonly asOf: string;
}

interface Known {
  /** `customer/12`, each once. */
  readonly records: readonly string[];
  readonly asOf: string;
}

const FACT = 'qbo-changed-by-others';

export async function knownChanges(ports: Ports, scope: Scope): Promise<ChangedByOthers | undefined> {
  const known = await load(ports, scope);
  return known && { atLeast: known.records.length, asOf: known.asOf };
}

const load = async (ports: Ports, scope: Scope): Promise<Known | undefined> =>
  (await ports.records.facts.get(scope, FACT)) as Known | undefined;

/** Adds to what is known the records of an answer that are not as the mirror has them: before it follows the answer. */
export async function noticeChanges(ports: Ports, scope: Scope, told: readonly ToldChanges[]): Promise<void> {
  const before = (await load(ports, scope))?.records ?? [];
  const records = [...new Set([...before, ...(await changedIn(ports, scope, told))])];
  await put(ports, scope, records);
}

/** A full sync has brought everything to BPro. */
export const forgetChanges = (ports: Ports, scope: Scope): Promise<void> => put(ports, scope, []);

const put = (ports: Ports, scope: Scope, records: readonly string[]): Promise<void> =>
  ports.records.facts.put(scope, FACT, { records, asOf: new Date(ports.clock.now()).toISOString() });

async function changedIn(ports: Ports, scope: Scope, told: readonly ToldChanges[]): Promise<string[]> {
  const facts = (await ports.records.facts.get(scope, COMPANY_FACTS)) as CompanyFacts | undefined;
  if (!facts) return [];
  const context = plainContext(facts, DEFAULT_SETTINGS);
  const changed: string[] = [];
  for (const { type, rows, ended } of told) {
    const ids = [...rows.map((row) => row.id), ...ended];
    const mirrored = await ports.records.mirror.get(scope, 'qbo', type, ids);
    const was = new Map(mirrored.map((row) => [row.id, contentOf(row, context)]));
    const links = await ports.records.links.bySide(scope, type, 'qbo', ids);
    const ours = new Set(links.map(({ qboId }) => qboId));
    const isChanged = (row: MirrorRow): boolean =>
      was.has(row.id) ? was.get(row.id) !== contentOf(row, context) : !ours.has(row.id);
    changed.push(
      ...rows.filter(isChanged).map((row) => keyOf(type, row.id)),
      ...ended.filter((id) => was.has(id)).map((id) => keyOf(type, id)),
    );
  }
  return changed;
}

/** A payment counts once, whatever its parts (rule F14). */
const keyOf = (type: RecordType, id: string): string => `${type}/${paymentIdOf(id)}`;

/** What the sync reads of a record; what postings move besides is nobody's change. */
const contentOf = ({ type, state, content }: MirrorRow, context: MappingContext): string =>
  JSON.stringify([state, MAPPINGS[type].fromQbo(content, context)]);
