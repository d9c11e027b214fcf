import { clockFromEnvironment } from '@bpro-qbo-sync/clock';
import { startQboSimulator } from './http-server.js';
import { PROFILES } from './store/company.js';

/**
 * Starts the simulator from the environment:
 * - `PORT` (default 8090), `HOST` (default 127.0.0.1), `DATA_DIRECTORY` (default: memory only)
 * - `CLOCK_SCALE`, `CLOCK_ORIGIN`: time, as in every process of the stack
 * - `CLIENT_ID`, `CLIENT_SECRET`, `REDIRECT_URIS` (comma separated; default: any on a loopback host)
 * - `COMPANY_REALM`, `COMPANY_NAME`, `COMPANY_PROFILE`: the company to make when there is none;
 *   `COMPANY_FOLDER`: load it from this folder instead
 */
const { env } = process;
const clientId = env['CLIENT_ID'];
const clientSecret = env['CLIENT_SECRET'];
const redirectUris = env['REDIRECT_URIS']?.split(',');
const dataDirectory = env['DATA_DIRECTORY'];

const server = await startQboSimulator({
  port: Number(env['PORT'] ?? '8090'),
  host: env['HOST'] ?? '127.0.0.1',
  clock: clockFromEnvironment(env),
  ...(dataDirectory ? { dataDirectory } : {}),
  switches: {
    oauth: {
      ...(clientId ? { clientId } : {}),
      ...(clientSecret ? { clientSecret } : {}),
      ...(redirectUris ? { redirectUris } : {}),
    },
  },
});

if (server.simulator.companyList().length === 0) {
  const realmId = env['COMPANY_REALM'] ?? '9130000000000001';
  const folder = env['COMPANY_FOLDER'];
  const profile = PROFILES.find((each) => each === env['COMPANY_PROFILE']) ?? 'us-automated';
  if (folder) server.simulator.loadCompany(folder, { realmId });
  else server.simulator.createCompany({ realmId, name: env['COMPANY_NAME'] ?? 'Sandbox Company', profile });
}

process.stdout.write(`QuickBooks Online simulator at ${server.baseUrl}\n`);

const stop = (): void => {
  void server.close().then(() => {
    process.exit(0);
  });
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
