import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'demo-host-'));
  });
  afterAll(() => {
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
  for (let i = 0; i < 200; i++) {
    const found = existsSync(file) ? pattern.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${file} never says ${String(pattern)}`);
}
