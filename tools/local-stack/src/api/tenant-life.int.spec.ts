import { describe, expect, it } from '@jest/globals';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import type { TenantView } from '@bpro-qbo-sync/sync-application/nest';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import fc from 'fast-check';
import {
  type ApiBench,
  connect,
  managerOf,
  REALM,
  startApiBench,
  support,
  TENANT,
  until,
} from './api-bench.js';
import { type Life, newLife, predicted, type Run, shownOf } from './tenant-life.js';

const BASE = `/api/tenants/${TENANT}`;
const OTHER_REALM = '9130350000000002';
const NO_RUN = '00000000-0000-4000-8000-000000000000';

interface Api {
  readonly bench: ApiBench;
  readonly manager: string;
}

/** `204`, `202` or the refusal's status and code. */
type Answer = string;

/** One thing that a person does: what the model answers, changing itself, and what the application does. */
class Deed implements fc.AsyncCommand<Life, Api> {
  constructor(
    private readonly text: string,
    private readonly deed: (life: Life, api: Api) => Promise<void>,
  ) {}
  check = (): boolean => true;
  toString = (): string => this.text;
  async run(life: Life, api: Api): Promise<void> {
    await this.deed(life, api);
    const view = (await api.bench.request('get', BASE, api.manager).expect(200)).body as TenantView;
    expect(shownOf(view)).toEqual(predicted(life));
  }
}

async function ask(
  { bench, manager }: Api,
  method: 'post' | 'put' | 'delete',
  path: string,
  { by = manager, body }: { by?: string; body?: object } = {},
): Promise<{ readonly answer: Answer; readonly body: { run?: string; version?: number } }> {
  const call = bench.request(method, path, by);
  const { status, body: said } = await (body === undefined ? call : call.send(body));
  const { code } = said as { code?: string };
  return { answer: code === undefined ? String(status) : `${String(status)} ${code}`, body: said as object };
}

const onlyWhen = (life: Life, allowed: Answer): Answer => {
  if (!life.enabled) return '403 sync-not-enabled';
  return life.connection === 'connected' ? allowed : '409 not-connected';
};

const enable = new Deed('support enables', async (life, api) => {
  expect((await ask(api, 'post', `${BASE}/enable`, { by: await support() })).answer).toBe('204');
  life.enabled = true;
});
const disable = new Deed('support disables', async (life, api) => {
  expect((await ask(api, 'post', `${BASE}/disable`, { by: await support() })).answer).toBe('204');
  life.enabled = false;
});
const notForManagers = new Deed('a manager switches, another looks', async (_life, api) => {
  expect((await ask(api, 'post', `${BASE}/disable`)).answer).toBe('403 support-only');
  const stranger = { by: await managerOf('another'), body: {} };
  expect((await ask(api, 'post', `${BASE}/plans`, stranger)).answer).toBe('403 other-tenant');
});
const connects = (to: 'its company' | 'another company' | 'nothing'): Deed =>
  new Deed(`connects ${to}`, async (life, api) => {
    if (!life.enabled) {
      const { answer } = await ask(api, 'post', `${BASE}/connection`, { body: {} });
      expect(answer).toBe('403 sync-not-enabled');
      return;
    }
    // The first company would be the linked one.
    const another = to === 'another company' && life.generation > 0;
    const landed = await connect(api.bench, api.manager, {
      realmId: another ? OTHER_REALM : REALM,
      action: to === 'nothing' ? 'cancel' : 'connect',
    });
    const outcome = to === 'nothing' ? 'consent-refused' : another ? 'another-company' : 'connected';
    expect(landed.searchParams.get('connection')).toBe(outcome);
    if (outcome !== 'connected') return;
    life.connection = 'connected';
    life.generation = 1;
  });
const disconnects = new Deed('disconnects', async (life, api) => {
  expect((await ask(api, 'delete', `${BASE}/connection`)).answer).toBe('204');
  if (life.connection === 'connected') life.connection = 'disconnected';
});
const configures = (anew: boolean): Deed =>
  new Deed(anew ? 'configures anew' : 'configures the same', async (life, api) => {
    const draft = (life.draft === 'create') === anew ? 'ignore' : 'create';
    const settings = { ...DEFAULT_SETTINGS, refundAccountId: '35', onlyInQbo: draft };
    const { answer, body } = await ask(api, 'put', `${BASE}/settings`, { body: settings });
    expect(answer).toBe(onlyWhen(life, '200'));
    if (answer !== '200') return;
    if (life.draft !== draft) life.draftVersion += 1;
    life.draft = draft;
    expect(body.version).toBe(life.draftVersion);
  });
