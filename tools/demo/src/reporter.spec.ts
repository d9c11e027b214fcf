import { describe, expect, it } from '@jest/globals';
import { lineOf } from './follow.js';
import { printChecks, printCounts, table } from './print.js';
import { Reporter } from './reporter.js';

class Screen {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns = 20,
  ) {}
  write(text: string): void {
    this.text += text;
  }
}

describe('what a person reads', () => {
  it('E3 a terminal shows progress in one line, cut to its width', () => {
    const screen = new Screen(true);
    const reporter = new Reporter(screen, () => 0);
    reporter.progress('1 of 100 records are done');
    reporter.progress('2 of 100 records are done');
    reporter.line('done');
    expect(screen.text).toBe('\r\u001B[2K1 of 100 records ar\r\u001B[2K2 of 100 records ar\ndone\n');
  });

  it('E3 elsewhere progress is a plain line, every two seconds at most', () => {
    const screen = new Screen(false);
    let time = 0;
    const reporter = new Reporter(screen, () => time);
    for (const text of ['1', '2', '3', '4']) {
      reporter.progress(text);
      time += 1_000;
    }
    expect(screen.text).toBe('1\n3\n');
  });

  it('columns are as wide as their widest cell, numbers to the right', () => {
    expect(
      table([
        ['', 'QuickBooks', 'x'],
        ['Taxes', '7', ''],
      ]),
    ).toEqual(['       QuickBooks  x', 'Taxes           7']);
  });

  it('D1 the counts of both sides stand side by side, with why they differ', () => {
    const screen = new Screen(false);
    printCounts(new Reporter(screen, () => 0), [
      { type: 'sales-term', label: 'Sales terms', qbo: 8, bpro: 5, explanation: 'five' },
      { type: 'tax', label: 'Taxes', qbo: 3, bpro: 3 },
    ]);
    expect(screen.text.split('\n')).toEqual([
      '               QuickBooks  BPro',
      '  Sales terms           8     5  five',
      '  Taxes                 3     3',
      '',
    ]);
  });

  it('a check that failed says what was wrong, ten at most', () => {
    const screen = new Screen(false);
    const wrong = Array.from({ length: 12 }, (_, i) => `record ${String(i)}`);
    printChecks(new Reporter(screen, () => 0), [
      { id: 'I3', title: 'links are one to one', wrong: [] },
      { id: 'I4', title: 'the money is equal', wrong },
    ]);
    expect(screen.text).toContain('✓ I3     links are one to one');
    expect(screen.text).toContain('✗ I4     the money is equal');
    expect(screen.text).toContain('record 9\n');
    expect(screen.text).not.toContain('record 10\n');
    expect(screen.text).toContain('and 2 more');
  });

  it('E3 progress names done and found per type that is not done, and the time left on the wall', () => {
    const type = (label: string, found: number, done: number) =>
      ({ label, found, done, remaining: found - done, finished: found === done }) as const;
    const progress = {
      status: 'executing',
      paused: null,
      types: [type('Taxes', 5, 5), type('Customers', 96, 40), type('Invoices', 210, 0)],
      found: 311,
      done: 45,
      remaining: 266,
      secondsLeft: 95,
      results: {},
    };
    expect(lineOf(progress, 60)).toBe('45 of 311 done, about 2 s left: Customers 40/96 · Invoices 0/210');
    expect(lineOf({ ...progress, types: [], secondsLeft: null, paused: 'QuickBooks is slow' }, 60)).toBe(
      '45 of 311 done, waiting: QuickBooks is slow',
    );
  });
});
