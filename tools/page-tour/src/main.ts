import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Hands } from './hands.js';
import { openStage } from './stage.js';
import { firstTimeStory } from './story.js';
import { lookAs, VIEWS } from './views.js';

const USAGE = `npm run screenshots -- [FOLDER]

Goes through the settings page as a manager does for the first time, and writes a picture of each state, wide and on a
phone, light and dark, into FOLDER (default: screenshots).`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.length > 1) {
  console.log(USAGE);
  process.exitCode = args.includes('--help') ? 0 : 2;
} else await takeScreenshots(resolve(process.env['INIT_CWD'] ?? '.', args[0] ?? 'screenshots'));

async function takeScreenshots(target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const stage = await openStage();
  try {
    const page = await stage.browser.newPage();
    let number = 0;
    await firstTimeStory(new Hands(page), stage.address, async (state) => {
      const name = `${String(++number).padStart(2, '0')}-${state.replaceAll(' ', '-')}`;
      for (const view of VIEWS) {
        await lookAs(page, view);
        await page.screenshot({ path: join(target, `${name}-${view.name}.png`), fullPage: true });
      }
      await lookAs(page, VIEWS[0]);
      console.log(name);
    });
  } finally {
    await stage.close();
  }
}
