import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { realClock } from '@bpro-qbo-sync/clock';
import { connectEventStore } from '@bpro-qbo-sync/event-store';
import { INTUIT_OAUTH, startQboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import { startEventStoreServer } from '../event-store/index.js';
import { startThrowawayPostgres } from '../postgres/index.js';
import { knownDataFolder } from '../postgres/places.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const launcher = join(root, 'tools', 'start.mjs');

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'npm-start-'));
  // PostgreSQL's user must get there when this runs as root.
  chmodSync(folder, 0o755);
  return folder;
};

/** `npm start` as a process, with what it says. */
class Launched {
  output = '';
  readonly ended: Promise<number | null>;

  private constructor(
    readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  static start(folder: string, env: Readonly<Record<string, string>> = {}): Launched {
    return new Launched(spawn(process.execPath, [launcher], Launched.options(folder, env)), folder);
  }

  /** As npm does it: a shell waits for the program. */
  static startInShell(folder: string): Launched {
    const script = `"${process.execPath}" "${launcher}"; exit $?`;
    const options = Launched.options(folder, { npm_lifecycle_event: 'start' });
    return new Launched(spawn('/bin/sh', ['-c', script], options), folder);
  }

  private static options(folder: string, more: Readonly<Record<string, string>>): object {
    const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
    return { cwd: root, env: { PATH, HOME, TMPDIR, DATA_DIRECTORY: folder, ...more } };
  }

  async said(text: string): Promise<void> {
    await until(() => this.output.includes(text) || this.child.exitCode !== null);
    if (!this.output.includes(text)) throw new Error(`it ended without "${text}":\n${this.output}`);
  }

  /** Of the API, once it is ready. */
  async url(): Promise<string> {
    await this.said('BPro QuickBooks Sync is ready.');
    return (JSON.parse(readFileSync(join(this.folder, 'launcher.json'), 'utf8')) as { url: string }).url;
  }

  /** The launcher's process and all below it. */
  processes(): number[] {
    const { pid } = JSON.parse(readFileSync(join(this.folder, 'launcher.json'), 'utf8')) as { pid: number };
    return [pid, ...childrenOf(pid)];
  }

  async tokenOf(role: 'manager' | 'support'): Promise<string> {
    return (await (await fetch(`${await this.url()}/api/demo-tokens/${role}`)).text()).trim();
  }

  async ask(token: string, method: string, path: string): Promise<Response> {
    const headers = { authorization: `Bearer ${token}` };
    return fetch(`${await this.url()}/api/tenants/demo${path}`, { method, headers });
  }

  async isEnabled(token: string): Promise<boolean> {
    const state = (await (await this.ask(token, 'GET', '')).json()) as { enabled: boolean };
    return state.enabled;
  }
}

const onLinux = process.platform === 'linux';
const statOf = (pid: number | string): { readonly state: string; readonly parent: number } | undefined => {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
};

function childrenOf(parent: number): number[] {
  if (onLinux)
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === parent)
      .map(Number);
  const table = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return table.flatMap((line) => {
    const [pid, ppid] = line.trim().split(/\s+/).map(Number);
    return pid !== undefined && ppid === parent ? [pid] : [];
  });
}

/** A process that nobody has waited for yet has ended all the same. */
function runs(pid: number): boolean {
  if (onLinux) return !['Z', 'X', undefined].includes(statOf(pid)?.state);
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await holds()) return;
    await pause(50);
  }
  throw new Error('it never comes to that');
}

const readCommand = (pid: number): string =>
  onLinux
    ? readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
    : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });

async function allEnd(processes: readonly number[]): Promise<void> {
  await until(() => !processes.some(runs), 15).catch(() => undefined);
  expect(processes.filter(runs)).toEqual([]);
}

