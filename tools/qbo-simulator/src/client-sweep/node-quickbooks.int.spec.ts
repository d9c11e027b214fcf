import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObject, list, type QboRecord } from '../model/record.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';
import { REALM } from '../spec-support/in-process.js';
import {
  NODE_QUICKBOOKS_METHODS,
  pointNodeQuickbooks,
  quickBooksClient,
} from '../spec-support/official-clients.js';
import { SINGLES, SWEPT } from './bodies.js';
import { kindOf, LISTED_METHODS, type MethodKind } from './node-quickbooks-methods.js';
import { OPERATIONS, refusal } from './operations.js';
import { SweepBench } from './sweep-bench.js';

const entities = Object.keys(SWEPT) as EntityName[];

/** A client of its own, whose tokens may end. */
function separateClient({ server }: SweepBench): {
  readonly call: ReturnType<typeof quickBooksClient>;
  readonly access_token: string;
  readonly refresh_token: string;
} {
  pointNodeQuickbooks(server.baseUrl);
  const { access_token, refresh_token } = server.simulator.connect(REALM);
  return {
    call: quickBooksClient(server.baseUrl, REALM, access_token, refresh_token),
    access_token,
    refresh_token,
  };
}

const OWN_TESTS: Readonly<Record<string, (bench: SweepBench) => Promise<void>>> = {
  async batch(bench) {
    const items: QboRecord[] = [];
    for (const entity of entities)
      items.push({ bId: entity, operation: 'create', [entity]: await bench.body(entity) });
    expect(items.length).toBeLessThanOrEqual(30);
    const answers = list(await bench.qbo('batch', items), 'BatchItemResponse');
    expect(answers).toHaveLength(items.length);
    const keys: QboRecord[] = [];
    for (const answer of answers) {
      const record = answer[String(answer['bId'])];
      if (!isObject(record)) throw new Error(`${String(answer['bId'])}: ${JSON.stringify(answer)}`);
      keys.push({ ...answer, record });
      expect(record).toMatchObject({ Id: expect.any(String), SyncToken: '0' });
    }
    const invoice = keys.find((each) => each['bId'] === 'Invoice')?.['record'] as QboRecord;
    const second = await bench.qbo('batch', [
      { bId: 'q', Query: `select * from Invoice where Id = '${String(invoice['Id'])}'` },
      { bId: 'v', operation: 'update', optionsData: 'void', Invoice: { Id: invoice['Id'], SyncToken: '0' } },
      { bId: 'd', operation: 'delete', Invoice: { Id: invoice['Id'], SyncToken: '1' } },
    ]);
    expect(second['BatchItemResponse']).toMatchObject([
      { bId: 'q', QueryResponse: { maxResults: 1 } },
      { bId: 'v', Invoice: { TotalAmt: 0 } },
      { bId: 'd', Invoice: { status: 'Deleted' } },
    ]);
  },

  async changeDataCapture(bench) {
    const since = new Date(Date.now() - 60_000);
    const customer = await bench.created('Customer');
    for (const names of [['Customer', 'Item'], 'Customer,Item']) {
      const [answer] = list(await bench.qbo('changeDataCapture', names, since), 'CDCResponse');
      const captured = list(answer ?? {}, 'QueryResponse').flatMap((each) => list(each, 'Customer'));
      expect(captured).toContainEqual(expect.objectContaining({ Id: customer.Id }));
    }
    const refused = bench.qbo('changeDataCapture', ['TaxCode'], since);
    await expect(refused).rejects.toMatchObject({ response: { status: 400 } });
  },

  async createTaxService(bench) {
    const answer = await bench.qbo('createTaxService', {
      TaxCode: 'Swept',
      TaxRateDetails: [
        { TaxRateName: 'Swept 1%', RateValue: '1', TaxAgencyId: '1', TaxApplicableOn: 'Sales' },
      ],
    });
    const code = await bench.qbo('getTaxCode', answer['TaxCodeId']);
    expect(code).toMatchObject({ Name: 'Swept', Active: true });
    const [detail] = list(answer, 'TaxRateDetails');
    expect(await bench.qbo('getTaxRate', detail?.['TaxRateId'])).toMatchObject({ RateValue: 1 });
  },

  async refreshAccessToken(bench) {
    const { call, access_token, refresh_token } = separateClient(bench);
    bench.server.simulator.tokens.expireAccess(access_token);
    await expect(call('getPreferences')).rejects.toMatchObject({ response: { status: 401 } });
    expect(await call('refreshAccessToken')).toMatchObject({ refresh_token, expires_in: 3600 });
    expect(await call('getPreferences')).toHaveProperty('SalesFormsPrefs');
  },

  async revokeAccess(bench) {
    for (const useRefresh of [true, false]) {
      const { call, access_token } = separateClient(bench);
      expect(bench.server.simulator.tokens.isLive(access_token)).toBe(true);
      await call('revokeAccess', useRefresh);
      expect(bench.server.simulator.tokens.isLive(access_token)).toBe(false);
    }
  },

  async getUserInfo(bench) {
    const { call, access_token } = separateClient(bench);
    expect(await call('getUserInfo')).toMatchObject({ sub: expect.any(String), email: expect.any(String) });
    bench.server.simulator.tokens.expireAccess(access_token);
    await expect(call('getUserInfo')).rejects.toMatchObject({ response: { status: 401 } });
  },
};

