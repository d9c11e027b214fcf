import { launchChromium } from '@bpro-qbo-sync/page-tour';
import type { PageApi } from './page-api.js';

export interface Scrolled {
  /** Milliseconds from opening the page to its groups of notes. */
  readonly opened: number;
  /** The most elements that the document had on the way through a group of notes. */
  readonly elements: number;
  /** Notes of the group that were shown on the way. */
  readonly seen: number;
}

const PATIENCE = { timeout: 60_000 };
const STEP_PX = 4_000;
/** A page of notes comes from the API within so long; steps without a new one are the end of the list. */
const REST_MS = 150;
const STEPS_WITHOUT_NEWS = 12;

/** Opens a tenant's notes in a browser and scrolls through the first group to its end. */
export async function scrollThroughNotes(api: PageApi, tenant: string): Promise<Scrolled> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.request.post(`${api.origin}/api/session`, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    const page = await context.newPage();
    const group = page.getByRole('button', { name: /^Error / }).first();
    const started = performance.now();
    await page.goto(`${api.origin}/quickbooks-settings/?tenant=${tenant}#notes`);
    await group.waitFor(PATIENCE);
    const opened = performance.now() - started;
    await group.click();
    await page.locator('.bqs-note').first().waitFor(PATIENCE);
    const seen = new Set<string>();
    let elements = 0;
    for (let idle = 0; idle < STEPS_WITHOUT_NEWS;) {
      const before = seen.size;
      const notes = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.bqs-note')].map((note) => note.getAttribute('aria-label'))`,
      );
      for (const note of notes) seen.add(note);
      elements = Math.max(elements, await page.evaluate<number>(`document.querySelectorAll('*').length`));
      idle = seen.size === before ? idle + 1 : 0;
      await page.evaluate(`window.scrollBy(0, ${String(STEP_PX)})`);
      await page.waitForTimeout(REST_MS);
    }
    return { opened, elements, seen: seen.size };
  } finally {
    await browser.close();
  }
}
