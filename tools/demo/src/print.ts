import type { BalanceMover } from '@bpro-qbo-sync/simulation';
import { centsToText } from '@bpro-qbo-sync/sync-domain';
import type { Check } from './checks.js';
import type { ReplayDay } from './replay-day.js';
import type { Reporter } from './reporter.js';
import type { Finding, NoteGroup, ShownCount, ShownTotal } from './sync-api.js';

const MOST_WRONG = 10;

/** Columns as wide as their widest cell; numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => [...(row[i] ?? '')].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        return /^\d+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

const print = (reporter: Reporter, rows: readonly (readonly string[])[]): void => {
  for (const line of table(rows)) reporter.line(`  ${line}`);
};

/** The number of records on each side (rule D1), and why they differ. */
export function printCounts(reporter: Reporter, counts: readonly ShownCount[]): void {
  print(reporter, [
    ['', 'QuickBooks', 'BPro', ''],
    ...counts.map(({ label, qbo, bpro, explanation }) => [
      label,
      String(qbo),
      String(bpro),
      explanation ?? '',
    ]),
  ]);
}

/** What people did, what QuickBooks was asked for in return (rule G5), and what went wrong meanwhile. */
export function printReplay(reporter: Reporter, { changes, byPeople, writes, faults }: ReplayDay): void {
  reporter.line(
    `  ${String(changes)} changes to ${String(byPeople.size)} records became ${String(writes)} writes in QuickBooks.`,
  );
  print(reporter, [
    ['Faults', 'times'],
    ...Object.entries(faults).map(([kind, times]) => [kind, String(times)]),
  ]);
}

/** What a plan will do, and why (rule K1). */
export function printTotals(reporter: Reporter, totals: readonly ShownTotal[]): void {
  if (totals.length === 0) reporter.line('  nothing to do');
  else
    print(
      reporter,
      totals.map(({ type, action, count, rule, text }) => [String(count), type, action, rule, text]),
    );
}

const EFFECTS = { block: 'blocks the sync', warn: 'worth knowing', adapt: 'the sync adapts' } as const;

export function printFindings(reporter: Reporter, findings: readonly Finding[]): void {
  if (findings.length === 0) reporter.line('  nothing stands in the way');
  for (const { effect, title, action } of findings) {
    reporter.line(`  ${title} (${EFFECTS[effect]})`);
    reporter.line(`    ${action}`);
  }
}

/** Notes by cause, with what to do (rules H1, H2). */
export function printNotes(reporter: Reporter, groups: readonly NoteGroup[]): void {
  if (groups.length === 0) reporter.line('  none');
  for (const { count, title, action, severity } of groups) {
    reporter.line(`  ${String(count)} × ${title} (${severity})`);
    reporter.line(`      ${action}`);
  }
}

const WHY = {
  'not synced': 'by payments that are not synced',
  credit: 'by credits',
  'not applied in full': 'by parts of payments that are not applied to them',
} as const;

/** What else moved the balances of linked invoices in QuickBooks (invariant I4). */
export function printMovers(reporter: Reporter, movers: readonly BalanceMover[]): void {
  for (const [why, words] of Object.entries(WHY)) {
    const ofThese = movers.filter((mover) => mover.why === why);
    if (ofThese.length === 0) continue;
    const invoices = new Set(ofThese.map(({ invoice }) => invoice)).size;
    const sum = centsToText(ofThese.reduce((all, { amount }) => all + amount, 0));
    reporter.line(
      `  The balance of ${String(invoices)} linked invoices is moved by ${sum} in QuickBooks ${words}.`,
    );
  }
}

/** ✓ or ✗ with what was wrong. */
export function printChecks(reporter: Reporter, checks: readonly Check[]): void {
  for (const { id, title, wrong } of checks) {
    reporter.line(`  ${wrong.length === 0 ? '✓' : '✗'} ${id.padEnd(6)} ${title}`);
    for (const what of wrong.slice(0, MOST_WRONG)) reporter.line(`      ${what}`);
    if (wrong.length > MOST_WRONG) reporter.line(`      and ${String(wrong.length - MOST_WRONG)} more`);
  }
}
