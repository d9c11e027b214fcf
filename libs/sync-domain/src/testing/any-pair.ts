import fc from 'fast-check';
import type { CompanyProfile } from '../company.js';
import type { QboContent } from '../mapping.js';

/** What both sides say of one record, and what QuickBooks' users can make of theirs. Ids as in `mapping-context.ts`. */
export interface Pair {
  readonly bpro: QboContent;
  readonly qbo: (company: CompanyProfile) => QboContent;
}

/** One record as it was when its sides agreed, and as it is now. `same`: both sides say the same. */
export interface Contents {
  readonly same: Pair;
  readonly was: Pair;
  readonly now: Pair;
}

type Shape<F> = { readonly [K in keyof F]: fc.Arbitrary<F[K]> };

/**
 * The values come out of small pools, so that records meet, differ in a field or two, and run into limits: wide values
 * of one side are in `round-trip.spec.ts`. `odd`: what only QuickBooks can say.
 */
export function contentsOf<F extends object>(
  shape: Shape<F>,
  toBpro: (facts: F) => object,
  toQbo: (facts: F, company: CompanyProfile) => QboContent,
  odd: readonly QboContent[] = [],
): fc.Arbitrary<Contents> {
  const edit = fc.oneof(fc.constant({}), fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<Partial<F>>);
  const oddity = fc.constantFrom<QboContent>({}, {}, {}, {}, {}, {}, ...odd);
  return fc
    .record({ facts: fc.record(shape) as fc.Arbitrary<F>, edits: fc.tuple(edit, edit, edit), oddity })
    .map(({ facts, edits: [apart, inBpro, inQbo], oddity: more }) => {
      const pair = (bpro: F, qbo: F, extra: QboContent = more): Pair => ({
        bpro: toBpro(bpro) as QboContent,
        qbo: (company) => ({ ...toQbo(qbo, company), ...extra }),
      });
      const other = { ...facts, ...apart };
      return {
        same: pair(facts, facts, {}),
        was: pair(facts, other),
        now: pair({ ...facts, ...inBpro }, { ...other, ...inQbo }),
      };
    });
}

export const blankOr = <T>(...values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.constantFrom(null, ...values);
export const ref = (id: string | null): { readonly value: string } | undefined =>
  id === null ? undefined : { value: `Q-${id}` };
export const given = (content: QboContent): QboContent =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined && value !== null));
/** A document of QuickBooks in another currency than the company’s. */
export const EURO = { CurrencyRef: { value: 'EUR' } };
