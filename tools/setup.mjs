/**
 * Makes a clone ready to run: `npm run setup`. Installs what package-lock.json names when it is not there yet, and
 * builds. Plain Node without dependencies; may run several times at once.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What `npm start` runs; what these import is built with them. */
const PROGRAMS = ['tools/local-stack', 'apps/sync-api', 'apps/sync-projector'];

const LONGEST_SETUP_MS = 15 * 60_000;

const lockFile = join(root, '.tmp', 'setup.lock');

/** An error that is for the person at the keyboard: its message says what to do, a stack would not help. */
export class PlainError extends Error {
  name = 'PlainError';
}

/** Throws `PlainError`. `build: false` where something else builds afterwards. */
export async function setup({ build = true } = {}) {
  requireNode();
  const unlock = await lock();
  try {
    await install();
    if (build) await compile();
  } finally {
    unlock();
  }
}

function requireNode() {
  const needed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.match(
    /\d+\.\d+/,
  )[0];
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor] = needed.split('.').map(Number);
  if (major < neededMajor || (major === neededMajor && minor < neededMinor))
    throw new PlainError(
      `This is Node ${process.versions.node}; ${needed} or newer is needed (https://nodejs.org).`,
    );
}

/** Waits for another setup of this clone. One that was killed is not waited for. */
async function lock() {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  for (let said = false; ;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      const unlock = () => rmSync(lockFile, { force: true });
      process.once('exit', unlock);
      return unlock;
    } catch (error) {
      if (error.code === 'ENOSPC') throw new PlainError('The disk is full: about 1 GB is needed.');
      if (error.code !== 'EEXIST') throw error;
    }
    if (!holderIsAlive()) rmSync(lockFile, { force: true });
    else if (!said) {
      say('waiting for another setup of this folder');
      said = true;
    }
    await pause(200);
  }
}

function holderIsAlive() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > LONGEST_SETUP_MS) return false;
    const pid = Number(readFileSync(lockFile, 'utf8'));
    // An empty file was made just now: its maker has not written yet.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function install() {
  if (isInstalled()) return;
  say('installing dependencies, about a minute (npm ci)');
  const started = Date.now();
  const { code, output } = await run(...npm(['ci', '--no-progress']));
  if (code !== 0) throw new PlainError(whyNpmFailed(output));
  say(`dependencies installed in ${seconds(started)}`);
}

/**
 * Compares npm's own record of what it put into node_modules, written when it was done, with package-lock.json.
 * Optional packages of other platforms are not there.
 */
function isInstalled() {
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesIn(join(root, 'package-lock.json'));
  if (!installed || !wanted) return false;
  const same = (path) =>
    wanted[path]?.version === installed[path]?.version &&
    wanted[path]?.integrity === installed[path]?.integrity;
  const expected = Object.keys(wanted).filter((path) => path.includes('node_modules/'));
  return (
    expected.every((path) => path in installed || wanted[path].optional || wanted[path].devOptional) &&
    Object.keys(installed).every((path) => path in wanted && same(path))
  );
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs this script, else the one on the path. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
}

const REASONS = [
  [/ENOSPC/, 'The disk is full: about 1 GB is needed.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network/i,
    'The npm registry cannot be reached. Check the network, or the proxy and registry that `npm config list` shows.',
  ],
  [/E401|E403/, 'The npm registry refuses access: log in to it, or choose another in .npmrc.'],
  [/E404|ETARGET/, 'The npm registry lacks a package that package-lock.json names (see above).'],
  [/EACCES|EPERM|EROFS/, 'node_modules cannot be written: check who owns this folder.'],
  [
    /EUSAGE|in sync/,
    'package.json and package-lock.json disagree: run `npm install` and commit the lock file.',
  ],
];

function whyNpmFailed(output) {
  const reason = REASONS.find(([pattern]) => pattern.test(output))?.[1];
  return `${output.trim()}\n\nThe dependencies could not be installed. ${reason ?? 'npm says why, above.'}`;
}

/** Without checking types: `npm test` does, and it takes longer than everything else here. */
async function compile() {
  say('building');
  const started = Date.now();
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await run(process.execPath, [tsc, '-b', '--noCheck', ...PROGRAMS]);
  if (code !== 0) throw new PlainError(`${output.trim()}\n\nThe build failed: see above.`);
  const page = await run(process.execPath, [join(root, 'tools', 'build-page.mjs')]);
  if (page.code !== 0) throw new PlainError(`${page.output.trim()}\n\nThe settings page could not be built.`);
  say(`built in ${seconds(started)}`);
}

/** Runs to the end and keeps what was said. `code` is not 0 when it could not be started. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => child.kill();
    process.once('exit', stop);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) => resolve({ code: 1, output: `${command}: ${error.message}` }));
    child.once('close', (code) => {
      process.off('exit', stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

const seconds = (since) => `${String(Math.round((Date.now() - since) / 1000))} s`;
const say = (text) => console.log(`setup: ${text}`);

/** Whether a module is the program that was started. */
export const isMain = (url) =>
  existsSync(process.argv[1] ?? '') && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url));

/** Runs a program's main function; what went wrong is said plainly and makes the exit code 1. */
export async function runMain(main) {
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));
  try {
    await main();
  } catch (error) {
    console.error(error instanceof PlainError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

if (isMain(import.meta.url))
  await runMain(async () => {
    await setup();
    say('ready: npm start');
  });
