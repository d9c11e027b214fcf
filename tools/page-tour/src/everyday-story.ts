import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { Visit } from './story.js';

/** What happens to QuickBooks meanwhile. */
export interface QuickBooksWhims {
  /** Somebody disconnects BPro in QuickBooks. */
  disconnect(): Promise<void>;
  /** Each call takes long from now on, or does not any more. */
  slow(isSlow: boolean): Promise<void>;
}

const PATIENCE = { timeout: 30_000 };

/**
 * What a manager does afterwards: works on a note, exports the notes, reconnects after the connection was lost, and
 * leaves a running sync, comes back and cancels it. Begins on the notes; answers the export.
 */
export async function everydayStory(
  page: Page,
  address: string,
  whims: QuickBooksWhims,
  visit: Visit,
): Promise<string> {
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const sees = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor(PATIENCE);
  const tab = (name: string): Promise<void> => page.getByRole('tab', { name }).click(PATIENCE);

  await tab('Notes');
  await button(/^Error /).click(PATIENCE);
  await button(/^Sync this record again/).waitFor(PATIENCE);
  await visit('note');
  await button(/^Sync this record again/).click(PATIENCE);
  await sees(/The record was synchronized again|The notes were updated/);
  const download = page.waitForEvent('download', PATIENCE);
  await page.getByRole('link', { name: 'Export as CSV' }).click(PATIENCE);
  const exported = await readFile(await (await download).path(), 'utf8');

  await whims.disconnect();
  await tab('Plan');
  await button(/^(Plan again|Make a plan)$/).click(PATIENCE);
  await button('Reconnect to QuickBooks').waitFor(PATIENCE);
  await visit('connection lost');
  await button('Reconnect to QuickBooks').click(PATIENCE);
  await sees('Which company do you want to connect?');
  await page.getByRole('button', { name: 'Connect' }).click(PATIENCE);
  await sees('QuickBooks is connected.');

  await tab('Plan');
  await button('Start the sync').waitFor(PATIENCE);
  await whims.slow(true);
  await button('Start the sync').click(PATIENCE);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Start the sync' }).click(PATIENCE);
  await page.getByRole('heading', { name: 'The sync is running' }).waitFor(PATIENCE);
  await page.goto('about:blank');
  await page.goto(address);
  await page.getByRole('heading', { name: 'The sync is running' }).waitFor(PATIENCE);
  await button('Cancel the sync').click(PATIENCE);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the sync' }).click(PATIENCE);
  await whims.slow(false);
  await button('Cancel the sync').waitFor({ state: 'hidden', ...PATIENCE });
  await tab('History');
  await sees(/^Cancelled/);
  await visit('cancelled');
  return exported;
}
