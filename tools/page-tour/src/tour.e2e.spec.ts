import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadedDemo, type LoadedDemo } from '@bpro-qbo-sync/demo';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { violations } from './axe.js';
import { launchChromium } from './browser.js';
import { everydayStory } from './everyday-story.js';
import { Hands } from './hands.js';
import { firstTimeStory } from './story.js';
import { lookAs, VIEWS } from './views.js';

/** Intuit's page, not ours. */
const CONSENT = 'consent';

describe('the settings page in a browser, against the whole running system', () => {
  const stop = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'page-tour-'));
  let demo: LoadedDemo;
  let browser: Browser;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    demo = await loadedDemo({ folder, records: 60, clockScale: 20, signal: stop.signal });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await demo.stack.close();
    stop.abort();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** Looks at a state in every view: what axe finds, and whether it scrolls sideways. */
  const inspector = (page: Page, wrong: unknown[], visited: string[]) => async (state: string) => {
    visited.push(state);
    if (state === CONSENT) return;
    for (const view of VIEWS) {
      const { name } = view;
      await lookAs(page, view);
      const found = await violations(page);
      if (found.length > 0) wrong.push({ state, view: name, found });
      const sideways = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (sideways > 0) wrong.push({ state, view: name, sideways });
    }
  };

  it('A1 B1 B3 C1 D1 E1 E3 E6 F2 H1 H2 I2 a manager goes from "not enabled" to a finished sync, and on; axe finds nothing wrong', async () => {
    const page = await browser.newPage();
    const address = `${demo.stack.apiUrl}/quickbooks-settings/`;
    const wrong: unknown[] = [];
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const visited: string[] = [];
    const visit = inspector(page, wrong, visited);
    const hands = new Hands(page);
    await firstTimeStory(hands, address, visit);
    const exported = await everydayStory(hands, address, demo.systems.whims(), visit);
    expect(wrong).toEqual([]);
    expect(errors).toEqual([]);
    expect(visited).toEqual([
      'not enabled',
      'support',
      'not connected',
      CONSENT,
      'settings',
      'plan',
      'ambiguous match',
      'start question',
      'running',
      'finished',
      'notes',
      'history',
      'note',
      'connection lost',
      'cancelled',
    ]);
    const [head, ...rows] = exported.trim().split(/\r?\n/);
    expect(head).toContain('code');
    expect(rows.length).toBeGreaterThan(20);
    const storage = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage])');
    expect(storage).toBe('[{},{}]');
  }, 240_000);
});
