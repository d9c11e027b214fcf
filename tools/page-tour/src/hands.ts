import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';

/** Milliseconds until a person would give up. */
const PATIENCE = { timeout: 60_000 };

type Words = string | RegExp;

/** A person's hands on the page, with a mouse, and eyes. */
export class Hands {
  constructor(readonly page: Page) {}

  button(name: Words): Locator {
    return this.page.getByRole('button', { name }).first();
  }

  heading(name: Words): Locator {
    return this.page.getByRole('heading', { name }).first();
  }

  text(text: Words): Locator {
    return this.page.getByText(text).first();
  }

  async sees(what: Locator): Promise<void> {
    await what.waitFor(PATIENCE);
  }

  async seesNoLonger(what: Locator): Promise<void> {
    await what.waitFor({ state: 'hidden', ...PATIENCE });
  }

  async press(what: Locator): Promise<void> {
    await what.click(PATIENCE);
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click(PATIENCE);
  }

  /** Unfolds what the button is the heading of, unless it stands open already. */
  async open(fold: Locator): Promise<void> {
    await this.sees(fold);
    if ((await fold.getAttribute('aria-expanded')) !== 'true') await this.press(fold);
  }

  /** Chooses from a list that the button opens. */
  async choose(list: Locator, option: Locator): Promise<void> {
    await this.press(list);
    await this.press(option);
  }

  /** Answers the question that lies over the page. */
  async confirm(action: string): Promise<void> {
    await this.press(this.page.getByRole('alertdialog').getByRole('button', { name: action }));
  }

  /** Grants access on QuickBooks' own page and comes back. */
  async consent(): Promise<void> {
    await this.press(this.button('Connect'));
    await this.sees(this.text('QuickBooks is connected.'));
  }

  /** What the browser downloads by this link. */
  async download(link: Locator): Promise<string> {
    const [download] = await Promise.all([this.page.waitForEvent('download', PATIENCE), this.press(link)]);
    return readFile(await download.path(), 'utf8');
  }
}
