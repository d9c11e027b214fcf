import type { TenantView } from '@bpro-qbo-sync/sync-application/nest';
import { DEFAULT_SETTINGS, settingsStream, type Settings } from '@bpro-qbo-sync/sync-domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import {
  ENVIRONMENT,
  enableAndConnect,
  managerOf,
  REALM,
  startApiBench,
  TENANT,
  until,
  type ApiBench,
} from './api-bench.js';

const BASE = `/api/tenants/${TENANT}`;

interface FieldProblem {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

describe('a wrong setting', () => {
  let bench: ApiBench;
  let manager: string;
  const good: Settings = { ...DEFAULT_SETTINGS, refundAccountId: '35' };

  const put = (settings: object) => bench.request('put', `${BASE}/settings`, manager).send(settings);
  const refusals = async (wrong: object): Promise<readonly FieldProblem[]> => {
    const refused = await put({ ...good, ...wrong }).expect(422);
    expect(refused.type).toBe('application/problem+json');
    expect(refused.body).toMatchObject({ code: 'settings-invalid', rule: 'C8' });
    return (refused.body as { errors: FieldProblem[] }).errors;
  };
  const account = (type: string): string =>
    String(bench.qbo.simulator.dump(REALM).Account.find((a) => a['AccountType'] === type)?.['Id']);

  beforeAll(async () => {
    bench = await startApiBench();
    manager = await managerOf(TENANT);
    await enableAndConnect(bench, manager);
    await put(good).expect(200);
  });
  afterAll(async () => {
    await bench.close();
  });

  it.each([
    ['a date in the future', () => ({ fromDate: '2999-01-01' }), ['fromDate C8 in the future']],
    ['a day that is none', () => ({ fromDate: '2026-02-30' }), ['fromDate C8 day of the calendar']],
    ['a choice that is none', () => ({ onlyInQbo: 'perhaps' }), ['onlyInQbo C8 create, ignore']],
    ['an unknown account', () => ({ refundAccountId: '99999' }), ['refundAccountId C8 no such account']],
    [
      'an account that QuickBooks issues no refunds from',
      () => ({ refundAccountId: account('Expense') }),
      ['refundAccountId C4 type Bank and from Undeposited Funds'],
    ],
    [
      'methods that nobody has',
      () => ({ uncheckedMethods: { bpro: ['pm-none'], qbo: ['99999'], none: false } }),
      ['uncheckedMethods.bpro C5 BPro has no such', 'uncheckedMethods.qbo C5 QuickBooks has no such'],
    ],
    [
      'accounts of the wrong kind for products',
      () => ({ accounts: { incomeId: account('Bank'), expenseId: account('Income'), assetId: '99999' } }),
      [
        'accounts.incomeId C7 type Income',
        'accounts.expenseId C7 Cost of Goods Sold',
        'accounts.assetId C8 no such',
      ],
    ],
    [
      'several at once',
      () => ({ fromDate: '2999-01-01', refundAccountId: '99999' }),
      ['fromDate C8 in the future', 'refundAccountId C8 no such account'],
    ],
    ['a field that nobody knows', () => ({ colour: 'red' }), ['colour C8 should not exist']],
  ])('C8 %s is refused with field, rule and reason', async (_what, wrong, expected) => {
    const said = (await refusals(wrong())).map(({ field, rule, message }) => `${field} ${rule} ${message}`);
    expect(said).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) {
      const [field = '', rule = ''] = words.split(' ', 2);
      expect(said[index]).toContain(`${field} ${rule} `);
      expect(said[index]).toContain(words.slice(field.length + rule.length + 2));
    }
  });

  it('C8 an account that was made inactive in QuickBooks is refused', async () => {
    const bank = bench.qbo.simulator.user(REALM).create('Account', { Name: 'Old bank', AccountType: 'Bank' });
    bench.qbo.simulator.user(REALM).inactivate('Account', String(bank.Id));
    await bench.request('post', `${BASE}/pre-flight`, manager).expect(200);
    expect(await refusals({ refundAccountId: bank.Id })).toEqual([
      { field: 'refundAccountId', rule: 'C8', message: 'The account is inactive in QuickBooks.' },
    ]);
  });

  it('C6, C8 what was refused left no trace: the last draft that worked stands', async () => {
    const { settings } = (await bench.request('get', BASE, manager).expect(200)).body as TenantView;
    expect(settings.draft).toEqual(good);
    const events = await bench.store.read(settingsStream(TENANT));
    expect(events.filter(({ type }) => type === 'SyncConfigured')).toHaveLength(1);
  });
});

