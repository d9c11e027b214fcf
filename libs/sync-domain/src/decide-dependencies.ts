import { leave, type Decision, type ReferenceView, type RootCause } from './decision.js';
import { OUTCOME_UNKNOWN } from './record-state.js';

/**
 * The first required reference that is not there (rule F5), with the chain's root. An optional one counts while it is
 * not known whether it is there: it is not left out for good because an answer is late.
 */
export function missingReference(
  references: readonly ReferenceView[],
): { readonly decision: Decision; readonly root: RootCause } | undefined {
  for (const { field, type, recordId, required, outcome } of references) {
    if (outcome.status === 'ok' || (!required && outcome.code !== OUTCOME_UNKNOWN)) continue;
    const root = outcome.root ?? { type, recordId, code: outcome.code };
    const reason = `F5:${field}-${outcome.status}`;
    return outcome.status === 'blocked'
      ? { decision: { action: 'blocked', reason, note: { code: 'dependency-blocked', root } }, root }
      : { decision: leave(outcome.status, reason), root };
  }
  return undefined;
}
