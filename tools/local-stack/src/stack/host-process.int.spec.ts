import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ready, startHost, type HostProcess } from './host-process.js';

describe('a host that runs as a process of its own', () => {
  let folder = '';
  const host = (source: string, env: Readonly<Record<string, string>> = {}): HostProcess => {
    const program = join(folder, 'host.mjs');
    writeFileSync(program, source);
    return startHost({ program, env, log: join(folder, 'host.log') });
  };
  const never = new AbortController().signal;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'host-process-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is ready when its address answers, and stops in order', async () => {
    const listening = `import http from 'node:http';
      http.createServer((q, r) => r.end('ok')).listen(0, '127.0.0.1', function () {
        process.stdout.write(String(this.address().port) + '\\n');
      });`;
    const running = host(listening);
    try {
      const port = await logged(join(folder, 'host.log'), /^(\d+)\n/);
      await ready(`http://127.0.0.1:${port}/`, running.died, never);
      await running.stop();
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    } finally {
      await running.stop();
    }
  });

  it('says with what error it ended by itself', async () => {
    const running = host(`throw new TypeError('no disk')`);
    await expect(running.died).rejects.toThrow(/host ended by itself \(1\): TypeError: no disk/);
    await expect(ready('http://127.0.0.1:9/', running.died, never)).rejects.toThrow('ended by itself');
    await running.stop();
  });

  it('repeats the whole message that it ended with when that is made for people', async () => {
    const running = host(
      `process.stderr.write('It cannot be used:\\n- PORT must be a port\\n'); process.exitCode = 1`,
    );
    await expect(running.died).rejects.toThrow(
      'host ended by itself (1): It cannot be used:\n- PORT must be a port',
    );
  });

  it('is started again when it ends by itself, after twice as long each time, and that is said', async () => {
    const running = host(`console.log('here'); setTimeout(() => process.exit(3), 200)`);
    const said: string[] = [];
    running.keep((text) => said.push(text));
    await logged(join(folder, 'host.log'), /^(here\nhere\n)/);
    await until(() => said.length === 2);
    expect(said).toEqual([
      'host ended by itself (3). It is started again in 1 s.',
      'host ended by itself (3). It is started again in 2 s.',
    ]);
    await running.stop();
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    expect(said).toHaveLength(2);
    expect(readFileSync(join(folder, 'host.log'), 'utf8')).toBe('here\nhere\n');
  });

  it('does not hear Ctrl-C itself: its launcher ends it', async () => {
    const running = host(`console.log(process.pid); setInterval(() => undefined, 1000)`);
    const pid = Number(await logged(join(folder, 'host.log'), /^(\d+)\n/));
    // Nobody else's process group has its number.
    expect(() => process.kill(-pid, 0)).not.toThrow();
    await running.stop();
  });

  it('gets its own environment only', async () => {
    const running = host(`process.stdout.write(JSON.stringify(Object.keys(process.env).sort()) + '\\n')`, {
      A: '1',
    });
    await running.died.catch(() => undefined);
    const names = JSON.parse(await logged(join(folder, 'host.log'), /^(\[.*\])\n/)) as string[];
    expect(names.filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual(['A', 'PATH']);
  });

  it('is not waited for any more when the person gives up', async () => {
    const running = host('setInterval(() => undefined, 1000)');
    const stop = new AbortController();
    const waiting = ready('http://127.0.0.1:9/', running.died, stop.signal);
    stop.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('interrupted');
    await running.stop();
  });
});

/** What a log says, once it does. */
async function logged(file: string, pattern: RegExp): Promise<string> {
  let found: string | undefined;
  await until(() => {
    found = existsSync(file) ? pattern.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return found !== undefined;
  });
  return found ?? '';
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it never comes to that');
}
