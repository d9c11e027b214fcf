/** Runs the store contract against any EventStoreDB: `npm run contract:store -- esdb://user:password@host:2113`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const usage = `Give the connection string of an EventStoreDB that may be written to:

  npm run contract:store -- "esdb://user:password@host:2113"
  npm run contract:store -- "esdb://127.0.0.1:2113?tls=false"

The suite only appends to new streams named contract-…; it deletes nothing.`;

const [connectionString] = process.argv.slice(2);
if (!connectionString?.match(/^esdb(\+discover)?:\/\//)) {
  console.error(usage);
  process.exit(2);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--verbose',
    '--runTestsByPath',
    'libs/event-store/src/real-server.int.spec.ts',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CONTRACT_STORE: connectionString } },
);
jest.once('exit', (code) => process.exit(code ?? 1));
