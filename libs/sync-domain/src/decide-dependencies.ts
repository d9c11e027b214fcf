import { leave, type Decision, type ReferenceView, type RootCause } from './decision.js';

/** The first required reference that is not there (rule F5), with the chain's root. */
export function missingReference(
  references: readonly ReferenceView[],
): { readonly decision: Decision; readonly root: RootCause } | undefined {
  for (const { field, type, recordId, required, outcome } of references) {
    if (!required || outcome.status === 'ok') continue;
    const root = outcome.root ?? { type, recordId, code: outcome.code };
    const reason = `F5:${field}-${outcome.status}`;
    return outcome.status === 'blocked'
      ? { decision: { action: 'blocked', reason, note: { code: 'dependency-blocked', root } }, root }
      : { decision: leave(outcome.status, reason), root };
  }
  return undefined;
}
