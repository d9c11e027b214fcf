import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { awkwardBooks } from './awkward-books.js';
import { AwkwardStory } from './awkward-story.js';
import { everydayStory } from './everyday-story.js';
import { Hands } from './hands.js';
import { SettingsSteps } from './settings-steps.js';
import { openStage, type Stage } from './stage.js';
import { firstTimeStory, type Visit } from './story.js';
import { lookAs, VIEWS } from './views.js';

const USAGE = `npm run screenshots -- [FOLDER]

Goes through the settings page as a manager does for the first time and afterwards, then as one of a store with odd names,
many notes and bad luck, and writes a picture of each state, wide and on a phone, light and dark, into FOLDER (default:
screenshots).`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.length > 1) {
  console.log(USAGE);
  process.exitCode = args.includes('--help') ? 0 : 2;
} else await takeScreenshots(resolve(process.env['INIT_CWD'] ?? '.', args[0] ?? 'screenshots'));

async function takeScreenshots(target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  let number = 0;
  const picturing =
    (page: Page): Visit =>
    async (state) => {
      const name = `${String(++number).padStart(2, '0')}-${state.replaceAll(' ', '-')}`;
      for (const view of VIEWS) {
        await lookAs(page, view);
        // Long lists show only what is near the window: it becomes as long as the page.
        const height = await page.evaluate(() => {
          window.scrollTo(0, 0);
          return document.documentElement.scrollHeight;
        });
        await page.setViewportSize({ width: view.viewport.width, height });
        await page.screenshot({ path: join(target, `${name}-${view.name}.png`) });
      }
      await lookAs(page, VIEWS[0]);
      console.log(name);
    };
  await onStage(async (stage, hands) => {
    const visit = picturing(hands.page);
    await firstTimeStory(hands, stage.address, visit);
    await everydayStory(hands, stage.address, stage.systems.whims(), visit);
  });
  await onStage(async (stage, hands) => {
    const story = new AwkwardStory(hands, stage, picturing(hands.page));
    const steps = new SettingsSteps(hands);
    await story.begins();
    await story.errs(steps);
    await stage.systems.loadBpro(awkwardBooks);
    await hands.page.reload();
    await steps.open();
    await steps.keep();
    await steps.plan();
    await story.looksAtPlan();
    await story.syncs();
    await story.worksOnNotes();
    await story.hasBadLuck();
    await story.isSupported();
  });
}

async function onStage(tell: (stage: Stage, hands: Hands) => Promise<void>): Promise<void> {
  const stage = await openStage();
  try {
    await tell(stage, new Hands(await stage.browser.newPage()));
  } finally {
    await stage.close();
  }
}
