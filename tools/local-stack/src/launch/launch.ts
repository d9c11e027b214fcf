import { join, resolve } from 'node:path';
import { giveFirstBooks } from '../stack/first-books.js';
import type { Environment } from '../stack/host-environment.js';
import { isFree } from '../stack/ports.js';
import { startStack } from '../stack/start-stack.js';
import { type Claim, claimFolder } from './data-folder.js';
import { plainWords } from './failure.js';
import { welcome } from './welcome.js';

export interface LaunchOptions {
  /** The checkout. */
  readonly root: string;
  readonly env: Environment;
  /** Aborted: end in order. Its reason is the exit code for an end before all was ready. */
  readonly signal: AbortSignal;
}

const ENDED = 0;
const FAILED = 1;

/**
 * Runs the whole system until it is told to end; nothing that it started is left behind. Answers the exit code: 0 told
 * to end, 1 it could not start or a database ended, or the signal's reason.
 */
export async function launch({ root, env, signal }: LaunchOptions): Promise<number> {
  // The terminal may go before this process does.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const folder = dataFolder(root, env);
  const defect = new AbortController();
  process.on('uncaughtException', (error) => {
    console.error(error);
    defect.abort(error);
  });
  const fail = (error: unknown): number => {
    console.error(`\n${plainWords(error, folder)}`);
    return FAILED;
  };
  const either = AbortSignal.any([signal, defect.signal]);
  either.addEventListener('abort', sayEnding, { once: true });
  try {
    const claim = claimFolder(folder);
    try {
      return await run({ folder, env, claim, signal: either }, (reason) =>
        signal.aborted ? ENDED : fail(reason),
      );
    } finally {
      claim.release();
    }
  } catch (error) {
    return signal.aborted ? Number(signal.reason) : fail(error);
  }
}

interface Run extends Pick<LaunchOptions, 'env' | 'signal'> {
  readonly folder: string;
  readonly claim: Claim;
}

/** Rejects when it cannot start. `onEnd` is told why it ends and answers the exit code. */
async function run({ folder, env, claim, signal }: Run, onEnd: (reason: unknown) => number): Promise<number> {
  const stack = await startStack({
    folder,
    env,
    signal,
    port: usualPort,
    say,
    prepare: (systems, clock) => {
      giveFirstBooks(folder, systems, clock.now());
    },
  });
  stack.keepHosts(say);
  claim.announce(stack.apiUrl);
  console.log(`\n${welcome(stack, env, folder)}\n`);
  const exitCode = onEnd(await reasonToEnd(stack.died, signal));
  if (!signal.aborted) sayEnding();
  await stack.close();
  console.log('Everything has ended.');
  return exitCode;
}

const say = (text: string): void => {
  console.log(`start: ${text}`);
};

const sayEnding = (): void => {
  console.log('\nEnding everything.');
};

/** `DATA_DIRECTORY` as seen from where `npm start` was typed. */
const dataFolder = (root: string, { DATA_DIRECTORY, INIT_CWD }: Environment): string =>
  DATA_DIRECTORY ? resolve(INIT_CWD ?? process.cwd(), DATA_DIRECTORY) : join(root, '.data');

/** Links stay valid from start to start as long as nobody else takes the port. */
async function usualPort(usual: number): Promise<number> {
  if (await isFree(usual)) return usual;
  say(`port ${String(usual)} is taken by another program; another is used this time`);
  return 0;
}

const reasonToEnd = (died: Promise<never>, signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => {
    const end = (): void => {
      resolve(signal.reason);
    };
    died.catch(resolve);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
