import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, clockFromEnvironment } from '@bpro-qbo-sync/clock';
import { Closers } from './closers.js';
import { apiDefaults, type Environment, givenIn, PortTaken, reachedAt } from './host-environment.js';
import { type HostProcess, ready, startHost } from './host-process.js';
import { TENANT } from './names.js';
import { freePort, isFree } from './ports.js';
import { keptSecrets } from './secrets.js';
import { type ServerOptions, startStores, startSystems, type SystemsOptions } from './start-servers.js';

export interface StackOptions extends Omit<ServerOptions, 'say'>, Pick<SystemsOptions, 'prepare'> {
  /** A system that is configured here is used and not started. What else the hosts read goes to them as it is. */
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly say?: ServerOptions['say'];
}

/** Addresses of what runs, started here or configured. */
export interface RunningStack {
  /** Where browsers reach the API. */
  readonly apiUrl: string;
  /** Where the projector serves health and metrics. */
  readonly projectorUrl: string;
  readonly eventStoreUrl: string;
  /** With the password in it: not for logs. */
  readonly databaseUrl: string;
  /** `production`, `sandbox`, or the address of a simulator. */
  readonly qboUrl: string;
  readonly bproUrl: string;
  /** The bearer token of the simulated BPro; undefined: another BPro is configured. */
  readonly bproToken: string | undefined;
  /** The BPro system of the simulator. */
  readonly tenant: string;
  /** Whether the API hands out tokens for `tenant`. */
  readonly demoTokens: boolean;
  /** The time of all programs. */
  readonly clock: Clock;
  /** Rejects when one of the programs ends by itself and is not started again; never resolves. */
  readonly died: Promise<never>;
  /** Both hosts, when they are to be tried. */
  readonly hosts: { readonly api: HostProcess; readonly projector: HostProcess };
  /** From now on hosts that end by themselves are started again. */
  keepHosts(say: (text: string) => void): void;
  /** Ends in order what was started here. */
  close(): Promise<void>;
}

const API_PORT = 4000;
const PROJECTOR_PORT = 4050;

/**
 * Starts what the sync needs and is not configured, and both hosts, on 127.0.0.1. What has started is stopped again
 * when something does not, or when aborted. Throws `PortTaken`.
 */
export async function startStack({ say = () => undefined, ...options }: StackOptions): Promise<RunningStack> {
  const { folder, signal, prepare } = options;
  const env = givenIn(options.env);
  const clock = clockFromEnvironment(env);
  const running = new Closers(signal);
  try {
    const secrets = keptSecrets(join(folder, 'secrets'));
    const port = await apiPort(env, options.port);
    const usual: ServerOptions['port'] = (wanted) => (wanted === port ? 0 : options.port(wanted));
    const servers = { folder, port: usual, say };
    const stores = await startStores(servers, env, running);
    const systems = await startSystems(
      { ...servers, clock, bproToken: secrets.BPRO_TOKEN, prepare },
      env,
      running,
    );
    say('sync-projector and sync-api');
    const api = { ...apiDefaults(env, secrets, port), ...env, ...stores.urls, ...systems };
    const host = (app: string, itsEnv: Readonly<Record<string, string>>): Promise<HostProcess> =>
      running.add(startHost({ program: program(app), env: itsEnv, log: freshLog(folder, app) }), (it) =>
        it.stop(),
      );
    const projectorPort = (await usual(PROJECTOR_PORT)) || (await freePort());
    const ownAddress = { HOST: '127.0.0.1', PORT: String(projectorPort) };
    const projector = await host('sync-projector', { ...env, ...stores.urls, ...ownAddress });
    const server = await host('sync-api', api);
    const died = Promise.race([...stores.died, projector.died, server.died]);
    died.catch(() => undefined);
    const projectorUrl = reachedAt(undefined, projectorPort);
    // Read models that have much to catch up do so while everything runs.
    await ready(`${projectorUrl}/health/live`, died, signal);
    await ready(`${reachedAt(env['HOST'], port)}/health/ready`, died, signal);
    return {
      apiUrl: api.PUBLIC_URL.replace(/\/+$/, ''),
      projectorUrl,
      eventStoreUrl: stores.urls.EVENTSTORE_URL,
      databaseUrl: stores.urls.DATABASE_URL,
      qboUrl: systems.QBO_ENVIRONMENT,
      bproUrl: systems.BPRO_BASE_URL,
      bproToken: systems.BPRO_TOKEN,
      tenant: TENANT,
      demoTokens: api.DEMO_TOKENS?.split(',').includes(TENANT) ?? false,
      clock,
      died,
      hosts: { api: server, projector },
      keepHosts: (tell) => {
        for (const each of [projector, server]) each.keep(tell);
      },
      close: () => running.close(),
    };
  } catch (error) {
    await running.close();
    throw error;
  }
}

const program = (app: string): string =>
  fileURLToPath(new URL(`../../../../apps/${app}/dist/main.js`, import.meta.url));

/** The log of the last start is kept beside it. */
function freshLog(folder: string, app: string): string {
  const log = join(folder, 'logs', `${app}.log`);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  if (existsSync(log)) renameSync(log, `${log}.1`);
  return log;
}

async function apiPort(env: Readonly<Record<string, string>>, port: ServerOptions['port']): Promise<number> {
  const { PORT, HOST } = env;
  if (PORT === undefined) return (await port(API_PORT)) || (await freePort());
  // sync-api says itself what is wrong with other values.
  if (/^\d{1,5}$/.test(PORT) && !(await isFree(Number(PORT), HOST))) throw new PortTaken(Number(PORT));
  return Number(PORT);
}
