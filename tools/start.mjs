/**
 * Runs the whole system on this machine: `npm start` (docs/configuration.md, "npm start"). Makes the clone ready, then
 * starts everything in this process and ends it all when this process is told to end or loses those that started it.
 */
import { readFileSync } from 'node:fs';
import { PlainError, root, setup } from './setup.mjs';

const LOOK_EVERY_MS = 500;

const stop = new AbortController();
for (const [signal, exitCode] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }))
  process.on(signal, () => stop.abort(exitCode));

// npm runs a shell that runs this program, and neither tells when it is killed.
const launchers = ancestors();
setInterval(() => {
  if (ancestors() !== launchers) stop.abort(143);
}, LOOK_EVERY_MS).unref();

/** The process that started this one and, when npm did, the one before; Linux only tells of that one. */
function ancestors() {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return String(parent);
  try {
    const [, itsParent] = readFileSync(`/proc/${parent}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return `${parent} ${itsParent}`;
  } catch {
    return String(parent);
  }
}

try {
  const giveUp = () => process.exit(stop.signal.reason);
  stop.signal.addEventListener('abort', giveUp);
  await setup();
  stop.signal.removeEventListener('abort', giveUp);
  const { launch } = await import('./local-stack/dist/launch/launch.js');
  process.exit(await launch({ root, env: process.env, signal: stop.signal }));
} catch (error) {
  console.error(error instanceof PlainError ? `\n${error.message}` : error);
  process.exit(1);
}
