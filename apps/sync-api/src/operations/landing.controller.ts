import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/access.guard.js';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>QuickBooks Sync</title></head>
<body>
<main>
<h1>QuickBooks Sync</h1>
<p>This is the API of BPro QuickBooks Sync.</p>
<ul>
<li><a href="/api/openapi.json">OpenAPI description</a></li>
<li><a href="/health/ready">Readiness</a></li>
<li><a href="/metrics">Metrics</a></li>
</ul>
</main>
</body>
</html>
`;

/** What stands at the root. */
@ApiExcludeController()
@Controller()
@Public()
export class LandingController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return PAGE;
  }
}
