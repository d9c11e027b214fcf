import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/access.guard.js';
import type { Configuration } from '../configuration.js';
import { CONFIGURATION } from '../injection-tokens.js';
import { PAGE_PATH } from './page-files.js';

const LINKS: readonly (readonly [path: string, what: string])[] = [
  [PAGE_PATH, 'The QuickBooks Settings page'],
  ['/api/openapi.json', 'What the API can do (OpenAPI)'],
  ['/health/ready', 'Whether its databases answer'],
  ['/metrics', 'Metrics'],
];
const TOKENS: readonly (readonly [path: string, what: string])[] = [
  ['/api/demo-tokens/support', 'A token of BPro support, to enable the sync'],
  ['/api/demo-tokens/manager', 'A token of a manager, to connect QuickBooks, look at the plan and start it'],
];

const list = (links: typeof LINKS): string =>
  links.map(([path, what]) => `<li><a href="${path}">${what}</a></li>`).join('\n');

/** What stands at the root, for people who open it. */
@ApiExcludeController()
@Controller()
@Public()
export class LandingController {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    const tokens = this.configuration.demoTenants.length > 0;
    return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>QuickBooks Sync</title></head>
<body>
<main>
<h1>QuickBooks Sync</h1>
<p>It merges the books of a BPro system with those of its QuickBooks Online company and keeps them in step.
Its page is below; programs and BPro's pages use its API, with a token of the platform.</p>
<ul>
${list(tokens ? [...LINKS, ...TOKENS] : LINKS)}
</ul>
${tokens ? '<p>This is a system to try it with. docs/first-sync.md in the checkout has all steps up to a finished sync.</p>\n' : ''}</main>
</body>
</html>
`;
  }
}