describe('npm start', () => {
  let folder = '';
  let system: Launched;
  let manager = '';

  beforeAll(() => {
    folder = newFolder();
  });
  afterAll(() => {
    if (existsSync(join(folder, 'launcher.json')))
      for (const pid of system.processes().filter(runs)) process.kill(pid, 'SIGKILL');
    rmSync(knownDataFolder(join(folder, 'postgres')), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  it('A1 A2 in an empty folder: a ready system, tokens for both roles, and what to do next', async () => {
    system = Launched.start(folder);
    const url = await system.url();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    for (const words of [`${url}/api/openapi.json`, 'docs/first-sync.md', `${url}/api/demo-tokens/support`])
      expect(system.output).toContain(words);
    expect(existsSync(join(root, 'docs', 'first-sync.md'))).toBe(true);
    manager = await system.tokenOf('manager');
    expect(await system.isEnabled(manager)).toBe(false);
    expect((await system.ask(manager, 'POST', '/enable')).status).toBe(403);
    expect((await system.ask(await system.tokenOf('support'), 'POST', '/enable')).status).toBe(204);
    await until(() => system.isEnabled(manager), 10);
    for (const name of readdirSync(join(folder, 'secrets')))
      expect(statSync(join(folder, 'secrets', name)).mode & 0o777).toBe(0o600);
  });

  it('a second start of the same folder says that it is running already, and where', async () => {
    const second = Launched.start(folder);
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`It is running already at ${await system.url()}`);
  });

  it('Ctrl-C ends everything', async () => {
    const processes = system.processes();
    // The launcher, PostgreSQL and its guard, both hosts.
    expect(processes.length).toBeGreaterThanOrEqual(5);
    // npm and the terminal both send it.
    system.child.kill('SIGINT');
    system.child.kill('SIGINT');
    expect(await system.ended).toBe(0);
    await allEnd(processes);
    expect(system.output).toContain('Everything has ended.');
  });

  it('a second start finds the data and the keys again', async () => {
    system = Launched.start(folder);
    await system.url();
    // With a token from before the stop.
    await until(() => system.isEnabled(manager), 10);
  });

  it('E4 a host that is killed is started again', async () => {
    const url = await system.url();
    const api = system.processes().find((pid) => readCommand(pid).includes(join('apps', 'sync-api')));
    process.kill(api ?? NaN, 'SIGKILL');
    await system.said('sync-api ended by itself (SIGKILL). It is started again in 1 s.');
    await until(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok === true);
  });

  it('kill -9 of the launcher leaves nothing behind, and loses nothing', async () => {
    const processes = system.processes();
    process.kill(processes[0] ?? NaN, 'SIGKILL');
    await allEnd(processes);
    system = Launched.start(folder);
    await system.url();
    await until(() => system.isEnabled(manager), 10);
  });

  it('ends, and says why, when PostgreSQL ends by itself', async () => {
    const processes = system.processes();
    const pidFile = join(knownDataFolder(join(folder, 'postgres')), 'postmaster.pid');
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
    expect(await system.ended).toBe(1);
    expect(system.output).toContain('PostgreSQL ended by itself: ');
    await allEnd(processes);
  });

  it('Ctrl-C while it starts ends what has started', async () => {
    system = Launched.start(folder);
    await system.said('start: the event store');
    const processes = system.processes();
    system.child.kill('SIGINT');
    expect(await system.ended).toBe(130);
    await allEnd(processes);
  });

  it("kill -9 of npm's shell leaves nothing behind, also while it starts", async () => {
    system = Launched.startInShell(folder);
    await system.said('start: the event store');
    const processes = system.processes();
    system.child.kill('SIGKILL');
    await allEnd(processes);
  });

  it('a data folder that cannot be used, or a port that is taken, is said with what to do', async () => {
    const file = join(folder, 'launcher.lock');
    const below = Launched.start(join(file, 'data'));
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const blocked = Launched.start(folder, { PORT: String(port) });
    expect([await below.ended, await blocked.ended]).toEqual([1, 1]);
    taken.close();
    expect(below.output).toMatch(/data folder .* cannot be used: ENOTDIR.*\n.*set DATA_DIRECTORY/);
    expect(blocked.output).toContain(`Port ${String(port)} is taken by another program.`);
  });
});

describe('npm start where servers are configured', () => {
  const closers: (() => Promise<unknown>)[] = [];
  const folder = newFolder();
  const stores = newFolder();

  afterAll(async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
    for (const each of [folder, stores]) rmSync(each, { recursive: true, force: true });
  });

  it('uses them by configuration alone, and starts none of its own', async () => {
    const postgres = await startThrowawayPostgres();
    closers.push(() => postgres.stop());
    const eventStore = await startEventStoreServer({ directory: stores });
    closers.push(() => eventStore.close());
    const qbo = await startQboSimulator({ clock: realClock });
    closers.push(() => qbo.close());
    const bpro = await startBproSimulator({
      clock: realClock,
      random: Math.random,
      token: 'of another BPro',
    });
    closers.push(() => bpro.close());

    const system = Launched.start(folder, {
      DATABASE_URL: postgres.url,
      EVENTSTORE_URL: eventStore.connectionString,
      QBO_ENVIRONMENT: qbo.baseUrl,
      QBO_CLIENT_ID: INTUIT_OAUTH.clientId,
      QBO_CLIENT_SECRET: INTUIT_OAUTH.clientSecret,
      BPRO_BASE_URL: bpro.url,
      BPRO_TOKEN: 'of another BPro',
    });
    closers.push(async () => {
      system.child.kill('SIGTERM');
      expect(await system.ended).toBe(0);
    });
    await system.url();
    expect((await system.ask(await system.tokenOf('support'), 'POST', '/enable')).status).toBe(204);
    const store = connectEventStore(eventStore.connectionString, { clock: realClock });
    closers.push(() => store.close());
    expect((await store.read('settings-demo')).length).toBeGreaterThan(0);
    const own = readdirSync(folder).filter((name) => !name.startsWith('launcher.'));
    expect(own.sort()).toEqual(['logs', 'secrets']);
    expect(system.output).not.toContain(new URL(postgres.url).password);
  });
});