describe('settings that leave nothing to sync', () => {
  it('C8 are refused once a plan has shown that no record is in both systems', async () => {
    const bench = await startApiBench({ size: 1 });
    try {
      const terms = bench.books.bpro.records.filter(({ type }) => type === 'sales-term');
      bench.bpro.loadBooks(TENANT, {
        ...bench.books.bpro,
        records: terms.map((term, n) => ({
          ...term,
          data: {
            name: `Within ${String(101 + n)}`,
            dueDays: 101 + n,
            discountPercent: null,
            discountDays: null,
          },
        })),
      });
      const manager = await managerOf(TENANT);
      await enableAndConnect(bench, manager);
      const nothing = { ...DEFAULT_SETTINGS, onlyInBpro: 'ignore', onlyInQbo: 'ignore' };
      const put = () => bench.request('put', `${BASE}/settings`, manager).send(nothing);
      await put().expect(200);
      const planned = await bench.request('post', `${BASE}/plans`, manager).send({}).expect(202);
      const { run } = planned.body as { run: string };
      await until(
        () => bench.request('get', `${BASE}/runs/${run}`, manager),
        ({ body }) => (body as { status: string }).status === 'planned',
      );
      const refused = await put().expect(422);
      const { errors } = refused.body as { errors: FieldProblem[] };
      expect(errors.map(({ field, rule }) => `${field} ${rule}`)).toEqual(['onlyInBpro C8', 'onlyInQbo C8']);
      expect(errors[0]?.message).toContain('no record is in both systems');
    } finally {
      await bench.close();
    }
  });
});

describe('a token of the platform that does not do', () => {
  let bench: ApiBench;
  const secret = new TextEncoder().encode(ENVIRONMENT['JWT_SHARED_KEY']);
  const token = (expires: string | number = '1h'): Promise<string> =>
    new SignJWT({ sub: 'm-1', role: 'manager', tenant: TENANT })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('bpro')
      .setAudience('quickbooks-sync')
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(secret);

  beforeAll(async () => {
    bench = await startApiBench({ size: 10 });
  });
  afterAll(async () => {
    await bench.close();
  });

  it('A3 expired, changed or cut off: every request is answered 401 in plain words, and nothing is done', async () => {
    const good = await token();
    const [header = '', claims = '', signature = ''] = good.split('.');
    const support = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), role: 'support' }),
    ).toString('base64url');
    const events = (await bench.store.read(settingsStream(TENANT))).length;
    for (const bad of [
      await token('-1s'),
      `${header}.${support}.${signature}`,
      `${header}.${claims}.${signature.slice(1)}`,
      good.slice(0, 40),
      'undefined',
    ])
      for (const [method, path] of [
        ['get', BASE],
        ['post', `${BASE}/enable`],
        ['put', `${BASE}/settings`],
        ['post', `${BASE}/plans`],
        ['post', '/api/session'],
      ] as const) {
        const refused = await bench.request(method, path, bad).expect(401);
        expect(refused.type).toBe('application/problem+json');
        expect(refused.body).toMatchObject({
          code: 'not-signed-in',
          rule: 'A3',
          detail: 'Sign in to BPro and open this page from there.',
        });
        expect(refused.text).not.toContain(bad);
      }
    expect(await bench.store.read(settingsStream(TENANT))).toHaveLength(events);
    await bench.request('get', BASE, good).expect(200);
  });

  it('A3 a token works until it expires, and not a moment longer than the clock allows', async () => {
    const short = await token(Math.floor(Date.now() / 1000) + 2);
    await bench.request('get', BASE, short).expect(200);
    const refused = await until(
      () => bench.request('get', BASE, short),
      ({ status }) => status !== 200,
    );
    expect(refused.status).toBe(401);
  });
});
