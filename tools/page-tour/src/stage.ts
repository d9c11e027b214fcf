import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadedDemo, type LoadedDemo } from '@bpro-qbo-sync/demo';
import type { Browser } from 'playwright-core';
import { launchChromium } from './browser.js';

/** The whole running system with books on both sides, not enabled yet, and a browser to look at it. */
export interface Stage extends LoadedDemo {
  readonly browser: Browser;
  /** Of the settings page. */
  readonly address: string;
  /** Ends all that was started here. */
  close(): Promise<void>;
}

/** About so many records on each side: every trap of the demo books is there. */
const RECORDS = 60;
const CLOCK_SCALE = 20;

export async function openStage(): Promise<Stage> {
  const stop = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'bpro-qbo-sync-tour-'));
  const sweep = (): void => {
    stop.abort();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    chmodSync(folder, 0o755);
    const browser = await launchChromium();
    const demo = await loadedDemo({
      folder,
      records: RECORDS,
      clockScale: CLOCK_SCALE,
      signal: stop.signal,
    }).catch(async (error: unknown) => {
      await browser.close();
      throw error;
    });
    return {
      ...demo,
      browser,
      address: `${demo.stack.apiUrl}/quickbooks-settings/`,
      close: async () => {
        await browser.close();
        await demo.stack.close();
        sweep();
      },
    };
  } catch (error) {
    sweep();
    throw error;
  }
}