/** The parameters of a call that QuickBooks or the simulator refuses. */
const parametersOf = (method: string): unknown[] => {
  if (method === 'upload') return ['a.txt', 'text/plain', Readable.from(['a'])];
  if (/^(report|find)/.test(method)) return [{}];
  if (method === 'getExchangeRate') return [{ sourcecurrencycode: 'EUR' }];
  return method.startsWith('get') ? ['1'] : [{ Id: '1', SyncToken: '0' }];
};

const titleOf = (method: string, kind: Exclude<MethodKind, { kind: 'elsewhere' }> | undefined): string => {
  switch (kind?.kind) {
    case undefined:
      return `${method} is new: say what it is in node-quickbooks-methods.ts`;
    case 'refused':
      return `${method} is refused: ${kind.reason} [documented]`;
    case 'absent':
      return `${method} is refused by the simulator alone: ${kind.reason}`;
    case 'operation':
    case 'own-test':
      return `${method} works [documented]`;
  }
};

describe('every method of node-quickbooks', () => {
  let bench: SweepBench;

  beforeAll(async () => {
    bench = await SweepBench.start();
  });

  afterAll(() => bench.close());

  for (const method of NODE_QUICKBOOKS_METHODS) {
    const kind = kindOf(method);
    if (kind?.kind === 'elsewhere') continue;
    it(titleOf(method, kind), async () => {
      switch (kind?.kind) {
        case undefined:
          throw new Error(`Nobody has decided about ${method}`);
        case 'operation':
          return OPERATIONS[kind.verb](bench, method, kind.entity);
        case 'own-test':
          return OWN_TESTS[method]?.(bench);
        case 'refused':
        case 'absent': {
          const code = method.startsWith('find') ? '4001' : '500';
          await expect(bench.qbo(method, ...parametersOf(method))).rejects.toEqual(refusal(code));
        }
      }
    });
  }

  it('what stands in the lists is there, and has its test', () => {
    expect(LISTED_METHODS.filter((method) => !NODE_QUICKBOOKS_METHODS.includes(method))).toEqual([]);
    const owners = LISTED_METHODS.filter((method) => kindOf(method)?.kind === 'own-test');
    expect(Object.keys(OWN_TESTS).sort()).toEqual([...owners].sort());
  });

  it('every record type of the simulator is read, and created where calls can create it', () => {
    const readOnly: EntityName[] = ['TaxCode', 'TaxRate', ...(Object.keys(SINGLES) as EntityName[])];
    expect([...entities, ...readOnly].sort()).toEqual([...ENTITY_NAMES].sort());
    const verbs = new Set(
      NODE_QUICKBOOKS_METHODS.map((method) => {
        const kind = kindOf(method);
        return kind?.kind === 'operation' ? `${kind.verb} ${kind.entity}` : method;
      }),
    );
    for (const verb of ['get', 'find'])
      expect(ENTITY_NAMES.filter((entity) => !verbs.has(`${verb} ${entity}`))).toEqual([]);
  });
});
