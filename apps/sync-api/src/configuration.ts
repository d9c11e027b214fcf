import { quickbooksUrls, type CipherKey, type QuickbooksUrls } from '@bpro-qbo-sync/qbo-client';
import { plainToInstance } from 'class-transformer';
import {
  IsIn,
  IsNotEmpty,
  IsNumberString,
  IsOptional,
  IsPort,
  IsString,
  IsUrl,
  Matches,
  MinLength,
  ValidateIf,
  validateSync,
} from 'class-validator';
import { PAGE_PATH } from './operations/page-files.js';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

const WEB = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
const BASE64_32 = /^[A-Za-z0-9+/_-]{43,}={0,2}$/;
const TENANTS = /^[A-Za-z0-9._-]{1,64}(,[A-Za-z0-9._-]{1,64})*$/;

/** The environment variables of this host (docs/configuration.md). Every message begins with the variable's name. */
class Environment {
  @IsPort()
  PORT = '4000';

  @IsNotEmpty()
  HOST = '127.0.0.1';

  @IsUrl(WEB)
  PUBLIC_URL!: string;

  @Matches(/^esdb(\+discover)?:\/\//, {
    message: 'EVENTSTORE_URL must begin with esdb:// or esdb+discover://',
  })
  EVENTSTORE_URL!: string;

  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgresql://' })
  DATABASE_URL!: string;

  @Matches(/^(production|sandbox|https?:\/\/.+)$/, {
    message: 'QBO_ENVIRONMENT must be production, sandbox or the origin of a simulator',
  })
  QBO_ENVIRONMENT!: string;

  @IsString()
  @IsNotEmpty()
  QBO_CLIENT_ID!: string;

  @IsString()
  @IsNotEmpty()
  QBO_CLIENT_SECRET!: string;

  @IsOptional()
  @IsUrl(WEB)
  QBO_REDIRECT_URI?: string;

  @IsUrl(WEB)
  BPRO_BASE_URL!: string;

  @IsString()
  @IsNotEmpty()
  BPRO_TOKEN!: string;

  @IsOptional()
  @IsString()
  BPRO_RECORD_URL?: string;

  @Matches(/^[\w-]{1,40}:[A-Za-z0-9+/]{43}=(,[\w-]{1,40}:[A-Za-z0-9+/]{43}=)*$/, {
    message: 'TOKEN_KEYS must be id:base64 of 32 bytes, several separated by commas',
  })
  TOKEN_KEYS!: string;

  @Matches(BASE64_32, { message: 'TENANT_HASH_KEY must be base64 of at least 32 bytes' })
  TENANT_HASH_KEY!: string;

  @Matches(BASE64_32, { message: 'SESSION_KEY must be base64 of at least 32 bytes' })
  SESSION_KEY!: string;

  @ValidateIf((env: Environment) => env.JWKS_URL === undefined)
  @MinLength(32, { message: 'JWT_SHARED_KEY must have at least 32 characters, unless JWKS_URL is given' })
  JWT_SHARED_KEY?: string;

  @IsOptional()
  @IsUrl(WEB)
  JWKS_URL?: string;

  @IsString()
  @IsNotEmpty()
  JWT_ISSUER!: string;

  @IsString()
  @IsNotEmpty()
  JWT_AUDIENCE!: string;

  @IsNumberString()
  CLOCK_SCALE = '1';

  @ValidateIf((env: Environment) => Number(env.CLOCK_SCALE) !== 1)
  @IsNumberString({}, { message: 'CLOCK_ORIGIN must be epoch milliseconds when CLOCK_SCALE is not 1' })
  CLOCK_ORIGIN?: string;

  @IsIn(LEVELS)
  LOG_LEVEL: LogLevel = 'info';

  @IsOptional()
  @Matches(TENANTS, { message: 'DEMO_TOKENS must be tenants separated by commas' })
  DEMO_TOKENS?: string;

  @IsOptional()
  @Matches(/^https?:\/\/[^\s;,']+( https?:\/\/[^\s;,']+)*$/, {
    message: 'FRAME_ANCESTORS must be origins separated by spaces',
  })
  FRAME_ANCESTORS?: string;

  @IsOptional()
  @IsUrl(WEB)
  SETTINGS_PAGE_URL?: string;

  @IsIn(['on', 'off'])
  ENGINE = 'on';
}

