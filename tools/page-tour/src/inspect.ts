import type { Page } from 'playwright-core';
import { violations } from './axe.js';
import type { Visit } from './story.js';
import { lookAs, type View, VIEWS } from './views.js';

/** Intuit's page, not ours. */
export const CONSENT = 'consent';

export interface Inspection {
  readonly visit: Visit;
  /** The states that were looked at, in order. */
  readonly visited: readonly string[];
  /** What axe finds in a state and view, by how many pixels it scrolls sideways, and texts that turn others round. */
  readonly wrong: readonly object[];
}

/** Looks at each state in these views. */
export function inspecting(page: Page, views: readonly View[] = VIEWS): Inspection {
  const visited: string[] = [];
  const wrong: object[] = [];
  const visit: Visit = async (state) => {
    visited.push(state);
    if (state === CONSENT) return;
    for (const view of views) {
      await lookAs(page, view);
      const found = await violations(page);
      if (found.length > 0) wrong.push({ state, view: view.name, found });
      const sideways = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (sideways > 0) wrong.push({ state, view: view.name, sideways });
    }
    await lookAs(page, VIEWS[0]);
    const loose = await page.evaluate(looseDirections);
    if (loose.length > 0) wrong.push({ state, loose });
  };
  return { visit, visited, wrong };
}

/** Texts with marks of direction that are not kept in a `bdi` or a form's control. */
const looseDirections = (): string[] => {
  const found: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    if (
      /[\u202a-\u202e\u2066\u2067]/.test(node.textContent ?? '') &&
      !node.parentElement?.closest('bdi, option, textarea')
    )
      found.push(node.textContent ?? '');
  return found;
};
