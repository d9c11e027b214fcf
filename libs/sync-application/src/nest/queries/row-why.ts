import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import {
  derivedRecordId,
  MAPPINGS,
  type Fields,
  type RecordType,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import { detailOf } from '../../full-sync/plan-row.js';
import { tenantContext } from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';
import { loadPage, referencesOf, type Seed } from '../../reconcile/load-page.js';
import type { Neighbourhood } from '../../reconcile/neighbourhood.js';
import { RuleViolation } from '../../rule-violation.js';
import { showRecords, sideKey, type RecordLinks, type SideName } from './display.js';
import { showRows, type ShownRow } from './plan-rows.js';
import { existingRun } from './plan-view.js';

/** Names of records, by our record ids. */
type Names = Readonly<Record<string, string>>;

export interface RowWhy extends ShownRow {
  /** From the record itself to the root (rule K3). */
  readonly chain: readonly ShownRow[];
  /** What the sync owns of the record, on each side; references are our record ids. */
  readonly fields: { readonly bpro: Fields | null; readonly qbo: Fields | null };
  /** The same of each of `candidates`, in their order (rule F2). */
  readonly candidateFields: readonly (Fields | null)[];
  /** What the records that the fields refer to are called on each side. */
  readonly names: { readonly bpro: Names; readonly qbo: Names };
}

/** One record of a plan, and why (rule K3). Throws `RuleViolation` `no-such-run`, `no-such-record`. */
export async function planRowWhy(
  ports: Ports,
  tenant: string,
  run: string,
  { type, recordId }: { readonly type: RecordType; readonly recordId: string },
  links: RecordLinks,
): Promise<RowWhy> {
  const { generation, settings, settingsVersion } = await existingRun(ports, tenant, run);
  const scope = { tenant, generation };
  const [row] = await ports.records.plans.get(scope, run, type, [recordId]);
  if (!row) throw new RuleViolation('no-such-record', 'K3', 'The plan has no such record.');
  const { root } = detailOf(row);
  const roots = root
    ? await ports.records.plans.get(scope, run, root.type as RecordType, [root.recordId])
    : [];
  const chain = await showRows(ports, scope, settings, links, [row, ...roots]);
  const [own] = chain;
  if (!own) throw new RuleViolation('no-such-record', 'K3', 'The plan has no such record.');
  const tc = await tenantContext(ports, tenant, { settings, settingsVersion, run, phase: 'plan' });
  const seeds = own.candidates.map(({ side, id }): Seed => ({
    recordId: derivedRecordId(side, id),
    [side === 'bpro' ? 'bproId' : 'qboId']: id,
  }));
  const { works, hood } = await loadPage(ports, tc, MAPPINGS[type], [{ ...row }, ...seeds]);
  const [work, ...candidates] = works;
  const namesOn = async (side: Side): Promise<Names> => {
    const referred = works.flatMap((each) => (each[side] ? neighboursOf(each[side], hood) : []));
    const shown = await showRecords(ports, scope, settings, links, referred);
    return Object.fromEntries(
      referred.flatMap((neighbour): [string, string][] => {
        const name = shown.get(sideKey(neighbour))?.name;
        return name ? [[hood.recordId(neighbour.type, side, neighbour.id), name]] : [];
      }),
    );
  };
  return {
    ...own,
    chain,
    fields: { bpro: fieldsOf(work?.bpro, hood), qbo: fieldsOf(work?.qbo, hood) },
    candidateFields: own.candidates.map(({ side }, n) => fieldsOf(candidates[n]?.[side], hood)),
    names: { bpro: await namesOn('bpro'), qbo: await namesOn('qbo') },
  };
}

const neighboursOf = (row: MirrorRow, hood: Neighbourhood): SideName[] =>
  referencesOf(MAPPINGS[row.type], row, hood.mappingContext()).map(({ type, sideId }) => ({
    side: row.side,
    type,
    id: sideId,
  }));

const fieldsOf = (row: MirrorRow | undefined, hood: Neighbourhood): Fields | null => {
  if (!row) return null;
  const mapping = MAPPINGS[row.type];
  const read = row.side === 'bpro' ? mapping.fromBpro : mapping.fromQbo;
  return read(row.content, hood.mappingContext());
};
