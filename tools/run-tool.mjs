/**
 * Runs one of the tools: `npm run demo -- --help`, `npm run simulate -- --help`. Makes the clone ready, then runs the
 * tool in a process of its own and ends with its exit code.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { PlainError, root, setup } from './setup.mjs';

const [tool, ...args] = process.argv.slice(2);
// Standard output belongs to the result.
if (args.includes('--json')) console.log = console.error;

/** Runs a Node program to its end; answers its exit code. Signals are the child's to handle. */
function run(program, programArgs) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...programArgs], {
      cwd: process.env.INIT_CWD ?? process.cwd(),
      stdio: 'inherit',
    });
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

try {
  await setup();
  const built = await run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), [
    '-b',
    '--noCheck',
    join(root, 'tools', tool),
  ]);
  process.exitCode = built === 0 ? await run(join(root, 'tools', tool, 'dist', 'main.js'), args) : built;
} catch (error) {
  console.error(error instanceof PlainError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
