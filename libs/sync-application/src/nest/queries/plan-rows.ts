import type { PlanFilter, PlanRow, Scope } from '@bpro-qbo-sync/record-store';
import type { RecordType, Settings } from '@bpro-qbo-sync/sync-domain';
import { detailOf, plannedAction } from '../../full-sync/plan-row.js';
import type { Ports } from '../../ports.js';
import {
  candidatesOf,
  showRecords,
  sideKey,
  type RecordLinks,
  type ShownRecord,
  type SideName,
} from './display.js';
import { existingRun } from './plan-view.js';
import { ruleOf, textOf } from './reasons.js';

export interface ShownRow {
  readonly type: RecordType;
  readonly recordId: string;
  readonly action: string;
  readonly reason: string;
  readonly rule: string;
  readonly text: string;
  readonly bpro: ShownRecord | null;
  readonly qbo: ShownRecord | null;
  /** Names of the fields that would be written to a side. */
  readonly toQbo: readonly string[];
  readonly toBpro: readonly string[];
  readonly overwritten: readonly string[];
  /** Code of the note that it would get. */
  readonly note: string | null;
  /** Records of the other side to choose from (rule F2). */
  readonly candidates: readonly ShownRecord[];
  /** The record at the root of a chain (rule F5). */
  readonly root: { readonly type: string; readonly recordId: string; readonly code: string } | null;
}

export interface RowPage {
  readonly rows: readonly ShownRow[];
  /** Pass it as `after`; none: this was the last page. */
  readonly next: string | null;
}

export interface RowsWanted {
  readonly filter: PlanFilter;
  readonly after: { readonly type: RecordType; readonly recordId: string } | undefined;
  readonly limit: number;
}

export async function planRows(
  ports: Ports,
  tenant: string,
  run: string,
  { filter, after, limit }: RowsWanted,
  links: RecordLinks,
): Promise<RowPage> {
  const { generation, settings } = await existingRun(ports, tenant, run);
  const scope = { tenant, generation };
  const rows = await ports.records.plans.page(scope, run, filter, after, limit);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    rows: await showRows(ports, scope, settings, links, rows),
    next: last ? `${last.type}/${last.recordId}` : null,
  };
}

export async function showRows(
  ports: Ports,
  scope: Scope,
  settings: Settings,
  links: RecordLinks,
  rows: readonly PlanRow[],
): Promise<ShownRow[]> {
  const shown = await showRecords(ports, scope, settings, links, rows.flatMap(namesIn));
  const of = (name: SideName | undefined): ShownRecord | null => (name && shown.get(sideKey(name))) ?? null;
  return rows.map((row) => {
    const { type, recordId, reason } = row;
    const detail = detailOf(row);
    return {
      type,
      recordId,
      action: plannedAction(row),
      reason,
      rule: ruleOf(reason),
      text: textOf(reason),
      bpro: of(sideOf(row, 'bpro')),
      qbo: of(sideOf(row, 'qbo')),
      toQbo: detail.toQbo ?? [],
      toBpro: detail.toBpro ?? [],
      overwritten: detail.overwritten ?? [],
      note: detail.note ?? null,
      candidates: candidatesOf(type, recordId, detail.candidates ?? []).flatMap((name) => of(name) ?? []),
      root: detail.root ?? null,
    };
  });
}

const sideOf = (row: PlanRow, side: 'bpro' | 'qbo'): SideName | undefined => {
  const id = side === 'bpro' ? row.bproId : row.qboId;
  return id === undefined ? undefined : { side, type: row.type, id };
};

const namesIn = (row: PlanRow): SideName[] => [
  ...[sideOf(row, 'bpro'), sideOf(row, 'qbo')].filter((name) => name !== undefined),
  ...candidatesOf(row.type, row.recordId, detailOf(row).candidates ?? []),
];
