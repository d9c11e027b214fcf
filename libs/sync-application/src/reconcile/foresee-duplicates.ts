import {
  matchText,
  type EntityMapping,
  type NoteCode,
  type Side,
  type UniqueKey,
} from '@bpro-qbo-sync/sync-domain';
import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import type { Ports } from '../ports.js';
import { usedKey } from './mirror-rows.js';
import type { Decided } from './perform.js';
import type { TenantContext } from './tenant-context.js';
import { COMPANY_FACTS, type CompanyFacts } from '../full-sync/run-context.js';

/**
 * Names and numbers that the other system would refuse, found before it is asked (rule F10): in the plan, and when it
 * is carried out. The mirror has to be fresh, so not in replay.
 */
export async function foreseeDuplicates(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  decided: readonly Decided[],
): Promise<Decided[]> {
  const { bproUnique, qboUnique } = mapping;
  const free = bproUnique ? await takenInBpro(ports, tc, mapping, bproUnique, decided) : decided;
  return qboUnique ? takenInQbo(ports, tc, mapping, qboUnique, free) : [...free];
}

async function takenInBpro(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  { level, code }: UniqueKey,
  decided: readonly Decided[],
): Promise<Decided[]> {
  const keysOf = ({ work, decision }: Decided): readonly string[] =>
    decision.action === 'create-bpro' ? (work.qbo?.keys.filter((key) => isOfLevel(key, level)) ?? []) : [];
  const keys = decided.flatMap(keysOf);
  const used = keys.length === 0 ? [] : await withVoided(ports, tc, 'bpro', mapping, keys);
  const taken = new Set(used.flatMap((row) => row.keys));
  return decided.map((item) =>
    keysOf(item).some((key) => taken.has(key) || taken.has(usedKey(key))) ? blocked(item, code) : item,
  );
}

const withVoided = (
  ports: Ports,
  tc: TenantContext,
  side: Side,
  { type }: EntityMapping,
  keys: readonly string[],
): Promise<MirrorRow[]> => ports.records.mirror.byKeys(tc.scope, side, type, [...keys, ...keys.map(usedKey)]);

const blocked = ({ work }: Decided, code: NoteCode): Decided => ({
  work,
  decision: { action: 'blocked', reason: `F10:${code}`, note: { code } },
});

const isOfLevel = (key: string, level: number): boolean => key.startsWith(`${String(level)}:`);

async function takenInQbo(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  unique: UniqueKey,
  decided: readonly Decided[],
): Promise<Decided[]> {
  const keyOf = ({ work, decision }: Decided): string | undefined =>
    decision.action === 'create-qbo'
      ? work.bpro?.keys.find((key) => isOfLevel(key, unique.level))
      : undefined;
  const keys = decided.flatMap((d) => keyOf(d) ?? []);
  if (keys.length === 0) return [...decided];
  const taken = new Set(
    (await withVoided(ports, tc, 'qbo', mapping, keys))
      .filter((row) => row.state === 'active' || row.state === 'voided')
      .flatMap((row) => row.keys),
  );
  const others = unique.sharedWithOtherNames ? await otherNames(ports, tc) : new Set<string>();
  const rivals = new Map<string, string>();
  for (const row of await ports.records.mirror.byKeys(tc.scope, 'bpro', mapping.type, keys))
    for (const key of row.keys) {
      const first = rivals.get(key);
      if (row.state === 'active' && (first === undefined || row.id < first)) rivals.set(key, row.id);
    }
  return decided.map((item) => {
    const key = keyOf(item);
    if (key === undefined) return item;
    const isTaken =
      taken.has(key) ||
      taken.has(usedKey(key)) ||
      others.has(key.slice(2)) ||
      rivals.get(key) !== item.work.bpro?.id;
    return isTaken ? blocked(item, unique.code) : item;
  });
}

/** Names of vendors and employees: one name space with the customers (qbo API, DisplayName). */
async function otherNames(ports: Ports, tc: TenantContext): Promise<Set<string>> {
  const facts = (await ports.records.facts.get(tc.scope, COMPANY_FACTS)) as CompanyFacts | undefined;
  return new Set((facts?.otherNames ?? []).map(matchText));
}
