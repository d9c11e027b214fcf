import { refuse } from '../api/service-fault.js';
import { type Draft, list, type QboRecord, text } from '../model/record.js';
import type { WriteContext } from './rules.js';

/** What a form may be made from; links to payments and deposits are QuickBooks' own. */
const SOURCES = ['Estimate', 'TimeActivity'] as const;
type Source = (typeof SOURCES)[number];
const sourceOf = (link: QboRecord): Source | undefined => SOURCES.find((type) => type === link['TxnType']);

/**
 * The links of a form: those that QuickBooks made, as they are, and the sent ones to what it was made from, which must
 * exist (610).
 */
export function formLinks({ work, stored }: WriteContext, draft: Draft): readonly QboRecord[] {
  const made = stored ? list(stored, 'LinkedTxn').filter((link) => sourceOf(link) === undefined) : [];
  const sources = list(draft, 'LinkedTxn').filter((link) => {
    const type = sourceOf(link);
    if (type && !work.get(type, text(link, 'TxnId') ?? '')) throw refuse.notFound('LinkedTxn');
    return type !== undefined;
  });
  return [...made, ...sources];
}
