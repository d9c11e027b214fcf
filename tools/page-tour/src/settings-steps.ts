import type { Locator } from 'playwright-core';
import type { Hands } from './hands.js';

/** The groups of the form. */
export const ONLY_IN_QBO = 'Records found only on QuickBooks';
export const ONLY_IN_BPRO = 'Records found only on BPro';

/** What a person does with the settings, and what a plan makes of them. */
export class SettingsSteps {
  constructor(private readonly hands: Hands) {}

  radio(group: string, option: string): Locator {
    return this.hands.page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option });
  }

  method(name: string): Locator {
    return this.hands.page.getByRole('checkbox', { name });
  }

  /** The button that shows what is chosen and opens the list. */
  list(label: string): Locator {
    return this.hands.page.getByRole('button', { name: label });
  }

  get day(): Locator {
    return this.hands.page.getByLabel('First day');
  }

  /** The input itself is for screen readers and keyboards: a person presses its label. */
  async toggle(input: Locator): Promise<void> {
    await this.hands.press(input.locator('xpath=ancestor::label'));
  }

  /** Chooses from the list and answers the choice's text. */
  async choose(label: string, option: string | RegExp): Promise<string> {
    await this.hands.choose(this.list(label), this.hands.page.getByRole('option', { name: option }).first());
    return this.list(label).locator('.bqs-select-value').innerText();
  }

  /** Saves, sees it confirmed, and comes back to the page as somebody who has just opened it. */
  async keep(): Promise<void> {
    await this.hands.press(this.hands.button('Save settings'));
    await this.hands.sees(
      this.hands.text(/^Settings saved \(version \d+\)\. They take effect with the next sync/),
    );
    await this.hands.page.reload();
    await this.open();
  }

  async open(): Promise<void> {
    await this.hands.tab('Settings');
    await this.hands.sees(this.hands.button('Save settings'));
  }

  /** Saves what cannot be used. */
  async tryToSave(): Promise<void> {
    await this.hands.press(this.hands.button('Save settings'));
    await this.hands.sees(this.hands.text('The settings cannot be used yet. See the marked fields.'));
  }

  /** What a screen reader says with the field: its hints and its error. */
  async described(field: Locator): Promise<string> {
    const ids = (await field.getAttribute('aria-describedby')) ?? '';
    const texts = ids.split(' ').map((id) => this.hands.page.locator(`[id="${id}"]`).textContent());
    return (await Promise.all(texts)).join(' ');
  }

  /** Makes a plan of the settings; answers its summary. */
  async plan(): Promise<PlanSummary> {
    await this.hands.tab('Plan');
    await this.hands.press(this.hands.button(/^(Plan again|Make a plan)$/));
    await this.hands.sees(this.hands.text('Both systems are being read and compared'));
    await this.hands.sees(this.hands.button('Start the sync'));
    await this.hands.sees(this.hands.heading('What the sync will do'));
    const titles = await this.hands.page.locator('.bqs-tab-panel h4').allInnerTexts();
    return new PlanSummary(titles.map((title) => title.replaceAll(/\s+/g, ' ').trim()));
  }
}

export class PlanSummary {
  /** `titles`: one per record type, such as `Customers Blocked 8 Create in QuickBooks 37`. */
  constructor(readonly titles: readonly string[]) {}

  of(type: string): string | undefined {
    return this.titles.find((title) => title.startsWith(type));
  }

  /** How many records of the type it happens to; without a type, of all. */
  count(action: string, type = ''): number {
    return this.titles
      .filter((title) => title.startsWith(type))
      .reduce((sum, title) => sum + Number(new RegExp(`${action} ([\\d,]+)`).exec(title)?.[1] ?? 0), 0);
  }
}
