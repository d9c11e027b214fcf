import type { Hands } from './hands.js';

/** Called at each state of the page, by its name. */
export type Visit = (state: string) => Promise<void>;

/** From "not enabled" to the settings of a connected company. */
export async function becomeConnected(hands: Hands, address: string, visit: Visit): Promise<void> {
  await hands.page.goto(address);
  await hands.press(hands.button('Sign in as manager'));
  await hands.sees(hands.text('QuickBooks Sync is not enabled'));
  await visit('not enabled');

  await hands.press(hands.button('Sign in as BPro support'));
  await hands.press(hands.button('Enable QuickBooks Sync'));
  await hands.sees(hands.text('QuickBooks Sync is enabled for this system.'));
  await visit('support');

  await hands.press(hands.button('Sign in as manager'));
  await hands.seesNoLonger(hands.text('QuickBooks Sync is enabled for this system.'));
  await hands.sees(hands.button('Connect to QuickBooks'));
  await visit('not connected');

  await hands.press(hands.button('Connect to QuickBooks'));
  await hands.sees(hands.text('Which company do you want to connect?'));
  await visit('consent');
  await hands.consent();
  await hands.sees(hands.button('Save settings'));
}

/** The first-time story of a store's manager, from "not enabled" to "finished with notes". */
export async function firstTimeStory(hands: Hands, address: string, visit: Visit): Promise<void> {
  await becomeConnected(hands, address, visit);
  await visit('settings');

  await hands.choose(
    hands.button('Account that refunds are issued from'),
    hands.page.getByRole('option', { name: /^Checking/ }),
  );
  await hands.press(hands.button('Save settings'));
  await hands.sees(hands.text(/Settings saved/));
  await hands.tab('Plan');
  await hands.press(hands.button('Make a plan'));
  await hands.sees(hands.button('Start the sync'));
  await visit('plan');
  await hands.press(hands.button(/^Customers /));
  await hands.press(hands.button(/^Needs your decision .*More than one record/));
  await hands.press(hands.page.locator('.bqs-plan-row').getByRole('button').first());
  await hands.sees(hands.button('None of these'));
  await visit('ambiguous match');
  await hands.press(hands.button('None of these'));
  await hands.sees(hands.text('Your answer is kept and counts from the next plan or sync on.'));

  await hands.press(hands.button('Start the sync'));
  await hands.sees(hands.text('Start the full sync?'));
  await visit('start question');
  await hands.confirm('Start the sync');
  await hands.sees(hands.heading('The sync is running'));
  await hands.sees(hands.text(/^[1-9]\d* \/ \d+$/));
  await visit('running');
  await hands.sees(hands.heading('The sync is complete'));
  await visit('finished');

  await hands.tab('Notes');
  await hands.sees(hands.button(/^Error /));
  await visit('notes');
  await hands.tab('History');
  await hands.sees(hands.text(/^Completed/));
  await visit('history');
}
