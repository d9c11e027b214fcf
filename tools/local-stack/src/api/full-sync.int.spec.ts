import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  NotesPage,
  PlanView,
  RowPage,
  RowWhy,
  RunProgress,
  SettingsChoices,
  ShownRow,
  TenantView,
} from '@bpro-qbo-sync/sync-application/nest';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import {
  enableAndConnect,
  managerOf,
  REALM,
  startApiBench,
  TENANT,
  until,
  type ApiBench,
} from './api-bench.js';

const BASE = `/api/tenants/${TENANT}`;

describe('a full sync over HTTP', () => {
  let bench: ApiBench;
  let manager: string;

  const get = async <T>(path: string): Promise<T> =>
    (await bench.request('get', `${BASE}${path}`, manager).expect(200)).body as T;

  const whyOf = (run: string, { type, recordId }: ShownRow): Promise<RowWhy> =>
    get<RowWhy>(`/plans/${run}/rows/${type}/${encodeURIComponent(recordId)}`);

  beforeAll(async () => {
    bench = await startApiBench({ traps: true, size: 120, seed: 3 });
    manager = await managerOf(TENANT);
  });
  afterAll(async () => {
    await bench.close();
  });

  it('A1 tells a manager whose sync is off to contact support, and refuses every command by name', async () => {
    const state = await get<TenantView>('');
    expect(state).toMatchObject({ enabled: false, next: { step: 'contact-support' } });
    for (const [method, path, body] of [
      ['put', '/settings', DEFAULT_SETTINGS],
      ['post', '/plans', {}],
      ['post', '/connection', {}],
    ] as const) {
      const refused = await bench.request(method, `${BASE}${path}`, manager).send(body).expect(403);
      expect(refused.body).toMatchObject({ code: 'sync-not-enabled', rule: 'A1' });
    }
  });

  it('B1 connects a company by a redirect and shows its name from then on', async () => {
    const landed = await enableAndConnect(bench, manager);
    expect(landed.href).toBe(
      `http://127.0.0.1:4000/quickbooks-settings/?tenant=${TENANT}&connection=connected`,
    );
    const state = await get<TenantView>('');
    expect(state.connection).toMatchObject({ status: 'connected', generation: 1 });
    expect(state.connection.companyName).toMatch(/\w/);
    expect(state.advice).toContain('Support');
  });

  it('C4, C5, C7 offers accounts and methods, and says why other accounts are not offered', async () => {
    const choices = await get<SettingsChoices>('/settings/choices');
    expect(
      choices.refundAccounts.offered.map(({ type, name }) => type === 'Bank' || name === 'Undeposited Funds'),
    ).not.toContain(false);
    expect(choices.refundAccounts.others.length).toBeGreaterThan(0);
    for (const { why } of choices.refundAccounts.others) expect(why).toContain('Bank');
    expect(choices.paymentMethods.every(({ checked }) => checked)).toBe(true);
    expect(choices.paymentMethods.find(({ name }) => name === 'Cash')).toMatchObject({
      bproIds: [expect.any(String)],
      qboIds: [expect.any(String)],
    });
    expect(choices.noMethod).toEqual({ checked: true });
    for (const account of Object.values(choices.accounts))
      expect(account.offered.map(({ id }) => id)).toContain(account.defaultId);
  });

  it('C8 refuses settings that cannot work field by field', async () => {
    const wrong = { ...DEFAULT_SETTINGS, fromDate: '2999-01-01', refundAccountId: 'none-such' };
    const refused = await bench.request('put', `${BASE}/settings`, manager).send(wrong).expect(422);
    expect(refused.type).toBe('application/problem+json');
    expect((refused.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).toEqual([
      'fromDate',
      'refundAccountId',
    ]);
  });

  it('E1, F2, K1, K3 plans, says why, starts the plan that was shown, follows it and ends with counts and notes', async () => {
    const choices = await get<{ refundAccounts: { offered: { id: string }[] } }>('/settings/choices');
    const refundAccountId = choices.refundAccounts.offered[0]!.id;
    await bench
      .request('put', `${BASE}/settings`, manager)
      .send({ ...DEFAULT_SETTINGS, refundAccountId })
      .expect(200, { version: 1 });
    const preFlight = await get<{ blocked: boolean }>('/pre-flight');
    expect(preFlight.blocked).toBe(false);

    const { run } = (await bench.request('post', `${BASE}/plans`, manager).send({}).expect(202)).body as {
      run: string;
    };
    const plan = await until(
      () => get<PlanView>(`/plans/${run}`),
      ({ status }) => status === 'planned',
    );
    expect(plan.counts.find(({ type }) => type === 'sales-term')?.explanation).toContain('five');
    const rows = await get<RowPage>(`/plans/${run}/rows?action=create-qbo&limit=5`);
    expect(rows.rows.length).toBeGreaterThan(0);
    expect(rows.rows.every(({ action, bpro }) => action === 'create-qbo' && bpro?.name !== undefined)).toBe(
      true,
    );
    const [row] = rows.rows;
    const why = await whyOf(run, row!);
    expect(why.chain.length).toBeGreaterThan(0);
    expect(why.fields.bpro).not.toBeNull();

    const { rows: documents } = await get<RowPage>(`/plans/${run}/rows?type=invoice&action=link&limit=1`);
    const { fields, names } = await whyOf(run, documents[0]!);
    for (const side of ['bpro', 'qbo'] as const) {
      const customer = String(fields[side]?.['customer']);
      expect(names[side][customer]).toBe(documents[0]![side]?.customer);
    }
    const { rows: open } = await get<RowPage>(`/plans/${run}/rows?type=customer&action=ambiguous`);
    const several = await whyOf(
      run,
      open.find(({ candidates }) => candidates.length > 1)!,
    );
    expect(several.candidateFields.map((each) => each?.['displayName'])).toEqual(
      several.candidates.map(({ name }) => name),
    );

    await bench.request('post', `${BASE}/runs/${run}/start`, manager).send({}).expect(202);
    const streamed = await bench.request('get', `${BASE}/runs/${run}/progress`, manager).expect(200);
    expect(streamed.type).toBe('text/event-stream');
    const progress = await until(
      () => get<RunProgress>(`/runs/${run}`),
      ({ status }) => status === 'completed',
    );
    expect(progress).toMatchObject({ remaining: 0, endedAt: expect.any(String) as unknown });
    expect(streamed.text).toContain(`id: ${String(progress.revision)}\n`);
    const ended = await bench
      .request('get', `${BASE}/runs/${run}/progress`, manager)
      .set('last-event-id', String(progress.revision));
    expect(ended.status).toBe(204);

    const notes = await get<NotesPage>('/notes');
    expect(notes.notes.length).toBeGreaterThan(0);
    expect(notes.groups.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(
      notes.notes.length,
    );
    const after = await get<TenantView>('');
    expect(after).toMatchObject({ activeRun: null, completedRun: run, advice: null });
  });

  it('C5 a payment method that appears later is checked, and said', async () => {
    bench.bpro.user(TENANT).create('payment-method', { name: 'Store voucher', kind: 'other' });
    await until(
      () =>
        Promise.resolve(
          bench.qbo.simulator.dump(REALM).PaymentMethod.filter((m) => m['Name'] === 'Store voucher'),
        ),
      (methods) => methods.length > 0,
    );
    await bench.request('post', `${BASE}/pre-flight`, manager).expect(200);
    const { paymentMethods } = await get<SettingsChoices>('/settings/choices');
    expect(paymentMethods.filter(({ isNew }) => isNew)).toEqual([
      expect.objectContaining({ name: 'Store voucher', checked: true }),
    ]);
  });

  it('C5 a method is unchecked by its ids on both sides', async () => {
    const { paymentMethods } = await get<SettingsChoices>('/settings/choices');
    const { bproIds, qboIds } = paymentMethods.find(({ name }) => name === 'Cash')!;
    const { settings } = await get<TenantView>('');
    await bench
      .request('put', `${BASE}/settings`, manager)
      .send({ ...settings.draft, uncheckedMethods: { bpro: bproIds, qbo: qboIds, none: true } })
      .expect(200, { version: 2 });
    const after = await get<SettingsChoices>('/settings/choices');
    expect(after.paymentMethods.filter(({ checked }) => !checked).map(({ name }) => name)).toEqual(['Cash']);
    expect(after.noMethod).toEqual({ checked: false });
    expect(await get<TenantView>('')).toMatchObject({ next: { step: 'plan' } });
  });
});
