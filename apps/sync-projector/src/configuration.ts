import { plainToInstance } from 'class-transformer';
import {
  IsIn,
  IsNotEmpty,
  IsNumberString,
  IsOptional,
  IsPort,
  Matches,
  ValidateIf,
  validateSync,
} from 'class-validator';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** The environment variables of this host (docs/configuration.md). Every message begins with the variable's name. */
class Environment {
  @Matches(/^esdb(\+discover)?:\/\//, {
    message: 'EVENTSTORE_URL must begin with esdb:// or esdb+discover://',
  })
  EVENTSTORE_URL!: string;

  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgresql://' })
  DATABASE_URL!: string;

  @IsOptional()
  @IsPort()
  PORT?: string;

  @IsNotEmpty()
  HOST = '127.0.0.1';

  @IsNumberString()
  CLOCK_SCALE = '1';

  @ValidateIf((env: Environment) => Number(env.CLOCK_SCALE) !== 1)
  @IsNumberString({}, { message: 'CLOCK_ORIGIN must be epoch milliseconds when CLOCK_SCALE is not 1' })
  CLOCK_ORIGIN?: string;

  @IsIn(LEVELS)
  LOG_LEVEL: LogLevel = 'info';
}

export interface Configuration {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** Where health and metrics are served; none: nowhere. */
  readonly http: { readonly port: number; readonly host: string } | undefined;
  readonly clock: { readonly scale: number; readonly origin: number | undefined };
  readonly logLevel: LogLevel;
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
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    eventStoreUrl: read.EVENTSTORE_URL,
    databaseUrl: read.DATABASE_URL,
    http: read.PORT === undefined ? undefined : { port: Number(read.PORT), host: read.HOST },
    clock: {
      scale: Number(read.CLOCK_SCALE),
      origin: read.CLOCK_ORIGIN === undefined ? undefined : Number(read.CLOCK_ORIGIN),
    },
    logLevel: read.LOG_LEVEL,
  };
}
