import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everydayStory } from './everyday-story.js';
import { Hands } from './hands.js';
import { KeyboardHands } from './keyboard-hands.js';
import { CONSENT, inspecting } from './inspect.js';
import { openStage, type Stage } from './stage.js';
import { firstTimeStory } from './story.js';

describe('the settings page in a browser, against the whole running system', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  }, 120_000);
  afterAll(() => stage.close(), 60_000);

  it('A1 B1 B3 C1 D1 E1 E3 E6 F2 H1 H2 I2 a manager goes from "not enabled" to a finished sync by keyboard alone, and on; axe finds nothing wrong', async () => {
    const { browser, address, systems } = stage;
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const { visit, visited, wrong } = inspecting(page);
    const keyboard = new KeyboardHands(page);
    await firstTimeStory(keyboard, address, visit);
    expect(keyboard.wrong).toEqual([]);
    const exported = await everydayStory(new Hands(page), address, systems.whims(), visit);
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
