import type { Locator, Page } from 'playwright-core';
import { Hands } from './hands.js';

/** More than any page has. */
const MOST_STOPS = 400;

/** Uses nothing but Tab, Shift+Tab, Enter and the arrows: no mouse, and no focus by script. */
export class KeyboardHands extends Hands {
  /** Where nobody could see what has the focus, and after what the page lost it. */
  readonly wrong: string[] = [];
  private last = '';
  /** A new document has no focus yet. */
  private isNew = true;

  constructor(page: Page) {
    super(page);
    page.on('domcontentloaded', () => {
      this.isNew = true;
    });
  }

  override async press(what: Locator): Promise<void> {
    await this.reach(what);
    await this.page.keyboard.press('Enter');
  }

  override async tab(name: string): Promise<void> {
    await this.reach(this.page.getByRole('tab', { selected: true }));
    await this.arrow('ArrowRight', this.page.getByRole('tab', { name }));
  }

  override async choose(list: Locator, option: Locator): Promise<void> {
    await this.press(list);
    await this.sees(option);
    await this.arrow('ArrowDown', option);
    await this.page.keyboard.press('Enter');
    await this.seesNoLonger(option);
  }

  /** Presses Tab until it has the focus, or Shift+Tab where it stands before. */
  private async reach(wanted: Locator): Promise<void> {
    await this.sees(wanted);
    if (!this.isNew && (await this.isNothingFocused())) this.wrong.push(`lost: ${this.last}`);
    this.isNew = false;
    this.last = String(wanted);
    for (let stops = 0; !(await hasFocus(wanted)); stops++) {
      if (stops > MOST_STOPS) throw new Error(`no Tab leads to ${String(wanted)}`);
      await this.page.keyboard.press((await isBefore(wanted)) ? 'Shift+Tab' : 'Tab');
      const unseen = await this.page.evaluate(unseenFocus);
      if (unseen !== undefined && !this.wrong.includes(unseen)) this.wrong.push(unseen);
    }
  }

  private async arrow(key: string, wanted: Locator): Promise<void> {
    for (let moves = 0; !(await hasFocus(wanted)); moves++) {
      if (moves > MOST_STOPS) throw new Error(`no ${key} leads to ${String(wanted)}`);
      await this.page.keyboard.press(key);
    }
  }

  /** A page that has just changed has a moment to find another place for the focus. */
  private async isNothingFocused(): Promise<boolean> {
    for (let looks = 0; looks < 10; looks++) {
      if (await this.page.evaluate(() => document.activeElement !== document.body)) return false;
      await this.page.waitForTimeout(50);
    }
    return true;
  }
}

const hasFocus = (what: Locator): Promise<boolean> =>
  what.evaluate((element) => element === document.activeElement);

const isBefore = (what: Locator): Promise<boolean> =>
  what.evaluate((element) => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return false;
    return (focused.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
  });

/** What has the focus and is not outlined, by itself or by its label. */
const unseenFocus = (): string | undefined => {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return undefined;
  const isOutlined = [focused, focused.closest('label')].some((element) => {
    if (element === null) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  });
  return isOutlined ? undefined : `not seen: ${focused.outerHTML.slice(0, 200)}`;
};
