import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Configuration } from '../configuration.js';
import { CONFIGURATION } from '../injection-tokens.js';
import { refuse } from '../problems/problem.js';
import { Public } from './access.guard.js';
import type { Person } from './person.js';
import { PlatformTokens } from './platform-tokens.js';

interface DemoToken {
  readonly role: string;
  readonly tenant: string;
  readonly token: string;
}

/** Stands in for the platform's sign-in. Exists only where `DEMO_TOKENS` is set. */
@ApiTags('access')
@Controller('api/demo-tokens')
export class DemoTokensController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(PlatformTokens) private readonly tokens: PlatformTokens,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Tokens of a manager and of support for each demo tenant' })
  async all(): Promise<{ tokens: DemoToken[] }> {
    return { tokens: await this.tokensOfAll() };
  }

  @Get(':role')
  @Public()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'The bare token of a `manager` of the first demo tenant, or of `support`' })
  async one(@Param('role') role: string): Promise<string> {
    const found = (await this.tokensOfAll()).find((each) => each.role === role);
    if (!found) throw refuse(404, 'no-such-role', 'The roles are manager and support.', 'A2');
    return `${found.token}\n`;
  }

  private tokensOfAll(): Promise<DemoToken[]> {
    const tokens = this.configuration.demoTenants.flatMap((tenant): Promise<DemoToken>[] => [
      this.make(tenant, { id: 'demo-manager', role: 'manager', tenant }),
      this.make(tenant, { id: 'demo-support', role: 'support', tenant: undefined }),
    ]);
    return Promise.all(tokens);
  }

  private async make(tenant: string, person: Person): Promise<DemoToken> {
    return { role: person.role, tenant, token: await this.tokens.forDemo(person) };
  }
}
