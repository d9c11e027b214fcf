import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadedDemo } from '@bpro-qbo-sync/demo';
import { launchChromium } from './browser.js';
import { Hands } from './hands.js';
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
  const folder = mkdtempSync(join(tmpdir(), 'bpro-qbo-sync-tour-'));
  chmodSync(folder, 0o755);
  const stop = new AbortController();
  try {
    const demo = await loadedDemo({ folder, records: 60, clockScale: 20, signal: stop.signal });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      let number = 0;
      await firstTimeStory(new Hands(page), `${demo.stack.apiUrl}/quickbooks-settings/`, async (state) => {
        const name = `${String(++number).padStart(2, '0')}-${state.replaceAll(' ', '-')}`;
        for (const view of VIEWS) {
          await lookAs(page, view);
          await page.screenshot({ path: join(target, `${name}-${view.name}.png`), fullPage: true });
        }
        console.log(name);
      });
    } finally {
      await browser.close();
      await demo.stack.close();
    }
  } finally {
    stop.abort();
    rmSync(folder, { recursive: true, force: true });
  }
}
