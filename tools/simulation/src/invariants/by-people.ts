import type { Evidence } from './evidence.js';

/**
 * What goes across because people made or changed `byPeople` (as `bpro/invoice/12`) while the sync is on (rule G1):
 * these records, their customers, also those from before the date (rule C3), and what all of them are linked to.
 */
export function goesAcross(
  byPeople: ReadonlySet<string>,
  { bpro, records }: Pick<Evidence, 'bpro' | 'records'>,
): Set<string> {
  const all = new Set(byPeople);
  for (const { type, id, data } of bpro)
    if (byPeople.has(`bpro/${type}/${id}`) && typeof data['customerId'] === 'string')
      all.add(`bpro/customer/${data['customerId']}`);
  const named = new Set(all);
  for (const { type, state } of records) {
    const pair = [`bpro/${type}/${String(state.bproId)}`, `qbo/${type}/${String(state.qboId)}`];
    if (pair.some((key) => named.has(key))) for (const key of pair) all.add(key);
  }
  return all;
}
