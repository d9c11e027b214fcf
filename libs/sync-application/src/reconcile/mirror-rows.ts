import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import type { BproRecord, EntityMapping, QboContent, QboUnit, SideView } from '@bpro-qbo-sync/sync-domain';

/** Nothing is matched with a voided record; its number stays used all the same (rule F10). */
export const usedKey = (key: string): string => `used/${key}`;

/** A BPro record as the mirror keeps it. */
export const bproRow = (mapping: EntityMapping, record: BproRecord): MirrorRow => ({
  side: 'bpro',
  type: mapping.type,
  id: record.id,
  version: String(record.version),
  createdAt: record.createdAt,
  updatedAt: record.updatedAt,
  state: record.state,
  keys: keysIn(record.state, () => mapping.bproKeys(record.data)),
  content: record.data,
});

export const qboRow = (mapping: EntityMapping, unit: QboUnit): MirrorRow => ({
  side: 'qbo',
  type: mapping.type,
  id: unit.id,
  version: unit.version,
  createdAt: unit.createdAt,
  updatedAt: unit.updatedAt,
  state: unit.state,
  keys: keysIn(unit.state, () => mapping.qboKeys(unit.content)),
  content: unit.content,
});

function keysIn(state: MirrorRow['state'], keys: () => readonly string[]): readonly string[] {
  if (state === 'deleted') return [];
  return state === 'voided' ? keys().map(usedKey) : keys();
}

/**
 * The rows of one QuickBooks record; a record that does not fit the schema is named instead. `linked`: names of its
 * units that are linked already (rule F14).
 */
export function qboRows(
  mapping: EntityMapping,
  raw: QboContent,
  linked: readonly string[] = [],
): { rows: MirrorRow[]; malformed: string | undefined } {
  const parsed = mapping.qboSchema.safeParse(raw);
  if (!parsed.success) return { rows: [], malformed: parsed.error.issues[0]?.path.join('.') ?? '' };
  return { rows: mapping.units(raw, linked).map((unit) => qboRow(mapping, unit)), malformed: undefined };
}

export const viewOf = (row: MirrorRow): SideView => ({
  id: row.id,
  version: row.version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  state: row.state,
  content: row.content,
});
