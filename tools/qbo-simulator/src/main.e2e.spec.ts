import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QboRecord } from './model/record.js';
import { REALM, seeded } from './spec-support/in-process.js';

/** The built program: `tsc -b` makes it. */
const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Running {
  readonly url: string;
  readonly said: readonly string[];
  end(signal: NodeJS.Signals): Promise<number | null>;
}

describe('the simulator as a process', () => {
  let directory: string;
  const children: ChildProcess[] = [];

  const run = (env: Readonly<Record<string, string>>): ChildProcess => {
    const child = spawn(process.execPath, [PROGRAM], {
      env: { PATH: process.env['PATH'], PORT: '0', ...env },
    });
    children.push(child);
    return child;
  };
  const start = async (env: Readonly<Record<string, string>>): Promise<Running> => {
    const child = run({ DATA_DIRECTORY: join(directory, 'data'), SWITCHES: '{"limits":"none"}', ...env });
    const exited = once(child, 'exit') as Promise<[number | null]>;
    let output = '';
    child.stdout?.setEncoding('utf8');
    while (!/ at http:\S+\n/.test(output)) {
      const [piece] = (await Promise.race([
        once(child.stdout as NodeJS.ReadableStream, 'data'),
        exited.then(() => Promise.reject(new Error(`ended while it started: ${output}`))),
      ])) as [string];
      output += piece;
    }
    return {
      url: /http:\S+/.exec(output)?.[0] ?? '',
      said: output.trim().split('\n'),
      end: async (signal) => {
        child.kill(signal);
        return (await exited)[0];
      },
    };
  };
  const failing = async (env: Readonly<Record<string, string>>): Promise<{ code: unknown; said: string }> => {
    const child = run(env);
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, said: said.trim() };
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'qbo-simulator-'));
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  const post = async (url: string, body: unknown, token = ''): Promise<QboRecord> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 200) throw new Error(`${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as QboRecord;
  };

  it('killed with SIGKILL under load: what it answered is there, what is asked again is done once', async () => {
    const random = seeded(11);
    let server = await start({});
    const connected = await post(`${server.url}/_control/companies/${REALM}/connect`, {});
    const token = String(connected['access_token']);
    const answered = new Map<string, QboRecord>();
    let next = 0;
    const write = async (number: number): Promise<void> => {
      const key = `c${String(number)}`;
      const body = { DisplayName: `Customer ${key}` };
      const answer = await post(`${server.url}/v3/company/${REALM}/customer?requestid=${key}`, body, token);
      const earlier = answered.get(key);
      if (earlier) expect(answer).toEqual(earlier);
      answered.set(key, answer);
    };
    for (let round = 0; round < 6; round++) {
      const worker = async (): Promise<void> => {
        for (;;) await write(next++);
      };
      const load = Promise.allSettled(Array.from({ length: 5 }, worker));
      await new Promise((resolve) => setTimeout(resolve, 30 + 120 * random()));
      await server.end('SIGKILL');
      await load;
      server = await start({});
      for (let number = 0; number < next; number++) await write(number);
    }
    const dump = (await (await fetch(`${server.url}/_control/companies/${REALM}/dump`)).json()) as {
      Customer: QboRecord[];
    };
    expect(next).toBeGreaterThan(30);
    expect(dump.Customer.map((customer) => customer['DisplayName']).sort()).toEqual(
      Array.from({ length: next }, (_, number) => `Customer c${String(number)}`).sort(),
    );
    expect(await server.end('SIGTERM')).toBe(0);
  });

  it('loads a folder at its first start only, and says what is odd', async () => {
    const folder = join(directory, 'company');
    mkdirSync(folder);
    writeFileSync(join(folder, 'Customer.json'), JSON.stringify([{ Id: '7', DisplayName: 'A', Shoe: 42 }]));
    const first = await start({ COMPANY_FOLDER: folder, COMPANY_PROFILE: 'ca' });
    expect(first.said).toContain(`Company "${REALM}" (${REALM}, ca): 1 Customer`);
    expect(first.said).toContain('Customer.Shoe is not known (in 1); it is kept');
    await first.end('SIGINT');
    rmSync(folder, { recursive: true });
    const second = await start({ COMPANY_FOLDER: folder });
    expect(second.said).toHaveLength(1);
  });

  it('ends with its reason when it is given what cannot work', async () => {
    expect(await failing({ COMPANY_FOLDER: join(directory, 'none') })).toEqual({
      code: 2,
      said: `${join(directory, 'none')}: there is no such folder`,
    });
    expect((await failing({ COMPANY_PROFILE: 'mars' })).said).toMatch(/^COMPANY_PROFILE: "mars" is none of/);
    expect(await failing({ PORT: 'http' })).toMatchObject({ code: 2 });
    expect(await failing({ SWITCHES: '{"limit":"none"}' })).toMatchObject({ code: 2 });
    writeFileSync(join(directory, 'qbo-simulator.jsonl'), 'not json\n');
    expect((await failing({ DATA_DIRECTORY: directory })).said).toMatch(
      /line 1: not a change of the simulator/,
    );
  });
});
