import { Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { refuse } from '../problems/problem.js';
import { Public } from './access.guard.js';
import type { Role } from './person.js';
import { whoAsks } from './request-person.js';
import { Sessions, type Session } from './sessions.js';

interface ShownSession {
  readonly role: Role;
  readonly tenant: string | null;
  readonly csrfToken: string;
}

const shown = ({ person, csrfToken }: Session): ShownSession => ({
  role: person.role,
  tenant: person.tenant ?? null,
  csrfToken,
});

@ApiTags('access')
@Controller('api/session')
export class SessionController {
  constructor(@Inject(Sessions) private readonly sessions: Sessions) {}

  @Post()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Exchanges the platform token for a session cookie (rule A3)' })
  async begin(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ShownSession> {
    const who = whoAsks(request);
    if (!who || who.session)
      throw refuse(401, 'not-signed-in', 'A session begins with the platform token.', 'A3');
    return shown(await this.sessions.begin(response, who.person));
  }

  @Get()
  @ApiOperation({ summary: 'The present session and its CSRF token' })
  present(@Req() request: Request): ShownSession {
    const session = whoAsks(request)?.session;
    if (!session) throw refuse(401, 'not-signed-in', 'There is no session.', 'A3');
    return shown(session);
  }

  @Delete()
  @HttpCode(204)
  @Public()
  @ApiOperation({ summary: 'Ends the session' })
  end(@Res({ passthrough: true }) response: Response): void {
    this.sessions.end(response);
  }
}
