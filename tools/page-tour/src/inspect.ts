import type { Page } from 'playwright-core';
import { violations } from './axe.js';
import type { Visit } from './story.js';
import { lookAs, VIEWS } from './views.js';

/** Intuit's page, not ours. */
export const CONSENT = 'consent';

export interface Inspection {
  readonly visit: Visit;
  /** The states that were looked at, in order. */
  readonly visited: readonly string[];
  /** What axe finds in a state and view, and by how many pixels it scrolls sideways. */
  readonly wrong: readonly object[];
}

/** Looks at each state in every view. */
export function inspecting(page: Page): Inspection {
  const visited: string[] = [];
  const wrong: object[] = [];
  const visit: Visit = async (state) => {
    visited.push(state);
    if (state === CONSENT) return;
    for (const view of VIEWS) {
      await lookAs(page, view);
      const found = await violations(page);
      if (found.length > 0) wrong.push({ state, view: view.name, found });
      const sideways = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (sideways > 0) wrong.push({ state, view: view.name, sideways });
    }
    await lookAs(page, VIEWS[0]);
  };
  return { visit, visited, wrong };
}
