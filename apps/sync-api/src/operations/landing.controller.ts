import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/access.guard.js';
import type { Configuration } from '../configuration.js';
import { CONFIGURATION } from '../injection-tokens.js';

const LINKS: readonly (readonly [path: string, what: string])[] = [
  ['/api/openapi.json', 'What the API can do (OpenAPI)'],
  ['/health/ready', 'Whether its databases answer'],
  ['/metrics', 'Metrics'],
];
const TOKENS: readonly (readonly [path: string, what: string])[] = [
  ['/api/demo-tokens/support', 'A token of BPro support, to enable the sync'],
  ['/api/demo-tokens/manager', 'A token of a manager, to connect QuickBooks, look at the plan and start it'],
];

/** What QuickBooks' consent came to, for the person whom it sends back here. */
const OUTCOMES: ReadonlyMap<unknown, string> = new Map([
  ['connected', 'QuickBooks is connected. The next step is to look at the settings.'],
  ['consent-refused', 'QuickBooks is not connected: access was not granted.'],
  [
    'consent-expired',
    'QuickBooks is not connected: this consent was begun elsewhere, or too long ago. Begin again.',
  ],
  ['another-company', 'QuickBooks is not connected: the records belong to another company. Choose that one.'],
  ['company-taken', 'QuickBooks is not connected: another BPro system uses this company.'],
  ['failed', 'QuickBooks is not connected: it did not complete the connection. Try again.'],
]);

const list = (links: typeof LINKS): string =>
  links.map(([path, what]) => `<li><a href="${path}">${what}</a></li>`).join('\n');

/** What stands at the root: for people who open it, and for the browser that comes back from QuickBooks. */
@ApiExcludeController()
@Controller()
@Public()
export class LandingController {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(@Query('connection') connection: unknown): string {
    const outcome = OUTCOMES.get(connection);
    const tokens = this.configuration.demoTenants.length > 0;
    return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>QuickBooks Sync</title></head>
<body>
<main>
<h1>QuickBooks Sync</h1>
${outcome === undefined ? '' : `<p role="status"><strong>${outcome}</strong></p>\n`}<p>It merges the books of a BPro system with those of its QuickBooks Online company and keeps them in step.
This address is its API: programs and BPro's pages use it, with a token of the platform.</p>
<ul>
${list(tokens ? [...LINKS, ...TOKENS] : LINKS)}
</ul>
${tokens ? '<p>This is a system to try it with. docs/first-sync.md in the checkout has all steps up to a finished sync.</p>\n' : ''}</main>
</body>
</html>
`;
  }
}
