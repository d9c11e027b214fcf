import type { Locator } from 'playwright-core';
import { AWKWARD_ACTS, HOSTILE, REASON, strangeBooks, TWIN } from './awkward-books.js';
import type { Hands } from './hands.js';
import { ONLY_IN_BPRO, ONLY_IN_QBO, type SettingsSteps } from './settings-steps.js';
import type { Stage } from './stage.js';
import { becomeConnected, type Visit } from './story.js';

/** One telling of the story of a store that has odd names, many notes, and bad luck. */
export class AwkwardStory {
  constructor(
    private readonly hands: Hands,
    private readonly stage: Stage,
    private readonly visit: Visit,
  ) {}

  /** Everything that is empty, and everything that takes its time. */
  async begins(): Promise<void> {
    const { hands, stage, visit } = this;
    const whims = stage.systems.whims();
    await stage.systems.loadBpro(strangeBooks);
    for (const act of AWKWARD_ACTS) await stage.systems.actInQuickBooks(act);
    await hands.page.goto(stage.address);
    await hands.sees(hands.text('Please sign in'));
    await visit('signed out');
    await becomeConnected(hands, stage.address, () => Promise.resolve());
    await hands.tab('Plan');
    await hands.sees(hands.text('There is no plan yet.'));
    await visit('no plan yet');
    await hands.tab('Sync');
    await hands.sees(hands.text('No sync has run yet.'));
    await visit('no sync yet');
    await hands.tab('Notes');
    await hands.sees(hands.text('No notes: nothing needs your attention.'));
    await visit('no notes');
    await hands.tab('History');
    await hands.sees(hands.text('No sync has been planned or run yet.'));
    await visit('no history');
    await whims.slow(true);
    await hands.tab('Settings');
    await hands.sees(hands.text('Loading…'));
    await visit('loading');
    await hands.tab('Plan');
    await hands.press(hands.button('Make a plan'));
    await hands.sees(hands.text('Both systems are being read and compared'));
    await visit('planning');
    await whims.slow(false);
    await hands.sees(hands.button('Start the sync'));
  }

  /** Wants what cannot be: to sync nothing, from a day on that is yet to come. */
  async errs(steps: SettingsSteps): Promise<void> {
    await steps.open();
    await steps.toggle(steps.radio(ONLY_IN_QBO, 'Ignore them'));
    await steps.toggle(steps.radio(ONLY_IN_BPRO, 'Ignore them'));
    await steps.toggle(steps.radio('Which records', 'from the following date'));
    await steps.day.fill('2999-12-31');
    await steps.tryToSave();
    await this.visit('settings with errors');
  }

  /** Looks at the plan that is shown: names, both sides, and a choice between records of the same name. */
  async looksAtPlan(): Promise<void> {
    const { hands, visit } = this;
    await hands.press(hands.button(/^Customers /));
    await hands.press(hands.button(/^Create in QuickBooks \d+ It is only in BPro/));
    for (const name of Object.values(HOSTILE)) await hands.sees(this.literally(name));
    await hands.press(hands.button(`BPro ${HOSTILE.script}`));
    await hands.sees(hands.text('Both sides, field by field'));
    await visit('both sides of an odd name');
    await hands.press(hands.button(/^Create in QuickBooks \d+ It is only in BPro/));
    await hands.press(hands.button(/^Needs your decision .*More than one record/));
    await hands.press(hands.button(`QuickBooks ${TWIN}`));
    await hands.sees(hands.button(/^This one: /));
    await visit('ambiguous match of odd names');
    await hands.press(hands.button(/^This one: /));
    await hands.sees(hands.text('Your answer is kept and counts from the next plan or sync on.'));
  }

  /** Starts what was planned, while QuickBooks is away for a moment. */
  async syncs(): Promise<void> {
    const { hands, stage, visit } = this;
    const whims = stage.systems.whims();
    await hands.press(hands.button('Start the sync'));
    await hands.sees(hands.text('Start the full sync?'));
    await visit('start question of an odd company');
    await whims.away(true);
    await hands.confirm('Start the sync');
    await hands.sees(hands.text(/^It waits at the moment/));
    await visit('waiting for QuickBooks');
    await whims.away(false);
    await hands.sees(hands.heading('The sync is complete'));
  }

  /** Goes through many notes, exports them, dismisses one with a reason, and takes that back. Answers the export. */
  async worksOnNotes(): Promise<string> {
    const { hands, visit } = this;
    const { page } = hands;
    const group = hands.button(/The name contains a colon, tab or line break/);
    const noted = `: ${HOSTILE.script}`;
    await hands.tab('Notes');
    await hands.open(group);
    await hands.sees(hands.button(/^Dismiss: /));
    await visit('many notes');
    const exported = await hands.download(page.getByRole('link', { name: 'Export as CSV' }));
    await page.getByLabel('Search').fill(noted);
    await hands.seesNoLonger(this.literally('One of many: 0'));
    await hands.press(hands.button(`Dismiss: ${noted}`));
    await page.getByLabel('Why can it be left as it is?').fill(REASON);
    await visit('dismissing a note');
    await hands.press(page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }));
    await hands.sees(hands.text('The notes were updated.'));

    await hands.choose(hands.button('Status'), page.getByRole('option', { name: 'Dismissed' }));
    await hands.open(group);
    await hands.sees(this.literally(`Dismissed: ${REASON}`));
    await visit('dismissed note');
    await hands.press(hands.button(`Restore: ${noted}`));
    await hands.sees(hands.text('No note fits this search.'));
    await visit('no note fits');
    await hands.choose(hands.button('Status'), page.getByRole('option', { name: 'Open' }));
    await hands.open(group);
    await hands.press(hands.button(`History of this record: ${noted}`));
    await hands.sees(hands.text('Its note was restored'));
    await visit('record history');
    await hands.press(hands.button('Close'));
    return exported;
  }

  /** The line is cut, then QuickBooks is away; each time it goes on where it was. */
  async hasBadLuck(): Promise<void> {
    const { hands, stage, visit } = this;
    const { page } = hands;
    const again = hands.button('Try again');
    await page.context().setOffline(true);
    await hands.tab('History');
    await hands.sees(hands.text('The sync cannot be reached at the moment. Nothing is lost; try again.'));
    await visit('unreachable');
    await page.context().setOffline(false);
    await page.waitForFunction(() => navigator.onLine);
    await hands.press(again);
    await hands.sees(hands.text(/^Completed/));
    const whims = stage.systems.whims();
    await whims.away(true);
    await hands.tab('Settings');
    await hands.sees(again);
    await visit('QuickBooks away');
    await whims.away(false);
    await hands.press(again);
    await hands.seesNoLonger(again);
  }

  /** BPro support looks at everything that happened. */
  async isSupported(): Promise<void> {
    const { hands, visit } = this;
    await hands.press(hands.button('Sign in as BPro support'));
    await hands.tab('History');
    await hands.press(hands.button('What this sync did'));
    await hands.sees(hands.text('Written'));
    await visit('what a sync did');
    await hands.press(hands.button('What this sync did'));
    await hands.press(hands.button('Everything that happened'));
    await hands.sees(hands.text('BPro support looked'));
    await visit('everything that happened');
  }

  private literally(text: string): Locator {
    return this.hands.page.getByText(text, { exact: true }).first();
  }
}
