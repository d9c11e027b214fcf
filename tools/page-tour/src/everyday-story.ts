import type { Hands } from './hands.js';
import type { Visit } from './story.js';

/** What happens to QuickBooks meanwhile. */
export interface QuickBooksWhims {
  /** Somebody disconnects BPro in QuickBooks. */
  disconnect(): Promise<void>;
  /** Each call takes long from now on, or does not any more. */
  slow(isSlow: boolean): Promise<void>;
}

/**
 * What a manager does afterwards: works on a note, exports the notes, reconnects after the connection was lost, and
 * leaves a running sync, comes back and cancels it. Begins on the notes; answers the export.
 */
export async function everydayStory(
  hands: Hands,
  address: string,
  whims: QuickBooksWhims,
  visit: Visit,
): Promise<string> {
  const { page } = hands;
  await hands.tab('Notes');
  await hands.press(hands.button(/^Error /));
  await hands.sees(hands.button(/^Sync this record again/));
  await visit('note');
  await hands.press(hands.button(/^Sync this record again/));
  await hands.sees(hands.text(/The record was synchronized again|The notes were updated/));
  const exported = await hands.download(page.getByRole('link', { name: 'Export as CSV' }));

  await whims.disconnect();
  await hands.tab('Plan');
  await hands.press(hands.button(/^(Plan again|Make a plan)$/));
  await hands.sees(hands.button('Reconnect to QuickBooks'));
  await visit('connection lost');
  await hands.press(hands.button('Reconnect to QuickBooks'));
  await hands.sees(hands.text('Which company do you want to connect?'));
  await hands.consent();

  await hands.tab('Plan');
  await hands.sees(hands.button('Start the sync'));
  await whims.slow(true);
  await hands.press(hands.button('Start the sync'));
  await hands.confirm('Start the sync');
  await hands.sees(hands.heading('The sync is running'));
  await page.goto('about:blank');
  await page.goto(address);
  await hands.sees(hands.heading('The sync is running'));
  await hands.press(hands.button('Cancel the sync'));
  await hands.confirm('Cancel the sync');
  await hands.seesNoLonger(hands.button('Cancel the sync'));
  await whims.slow(false);
  await hands.sees(hands.heading('The sync was cancelled'));
  await hands.sees(hands.button('Make a plan'));
  await visit('cancelled');
  await hands.tab('History');
  await hands.sees(hands.text(/^Cancelled/));
  return exported;
}
