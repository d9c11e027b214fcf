import type { ReactNode } from 'react';
import type { ShownTotal } from '../api/types.js';
import { usePage } from '../page-context.js';
import { Fold } from '../parts/fold.js';
import { texts, wordsOf } from '../texts.js';
import { PlanRows } from './plan-rows.js';

const QUIET = new Set(['unchanged', 'left-out', 'ignored', 'blocked', 'ambiguous', 'settle']);

/** Actions in the order in which a person wants to see them. */
const ORDER = [
  'ambiguous',
  'blocked',
  'create-qbo',
  'create-bpro',
  'update-qbo',
  'update-bpro',
  'update-both',
  'remove-qbo',
  'reactivate-qbo',
  'link',
  'ignored',
  'left-out',
  'unchanged',
];
const rank = (action: string): number => (ORDER.includes(action) ? ORDER.indexOf(action) : ORDER.length);

export interface Tally {
  readonly action: string;
  readonly count: number;
}

/** What a plan comes to by action; `writes`: how many records something is done with. */
export function summarize(totals: readonly ShownTotal[]): {
  readonly tallies: Tally[];
  readonly writes: number;
} {
  const counts = new Map<string, number>();
  for (const { action, count } of totals) counts.set(action, (counts.get(action) ?? 0) + count);
  const tallies = [...counts]
    .map(([action, count]) => ({ action, count }))
    .sort((a, b) => rank(a.action) - rank(b.action));
  const writes = tallies.reduce((sum, { action, count }) => sum + (QUIET.has(action) ? 0 : count), 0);
  return { tallies, writes };
}

export function Tallies({ tallies }: { readonly tallies: readonly Tally[] }): ReactNode {
  const { format } = usePage();
  return (
    <span className="bqs-tallies">
      {tallies.map(({ action, count }) => (
        <span key={action} className={`bqs-tally bqs-action-${action}`}>
          {wordsOf(texts.actions, action)} <strong>{format.number(count)}</strong>
        </span>
      ))}
    </span>
  );
}

interface PlanTotalsProps {
  readonly run: string;
  readonly totals: readonly ShownTotal[];
}

/** Per record type what will happen and why; each reason opens to its records. */
export function PlanTotals({ run, totals }: PlanTotalsProps): ReactNode {
  const types = [...new Set(totals.map(({ type }) => type))];
  return (
    <>
      <h3>{texts.plan.summary}</h3>
      <p>
        <Tallies tallies={summarize(totals).tallies} />
      </p>
      {types.map((type) => {
        const ofType = totals
          .filter((total) => total.type === type)
          .sort((a, b) => rank(a.action) - rank(b.action) || b.count - a.count);
        return (
          <Fold
            key={type}
            title={
              <>
                <span>{wordsOf(texts.types, type)}</span> <Tallies tallies={summarize(ofType).tallies} />
              </>
            }
          >
            {() => <Reasons run={run} totals={ofType} />}
          </Fold>
        );
      })}
    </>
  );
}

interface ReasonsProps extends PlanTotalsProps {
  /** The totals are of several record types. */
  readonly withTypes?: boolean;
}

export function Reasons({ run, totals, withTypes = false }: ReasonsProps): ReactNode {
  const { format } = usePage();
  return (
    <>
      {totals.map(({ type, action, reason, text, count, rule }) => (
        <Fold
          key={`${type} ${action} ${reason}`}
          level={withTypes ? 4 : 5}
          title={
            <>
              <span className={`bqs-tally bqs-action-${action}`}>
                {wordsOf(texts.actions, action)} <strong>{format.number(count)}</strong>
              </span>{' '}
              {withTypes ? <strong>{wordsOf(texts.types, type)}: </strong> : null}
              <span>{text}</span> <span className="bqs-rule">{rule}</span>
            </>
          }
        >
          {() => (
            <PlanRows run={run} type={type} action={action} reason={reason} label={texts.plan.rows(text)} />
          )}
        </Fold>
      ))}
    </>
  );
}
