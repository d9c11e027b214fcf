import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import cookieParser from 'cookie-parser';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { AppModule, type HostParts } from './app.module.js';
import { NestLogger, requestLog } from './operations/logging.js';
import { ProblemError, type FieldProblem } from './problems/problem.js';
import { sendProblem } from './problems/problem.filter.js';
import { SettingsInput } from './tenants/inputs.js';

/** The whole host, not listening yet. `close` ends the saga, HTTP and then the connections. */
export async function createHttpApplication(parts: HostParts): Promise<NestExpressApplication> {
  const { configuration, logger, metrics } = parts;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(parts), {
    logger: new NestLogger(logger),
    forceCloseConnections: true,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use(requestLog(logger), metrics.observeRequest, refuseTrace, headers(configuration.publicUrl), noStore);
  app.use(cookieParser());
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: invalidInput,
    }),
  );
  describe(app);
  return app;
}

/** TRACE echoes headers, cookies included (Intuit's security requirements). */
function refuseTrace(request: Request, response: Response, next: NextFunction): void {
  if (request.method !== 'TRACE') {
    next();
    return;
  }
  sendProblem(request, response, {
    status: 405,
    code: 'method-not-allowed',
    detail: 'This is not possible at this address.',
  });
}

/** The page loads nothing from elsewhere and is framed by its own site only. */
const headers = (publicUrl: string): ReturnType<typeof helmet> =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: publicUrl.startsWith('https:'),
  });

function noStore(request: Request, response: Response, next: NextFunction): void {
  if (request.path.startsWith('/api')) response.setHeader('Cache-Control', 'no-cache, no-store');
  next();
}

/** Says which field breaks which rule, without its value. */
function invalidInput(errors: ValidationError[]): ProblemError {
  const settings = errors.some(({ target }) => target instanceof SettingsInput);
  return new ProblemError({
    status: 422,
    code: settings ? 'settings-invalid' : 'invalid-input',
    detail: settings ? 'The settings cannot be used.' : 'The request has fields that cannot be used.',
    ...(settings ? { rule: 'C8' } : {}),
    errors: errors.flatMap((error) => fieldProblems(error, '', settings ? 'C8' : undefined)),
  });
}

function fieldProblems(error: ValidationError, path: string, rule: string | undefined): FieldProblem[] {
  const { property, constraints = {}, children = [] } = error;
  const field = `${path}${property}`;
  return [
    ...Object.entries(constraints).map(([name, message]) => ({ field, rule: rule ?? name, message })),
    ...children.flatMap((child) => fieldProblems(child, `${field}.`, rule)),
  ];
}

function describe(app: NestExpressApplication): void {
  const config = new DocumentBuilder()
    .setTitle('BPro QuickBooks Sync')
    .setDescription('Errors are problem details (RFC 9457). Rules are those of the product specification.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api', app, SwaggerModule.createDocument(app, config), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: 'api/openapi.json',
  });
}