const plans = new Deed('plans', async (life, api) => {
  const { answer, body } = await ask(api, 'post', `${BASE}/plans`, { body: {} });
  expect(answer).toBe(onlyWhen(life, '202'));
  if (answer !== '202') return;
  const run: Run = { id: String(body.run), version: life.draftVersion, status: 'planned' };
  life.runs.push(run);
  life.plan = run;
  await until(
    () => statusOf(api, run),
    (status) => status === 'planned',
  );
});
const starts = (back: number, andCancels: boolean): Deed =>
  new Deed(`starts run -${String(back)}${andCancels ? ' and cancels' : ''}`, async (life, api) => {
    const run = life.runs.at(-1 - back);
    const { answer } = await ask(api, 'post', `${BASE}/runs/${run?.id ?? NO_RUN}/start`, { body: {} });
    const isLatest = run !== undefined && life.plan === run && run.version === life.draftVersion;
    if (!life.enabled) expect(answer).toBe('403 sync-not-enabled');
    else if (!isLatest) expect(answer).toBe('409 plan-outdated');
    else expect(answer).toBe(life.connection === 'connected' ? '202' : '409 not-connected');
    if (answer !== '202' || !run) return;
    if (andCancels) expect((await ask(api, 'post', `${BASE}/runs/${run.id}/cancel`)).answer).toBe('202');
    const ended = await until(
      () => statusOf(api, run),
      (status) => status === 'completed' || status === 'cancelled',
    );
    await until(
      async () => (await api.bench.request('get', BASE, api.manager)).body as TenantView,
      ({ activeRun, plan }) => activeRun === null && plan === null,
    );
    // A small sync may be quicker than the one who cancels.
    if (!andCancels) expect(ended).toBe('completed');
    run.status = ended === 'completed' ? 'completed' : 'cancelled';
    life.effectiveVersion = run.version;
    life.plan = undefined;
    life.ended = run;
    if (run.status === 'completed') life.completed = run;
  });
const cancels = (back: number): Deed =>
  new Deed(`cancels run -${String(back)}`, async (life, api) => {
    const run = life.runs.at(-1 - back);
    const { answer } = await ask(api, 'post', `${BASE}/runs/${run?.id ?? NO_RUN}/cancel`);
    expect(answer).toBe(run ? '202' : '404 no-such-run');
    if (run?.status !== 'planned') return;
    run.status = 'cancelled';
    if (life.plan === run) {
      life.plan = undefined;
      await until(
        async () => (await api.bench.request('get', BASE, api.manager)).body as TenantView,
        ({ plan }) => plan === null,
      );
    }
    expect(await statusOf(api, run)).toBe('cancelled');
  });

const statusOf = async ({ bench, manager }: Api, { id }: Run): Promise<string> =>
  ((await bench.request('get', `${BASE}/runs/${id}`, manager)).body as { status: string }).status;

const back = fc.constantFrom(0, 0, 0, 1);
/** What leads on stands here more often than what leads back. */
const deeds = [
  fc.constantFrom(enable, enable, disable, notForManagers),
  fc.constantFrom(connects('another company'), connects('nothing'), disconnects),
  fc.constant(connects('its company')),
  fc.constantFrom(true, true, false).map(configures),
  fc.constantFrom(true, true, false).map(configures),
  fc.constant(plans),
  fc.constant(plans),
  fc.constant(plans),
  back.map((n) => starts(n, false)),
  back.map((n) => starts(n, false)),
  fc.tuple(back, fc.boolean()).map(([n, cancelled]) => starts(n, cancelled)),
  back.map(cancels),
];

/** Most lives would end before a sync: these begin with one that is enabled and connected. */
const WELL_BEGUN = [enable, connects('its company')];
const LIVES = { seed: 5, numRuns: 20 };

describe('any life of a tenant over HTTP', () => {
  it('A1 A2 B1 B4 B5 C6 E1 E6 K1 is answered and shown as the API’s description says', async () => {
    const lives = fc.tuple(
      fc.constantFrom(true, true, true, false),
      fc.commands(deeds, { maxCommands: 30, size: 'max' }),
    );
    await fc.assert(
      fc.asyncProperty(lives, async ([wellBegun, commands]) => {
        const bench = await startApiBench({ size: 6 });
        try {
          const { qbo } = generateBooks({ seed: 9, size: 6, profile: 'us-manual', traps: false });
          bench.qbo.simulator.loadRecords({ realmId: OTHER_REALM, records: qbo as never });
          const real: Api = { bench, manager: await managerOf(TENANT) };
          const model = newLife();
          if (wellBegun) for (const deed of WELL_BEGUN) await deed.run(model, real);
          await fc.asyncModelRun(() => ({ model, real }), commands);
        } finally {
          await bench.close();
        }
      }),
      LIVES,
    );
  }, 180_000);
});
