import type { Page } from 'playwright-core';

/** Called at each state of the page, by its name. */
export type Visit = (state: string) => Promise<void>;

const PATIENCE = { timeout: 60_000 };

/** The first-time story of a store's manager, from "not enabled" to "finished with notes". */
export async function firstTimeStory(page: Page, address: string, visit: Visit): Promise<void> {
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const sees = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor(PATIENCE);
  const tab = (name: string): Promise<void> => page.getByRole('tab', { name }).click(PATIENCE);

  await page.goto(address);
  await button('Sign in as manager').click(PATIENCE);
  await sees('QuickBooks Sync is not enabled');
  await visit('not enabled');

  await button('Sign in as BPro support').click(PATIENCE);
  await button('Enable QuickBooks Sync').click(PATIENCE);
  await sees('QuickBooks Sync is enabled for this system.');
  await visit('support');

  await button('Sign in as manager').click(PATIENCE);
  await button('Connect to QuickBooks').waitFor(PATIENCE);
  await visit('not connected');

  await button('Connect to QuickBooks').click(PATIENCE);
  await sees('Which company do you want to connect?');
  await visit('consent');
  await page.getByRole('button', { name: 'Connect' }).click(PATIENCE);
  await sees('QuickBooks is connected.');
  await button('Save settings').waitFor(PATIENCE);
  await visit('settings');

  await button('Save settings').click(PATIENCE);
  await sees(/Settings saved/);
  await tab('Plan');
  await button('Make a plan').click(PATIENCE);
  await button('Start the sync').waitFor(PATIENCE);
  await visit('plan');
  await button(/^Customers /).click(PATIENCE);
  await button(/^Needs your decision .*More than one record/).click(PATIENCE);
  await page.locator('.bqs-plan-row').getByRole('button').first().click(PATIENCE);
  await button('None of these').waitFor(PATIENCE);
  await visit('ambiguous match');
  await button('None of these').click(PATIENCE);
  await sees('Your answer is kept and counts from the next plan or sync on.');

  await button('Start the sync').click(PATIENCE);
  await sees('Start the full sync?');
  await visit('start question');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Start the sync' }).click(PATIENCE);
  await page.getByRole('heading', { name: 'The sync is running' }).waitFor(PATIENCE);
  await sees(/^[1-9]\d* \/ \d+$/);
  await visit('running');
  await page.getByRole('heading', { name: 'The sync is complete' }).waitFor(PATIENCE);
  await visit('finished');

  await tab('Notes');
  await page.getByRole('heading', { name: 'Notes' }).first().waitFor(PATIENCE);
  await visit('notes');
  await tab('History');
  await visit('history');
}
