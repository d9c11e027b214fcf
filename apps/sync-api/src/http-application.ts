import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import cookieParser from 'cookie-parser';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { AppModule, type HostParts } from './app.module.js';
import type { Configuration } from './configuration.js';
import { NestLogger, requestLog } from './operations/logging.js';
import { servePage } from './operations/page-files.js';
import { sendProblem } from './problems/problem.filter.js';
import { InputPipe } from './tenants/input.pipe.js';

/** The whole host, not listening yet. `close` ends the saga, HTTP and then the connections. */
export async function createHttpApplication(parts: HostParts): Promise<NestExpressApplication> {
  const { configuration, logger, metrics } = parts;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(parts), {
    logger: new NestLogger(logger),
    forceCloseConnections: true,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use(requestLog(logger), metrics.observeRequest, refuseTrace, headers(configuration), noStore);
  servePage(app);
  app.use(cookieParser());
  app.useGlobalPipes(new InputPipe());
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

/** The page loads nothing from elsewhere and is framed by its own site and the platform's only. */
const headers = ({ publicUrl, frameAncestors }: Configuration): ReturnType<typeof helmet> =>
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
        frameAncestors: ["'self'", ...frameAncestors],
      },
    },
    frameguard: frameAncestors.length === 0,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: publicUrl.startsWith('https:'),
  });

function noStore(request: Request, response: Response, next: NextFunction): void {
  if (request.path.startsWith('/api')) response.setHeader('Cache-Control', 'no-cache, no-store');
  next();
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
