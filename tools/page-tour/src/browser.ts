import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What runs it says while another process unpacks the one of npm, for the first time on a machine. */
const STILL_WRITTEN = 'ETXTBSY';
const ATTEMPTS = 10;

/** Headless Chromium: `CHROMIUM_PATH`, the system's, or the one that comes with npm. */
export async function launchChromium(): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  const found = given ?? SYSTEM.find((path) => existsSync(path));
  if (found !== undefined) return chromium.launch({ executablePath: found, args: ['--no-sandbox'] });
  const { default: packed } = await import('@sparticuz/chromium');
  for (let attempt = 1; ; attempt++)
    try {
      return await chromium.launch({ executablePath: await packed.executablePath(), args: packed.args });
    } catch (error) {
      if (attempt === ATTEMPTS || !String(error).includes(STILL_WRITTEN)) throw error;
      await pause(1_000);
    }
}
