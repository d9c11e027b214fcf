import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';

/** Where browsers find the settings page. */
export const PAGE_PATH = '/quickbooks-settings/';

/** What `tools/build-page.mjs` makes; the same place seen from the sources and from what is built of them. */
const FOLDER = fileURLToPath(new URL('../../../settings-page/dist/page', import.meta.url));

/** Serves the settings page's files. Those in `assets/` carry a hash in their names and never change. */
export function servePage(app: NestExpressApplication): void {
  app.useStaticAssets(FOLDER, {
    prefix: PAGE_PATH,
    setHeaders: (response: Response, path: string) => {
      const isHashed = /[\\/]assets[\\/][^\\/]+$/.test(path);
      response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