/** What the platform signs its tokens with: a shared key (HS256) or keys that it publishes. */
export type PlatformKeys =
  { readonly kind: 'shared'; readonly key: string } | { readonly kind: 'published'; readonly url: string };

export interface Configuration {
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** The page that a browser comes back to from QuickBooks. */
  readonly settingsPageUrl: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly qbo: {
    readonly urls: QuickbooksUrls;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUri: string;
    /** Where people open a record; none for a simulator. */
    readonly app: string | undefined;
  };
  readonly bpro: { readonly baseUrl: string; readonly token: string; readonly recordUrl: string | undefined };
  readonly tokenKeys: readonly CipherKey[];
  readonly tenantHashKey: Buffer;
  readonly sessionKey: Buffer;
  readonly platform: { readonly keys: PlatformKeys; readonly issuer: string; readonly audience: string };
  readonly clock: { readonly scale: number; readonly origin: number | undefined };
  readonly logLevel: LogLevel;
  readonly demoTenants: readonly string[];
  /** Origins besides the own one whose pages may embed the settings page. */
  readonly frameAncestors: readonly string[];
  readonly engine: boolean;
}

/** The configuration cannot be used; each message names its variable and no value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}

/** Reads the environment. Throws `ConfigurationError`. An empty value counts as none. */
export function readConfiguration(env: Readonly<Record<string, string | undefined>>): Configuration {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const problems = validateSync(read, { whitelist: true }).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );
  const platform = platformKeys(read);
  if (platform === undefined && problems.length === 0)
    problems.push('JWT_SHARED_KEY or JWKS_URL must be given, not both');
  if (read.DEMO_TOKENS !== undefined && platform?.kind !== 'shared')
    problems.push('DEMO_TOKENS needs JWT_SHARED_KEY: other keys cannot be signed with');
  if (problems.length > 0 || platform === undefined) throw new ConfigurationError(problems);
  const publicUrl = read.PUBLIC_URL.replace(/\/+$/, '');
  return {
    port: Number(read.PORT),
    host: read.HOST,
    publicUrl,
    settingsPageUrl: read.SETTINGS_PAGE_URL ?? `${publicUrl}${PAGE_PATH}`,
    eventStoreUrl: read.EVENTSTORE_URL,
    databaseUrl: read.DATABASE_URL,
    qbo: {
      urls: quickbooksUrls(read.QBO_ENVIRONMENT),
      clientId: read.QBO_CLIENT_ID,
      clientSecret: read.QBO_CLIENT_SECRET,
      redirectUri: read.QBO_REDIRECT_URI ?? `${publicUrl}/api/oauth/callback`,
      app: QBO_APPS[read.QBO_ENVIRONMENT],
    },
    bpro: { baseUrl: read.BPRO_BASE_URL, token: read.BPRO_TOKEN, recordUrl: read.BPRO_RECORD_URL },
    tokenKeys: read.TOKEN_KEYS.split(',').map((pair) => {
      const [id = '', key = ''] = pair.split(':');
      return { id, key };
    }),
    tenantHashKey: Buffer.from(read.TENANT_HASH_KEY, 'base64'),
    sessionKey: Buffer.from(read.SESSION_KEY, 'base64'),
    platform: { keys: platform, issuer: read.JWT_ISSUER, audience: read.JWT_AUDIENCE },
    clock: {
      scale: Number(read.CLOCK_SCALE),
      origin: read.CLOCK_ORIGIN === undefined ? undefined : Number(read.CLOCK_ORIGIN),
    },
    logLevel: read.LOG_LEVEL,
    demoTenants: read.DEMO_TOKENS?.split(',') ?? [],
    frameAncestors: read.FRAME_ANCESTORS?.split(' ') ?? [],
    engine: read.ENGINE === 'on',
  };
}

const QBO_APPS: Readonly<Record<string, string>> = {
  production: 'https://app.qbo.intuit.com/app',
  sandbox: 'https://app.sandbox.qbo.intuit.com/app',
};

function platformKeys({ JWT_SHARED_KEY: key, JWKS_URL: url }: Environment): PlatformKeys | undefined {
  if (key !== undefined && url === undefined) return { kind: 'shared', key };
  return url !== undefined && key === undefined ? { kind: 'published', url } : undefined;
}
