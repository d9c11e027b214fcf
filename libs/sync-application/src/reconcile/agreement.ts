import {
  fieldHash,
  type Agreement,
  type Decision,
  type EntityMapping,
  type Fields,
  type OpenIntent,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Work } from './load-page.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { TenantContext } from './tenant-context.js';

/** What counts as agreed once `done` sides hold the decided values; the rest stays as it was (rule F3). */
export function agreementAfter(
  tc: TenantContext,
  work: Work,
  decision: Decision,
  sides: { readonly bpro: Fields; readonly qbo: Fields },
  done: readonly Side[],
): Agreement {
  const { toQbo = [], toBpro = [] } = decision.comparison ?? {};
  const pending = new Set([...(done.includes('qbo') ? [] : toQbo), ...(done.includes('bpro') ? [] : toBpro)]);
  const agreed: Record<string, readonly [string, string]> = {};
  for (const field of new Set([...Object.keys(sides.bpro), ...Object.keys(sides.qbo)])) {
    const before = work.handle.state.agreed[field];
    if (!pending.has(field))
      agreed[field] = [
        fieldHash(tc.hash, field, sides.bpro[field]),
        fieldHash(tc.hash, field, sides.qbo[field]),
      ];
    else if (before) agreed[field] = before;
  }
  return agreed;
}

/** The agreement that the intent foresaw, with what the written side really holds. */
export function agreedWith(
  tc: TenantContext,
  open: OpenIntent,
  side: Side,
  fields: Readonly<Record<string, unknown>>,
): Agreement {
  const agreed: Record<string, readonly [string, string]> = {};
  for (const [name, [b, q]] of Object.entries(open.agreed)) {
    const held = Object.hasOwn(fields, name) ? fieldHash(tc.hash, name, fields[name] as never) : undefined;
    agreed[name] = side === 'qbo' ? [b, held ?? q] : [held ?? b, q];
  }
  return agreed;
}

/**
 * What else the record refers to, as it was known before: a merge moves references without a word, and what an answer
 * happens to tell of that is a change of QuickBooks for the next sync, not agreed.
 */
export function unsentReferences(
  mapping: EntityMapping,
  sent: readonly string[],
  work: Work,
  hood: Neighbourhood,
): Fields {
  if (!work.qbo) return {};
  const context = hood.mappingContext();
  const known = mapping.fromQbo(work.qbo.content, context);
  return Object.fromEntries(
    mapping
      .qboReferences(work.qbo.content, context)
      .filter(({ field }) => !sent.includes(field) && field in known)
      .map(({ field }) => [field, known[field] ?? null]),
  );
}
