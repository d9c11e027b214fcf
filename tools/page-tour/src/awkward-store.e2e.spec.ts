import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { awkwardBooks, FORMULA } from './awkward-books.js';
import { AwkwardStory } from './awkward-story.js';
import { Hands } from './hands.js';
import { inspecting, type Inspection } from './inspect.js';
import { ONLY_IN_BPRO, ONLY_IN_QBO, SettingsSteps, type PlanSummary } from './settings-steps.js';
import { openStage, type Stage } from './stage.js';
import { VIEWS } from './views.js';

const REFUNDS = 'Account that refunds are issued from';

/** Light and dark, wide and on a phone: the first-time story is looked at in each of the four. */
const LOOKS = [VIEWS[0], VIEWS[3]];

describe('the settings page of an awkward store, in a browser', () => {
  let stage: Stage;
  let hands: Hands;
  let steps: SettingsSteps;
  let story: AwkwardStory;
  let inspection: Inspection;
  /** Of the settings as they are at first. */
  let first: PlanSummary;
  /** What should never happen. */
  const alarms: string[] = [];

  beforeAll(async () => {
    stage = await openStage();
    const page = await stage.browser.newPage();
    page.on('pageerror', (error) => alarms.push(error.message));
    page.on('dialog', (dialog) => {
      alarms.push(dialog.message());
      void dialog.dismiss();
    });
    hands = new Hands(page);
    steps = new SettingsSteps(hands);
    inspection = inspecting(page, LOOKS);
    story = new AwkwardStory(hands, stage, inspection.visit);
  }, 120_000);
  afterAll(() => stage.close(), 60_000);

  it('A3 B1 D1 H1 I1 what is empty says so, and what takes its time shows it', async () => {
    await story.begins();
  }, 90_000);

  it('C8 what cannot work is said at its field: nothing to sync, a date in the future', async () => {
    await story.errs(steps);
    for (const group of [ONLY_IN_QBO, ONLY_IN_BPRO])
      expect(await steps.described(hands.page.getByRole('radiogroup', { name: group }))).toContain(
        'Nothing would be synced: no record is in both systems, and both settings say ignore.',
      );
    expect(await steps.described(steps.day)).toContain('The date is in the future');
    expect(await steps.day.getAttribute('aria-invalid')).toBe('true');
    await stage.systems.loadBpro(awkwardBooks);
    await hands.page.reload();
    await steps.open();
    expect(await steps.radio(ONLY_IN_QBO, 'Create them in BPro').isChecked()).toBe(true);
  }, 60_000);

  it('C1 what one side lacks is created there, or ignored where the settings say so', async () => {
    first = await steps.plan();
    await steps.open();
    await steps.toggle(steps.radio(ONLY_IN_QBO, 'Ignore them'));
    await steps.keep();
    expect(await steps.radio(ONLY_IN_QBO, 'Ignore them').isChecked()).toBe(true);
    const qboIgnored = await steps.plan();
    expect(first.count('Create in BPro', 'Customers')).toBeGreaterThan(10);
    expect(first.count('Ignored')).toBe(0);
    expect(qboIgnored.count('Create in BPro')).toBe(0);
    expect(qboIgnored.count('Ignored', 'Customers')).toBe(first.count('Create in BPro', 'Customers'));
    expect(qboIgnored.count('Create in QuickBooks', 'Customers')).toBe(
      first.count('Create in QuickBooks', 'Customers'),
    );

    await steps.open();
    await steps.toggle(steps.radio(ONLY_IN_QBO, 'Create them in BPro'));
    await steps.toggle(steps.radio(ONLY_IN_BPRO, 'Ignore them'));
    await steps.keep();
    expect(await steps.radio(ONLY_IN_QBO, 'Create them in BPro').isChecked()).toBe(true);
    expect(await steps.radio(ONLY_IN_BPRO, 'Ignore them').isChecked()).toBe(true);
    const bproIgnored = await steps.plan();
    expect(bproIgnored.count('Create in QuickBooks')).toBe(0);
    expect(bproIgnored.count('Ignored', 'Customers')).toBe(
      // Those, too, that QuickBooks would not have taken.
      first.count('Create in QuickBooks', 'Customers') + first.count('Blocked', 'Customers'),
    );
    expect(bproIgnored.count('Create in BPro', 'Customers')).toBe(first.count('Create in BPro', 'Customers'));
  }, 60_000);

  it('C2 from a date on, older customers, invoices and payments are left out, and nothing else is', async () => {
    await steps.open();
    await steps.toggle(steps.radio(ONLY_IN_BPRO, 'Create them in QuickBooks'));
    await steps.toggle(steps.radio('Which records', 'from the following date'));
    await steps.day.fill('2025-07-01');
    await steps.keep();
    expect(await steps.day.inputValue()).toBe('2025-07-01');
    const recent = await steps.plan();
    for (const type of ['Customers', 'Invoices', 'Payments'])
      expect(recent.count('Left out', type)).toBeGreaterThan(first.count('Left out', type) + 5);
    for (const type of ['Taxes', 'Product categories', 'Products'])
      expect(recent.of(type)).toBe(first.of(type));
  }, 60_000);

  it('C4 C5 C7 refunds wait for an account; payments of an unchecked method, or of none, are left out; accounts can be chosen', async () => {
    await steps.open();
    await steps.toggle(steps.radio('Which records', 'Synchronize all records found'));
    const refundAccount = await steps.choose(REFUNDS, /^Checking/);
    const incomeAccount = await steps.choose('Income', /^Services/);
    await steps.toggle(steps.method('Cash'));
    await steps.toggle(steps.method('Payments without a method'));
    await steps.keep();
    expect(await steps.list(REFUNDS).innerText()).toContain(refundAccount);
    expect(await steps.list('Income').innerText()).toContain(incomeAccount);
    expect(await steps.method('Cash').isChecked()).toBe(false);
    expect(await steps.method('Payments without a method').isChecked()).toBe(false);
    expect(await steps.method('Check').isChecked()).toBe(true);
    const plan = await steps.plan();
    expect(first.count('Create in QuickBooks', 'Refunds')).toBe(0);
    expect(plan.count('Create in QuickBooks', 'Refunds')).toBeGreaterThan(0);
    expect(plan.count('Left out', 'Payments')).toBeGreaterThan(first.count('Left out', 'Payments'));
    await hands.press(hands.button(/^Payments /));
    await hands.sees(hands.button(/Its payment method is unchecked in the settings/));
    await hands.sees(hands.button(/It has no payment method, and payments without one are unchecked/));
  }, 60_000);

  it('F2 K1 K3 names are shown as they are, however odd, and a person chooses between two that are the same', async () => {
    await story.looksAtPlan();
  }, 60_000);

  it('C6 C7 the next sync goes by the settings: new products and refunds have the accounts that were chosen', async () => {
    const before = await stage.systems.books();
    await story.syncs();
    const { qbo } = await stage.systems.books();
    const made = (entity: string) =>
      (qbo[entity] ?? []).filter(({ Id }) => !before.qbo[entity]?.some((each) => each['Id'] === Id));
    const named = (entity: string, name: string) =>
      qbo[entity]?.find((each) => each['Name'] === name)?.['Id'] as string;

    // Beside the store's products it makes the items of refunds.
    const products = made('Item').filter(
      ({ Type, Name }) => Type !== 'Category' && !String(Name).startsWith('BPro '),
    );
    expect(products.length).toBeGreaterThan(2);
    for (const { IncomeAccountRef } of products)
      expect(IncomeAccountRef).toEqual({ value: named('Account', 'Services') });
    const refunds = made('RefundReceipt');
    expect(refunds.length).toBeGreaterThan(2);
    for (const { DepositToAccountRef } of refunds)
      expect(DepositToAccountRef).toEqual({ value: named('Account', 'Checking') });
    const methods = made('Payment').map(({ PaymentMethodRef }) => PaymentMethodRef);
    expect(methods.length).toBeGreaterThan(10);
    expect(methods).not.toContainEqual({ value: named('PaymentMethod', 'Cash') });
    expect(methods).not.toContain(undefined);
  }, 90_000);

  it('H1 H3 H4 I2 a note among many is found, dismissed with a reason and restored, and its record has its history', async () => {
    const exported = await story.worksOnNotes();
    // A spreadsheet takes a cell that begins with an apostrophe for a text.
    expect(exported).toContain(`"'${FORMULA.replaceAll('"', '""')}"`);
    expect(exported).not.toMatch(/(^|,)"?=/m);
  }, 60_000);

  it('I1 a cut line and a QuickBooks that is away are said, and trying again is all it takes', async () => {
    await story.hasBadLuck();
  }, 60_000);

  it('A2 I2 support reads what a sync did and everything that happened', async () => {
    await story.isSupported();
  }, 60_000);

  it('in none of these states axe finds anything wrong, a line is too long, a name turns others round or runs', async () => {
    expect(inspection.wrong).toEqual([]);
    expect(alarms).toEqual([]);
    expect(await hands.page.title()).toBe('QuickBooks Settings');
    expect(inspection.visited).toEqual([
      'signed out',
      'no plan yet',
      'no sync yet',
      'no notes',
      'no history',
      'loading',
      'planning',
      'settings with errors',
      'both sides of an odd name',
      'ambiguous match of odd names',
      'start question of an odd company',
      'waiting for QuickBooks',
      'many notes',
      'dismissing a note',
      'dismissed note',
      'no note fits',
      'record history',
      'unreachable',
      'QuickBooks away',
      'what a sync did',
      'everything that happened',
    ]);
  });
});
