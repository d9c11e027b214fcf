import { clockFromEnvironment } from '@bpro-qbo-sync/clock';
import { parsed, switchOverrides } from './control/schemas.js';
import { type SimulatorServer, startQboSimulator } from './http-server.js';
import { describeReport } from './loader/describe-report.js';
import type { SwitchOverrides } from './simulator-options.js';
import { PROFILES } from './store/company.js';

/**
 * Starts the simulator from the environment; `README.md` has the variables. A wrong one, a company folder or a data
 * directory that cannot be used ends the process with its reason and exit code 2.
 */
const { env } = process;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function start(): Promise<SimulatorServer> {
  const dataDirectory = env['DATA_DIRECTORY'];
  const server = await startQboSimulator({
    port: port(env['PORT'] ?? '8090'),
    host: env['HOST'] ?? '127.0.0.1',
    clock: clockFromEnvironment(env),
    ...(dataDirectory ? { dataDirectory } : {}),
    switches: switches(),
  });
  try {
    if (server.simulator.companyList().length === 0) firstCompany(server);
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new Error(`PORT: "${value}" is no port number`);
  return number;
}

function switches(): SwitchOverrides {
  const given = parsedSwitches(env['SWITCHES'] ?? '{}');
  const clientId = env['CLIENT_ID'];
  const clientSecret = env['CLIENT_SECRET'];
  const redirectUris = env['REDIRECT_URIS']?.split(',');
  const oauth = {
    ...given.oauth,
    ...(clientId ? { clientId } : {}),
    ...(clientSecret ? { clientSecret } : {}),
    ...(redirectUris ? { redirectUris } : {}),
  };
  return { ...given, oauth };
}

function parsedSwitches(text: string): SwitchOverrides {
  try {
    return parsed(switchOverrides, JSON.parse(text));
  } catch (error) {
    throw new Error(`SWITCHES: ${messageOf(error)}`, { cause: error });
  }
}

function firstCompany({ simulator }: SimulatorServer): void {
  const realmId = env['COMPANY_REALM'] ?? '9130000000000001';
  const folder = env['COMPANY_FOLDER'];
  const wanted = env['COMPANY_PROFILE'];
  const profile = PROFILES.find((each) => each === wanted);
  if (wanted !== undefined && !profile)
    throw new Error(`COMPANY_PROFILE: "${wanted}" is none of ${PROFILES.join(', ')}`);
  const name = env['COMPANY_NAME'];
  if (folder) {
    const target = { realmId, ...(name ? { name } : {}), ...(profile ? { profile } : {}) };
    for (const line of describeReport(simulator.loadCompany(folder, target))) say(line);
  } else
    simulator.createCompany({ realmId, name: name ?? 'Sandbox Company', profile: profile ?? 'us-automated' });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const server = await start();
  const stop = (): void => {
    void server.close().then(() => {
      process.exit(0);
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  say(`QuickBooks Online simulator at ${server.baseUrl}`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 2;
}
