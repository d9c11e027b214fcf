import { applicationOf, RECORD_TYPES, type QboContent, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { unitsOf, type Evidence, type QboDump } from './evidence.js';

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

/** With the documents of QuickBooks that refer to what people changed there: a void frees payments, a merge moves them. */
export function withDocuments(byPeople: ReadonlySet<string>, qbo: QboDump): Set<string> {
  const all = new Set(byPeople);
  for (const type of RECORD_TYPES)
    for (const { id, content } of unitsOf(qbo, type))
      if (standsOn(type, content).some((key) => byPeople.has(key))) all.add(`qbo/${type}/${id}`);
  return all;
}

/** The customer and the invoice of a document in QuickBooks, as `qbo/customer/12`. */
function standsOn(type: RecordType, content: QboContent): string[] {
  const { value } = Object(content['CustomerRef']) as { readonly value?: string };
  const invoiceId = type === 'payment' ? applicationOf(content).invoiceId : null;
  return [
    ...(value === undefined ? [] : [`qbo/customer/${value}`]),
    ...(invoiceId === null ? [] : [`qbo/invoice/${invoiceId}`]),
  ];
}
