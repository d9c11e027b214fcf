import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { QboFault, TokenSet } from '@bpro-qbo-sync/qbo-client';
import type { FaultEffect } from '../../faults/faults.js';
import type { SimulatorRequest } from '../../api/http.js';
import { REALM } from '../../spec-support/in-process.js';
import { API_FAULTS, type Ending, EXCEPTIONS, TOKEN_FAULTS } from './faults.js';
import { matrixBench, type MatrixBench, type Operation, PLANTED, READS, WRITES } from './operations.js';

const HOUR = 3_600_000;

/** How it ended, and with what. */
interface Ended {
  readonly ending: Ending;
  readonly fault: QboFault | undefined;
  readonly value: unknown;
}

async function ended(bench: MatrixBench, work: () => Promise<unknown>): Promise<Ended> {
  const result = await bench.run(
    work().then(
      (value) => ({ ending: 'done' as const, fault: undefined, value }),
      (error: QboFault) => ({ ending: error.kind, fault: error, value: undefined }),
    ),
  );
  // What was given up may still be done.
  await bench.bench.clock.advance(400_000);
  return result;
}

/** A refusal of each item is the batch's ending too. */
function endingOf({ ending, value }: Ended): Ending | 'missing' {
  if (!Array.isArray(value)) return ending;
  const items = value as { readonly ok?: unknown; readonly fault?: QboFault }[];
  return items.some(({ ok }) => ok === 'missing')
    ? 'missing'
    : (items.find(({ fault }) => fault)?.fault?.kind ?? ending);
}

/** The calls that QuickBooks gets, as they are. */
function watched(bench: MatrixBench): SimulatorRequest[] {
  const seen: SimulatorRequest[] = [];
  const { simulator } = bench.bench;
  const handle = simulator.handle.bind(simulator);
  simulator.handle = (request) => {
    if (request.url.startsWith('/v3/')) seen.push(request);
    return handle(request);
  };
  return seen;
}

const requestIds = (calls: readonly SimulatorRequest[]): Set<string | null> =>
  new Set(calls.map(({ url }) => new URL(url, 'http://q').searchParams.get('requestid')));

/** `before`: the tokens that the client had at first. */
async function expectNothingPlanted(
  bench: MatrixBench,
  before: TokenSet | undefined,
  ...faults: readonly (QboFault | undefined)[]
): Promise<void> {
  const tokens = await bench.vault.load('t1');
  const printed = [
    inspect(bench.told, { depth: null }),
    JSON.stringify(bench.told),
    ...faults.flatMap((fault) => [
      inspect(fault, { depth: null }),
      JSON.stringify(fault),
      JSON.stringify({ ...fault }),
      `${String(fault)} ${fault?.stack ?? ''} ${inspect(fault?.cause)}`,
    ]),
  ].join('\n');
  const { clientId, clientSecret } = bench.bench.simulator.switches.oauth;
  const secrets = [
    ...[tokens, before].flatMap((each) => [each?.accessToken, each?.refreshToken]),
    bench.bench.token,
    Buffer.from(`${clientId}:${clientSecret}`).toString('base64'),
    'Bearer ',
    'Basic ',
    REALM,
  ];
  for (const secret of [...secrets, ...Object.values(PLANTED), 'planted', 'PLANTED'])
    if (secret !== undefined) expect(printed.includes(secret)).toBe(false);
}

/** A person can be told what it was, and support can look it up. */
function expectExplained(fault: QboFault | undefined): void {
  if (!fault) return;
  expect(fault.message).toMatch(/^[A-Z][^{}<>]{5,}$/);
  expect(fault.code).toMatch(/^[\w-]+$/);
  if (fault.httpStatus !== undefined) expect(fault.intuitTid).toMatch(/./);
}

describe.each([
  ['write', WRITES, 0],
  ['read', READS, 1],
] as const)('each fault of the accounting API at each %s', (kind, operations, column) => {
  const cells = Object.keys(API_FAULTS).flatMap((fault) =>
    Object.keys(operations).flatMap((name) => [
      [fault, name, 'once'] as const,
      [fault, name, 'always'] as const,
    ]),
  );

  it.each(cells)('%s: %s (%s)', async (faultName, name, often) => {
    const row = API_FAULTS[faultName]!;
    const { run, times, seenAs }: Operation = operations[name]!;
    const bench = await matrixBench();
    const tokens = await bench.vault.load('t1');
    const seen = watched(bench);
    const rule = { realmId: REALM, operation: seenAs, effect: row.effect };
    bench.bench.simulator.faults.add({ ...rule, ...(often === 'once' ? { times: 1 } : {}) });
    const before = times?.(bench) ?? 0;
    const outcome = await ended(bench, () => run(bench));
    const exception = EXCEPTIONS[`${faultName}: ${name}`]?.ending;
    const expected = exception ?? row[often][column];
    expect(endingOf(outcome)).toBe(expected);
    if (kind === 'write') {
      expect(requestIds(seen)).toEqual(new Set(['key']));
      expect(new Set(seen.map(({ body }) => body)).size).toBe(1);
      const done = (times?.(bench) ?? 0) - before;
      if (expected === 'done' || expected === 'missing') expect(done).toBe(1);
      else if (expected !== 'unknown-outcome') expect(done).toBe(0);
      else {
        expect([0, 1]).toContain(done);
        bench.bench.simulator.faults.clear();
        expect((await ended(bench, () => run(bench))).ending).toBe('done');
        expect((times?.(bench) ?? 0) - before).toBe(1);
        expect(requestIds(seen)).toEqual(new Set(['key']));
      }
    }
    if (kind === 'read' && expected === 'done') {
      const calm = await matrixBench();
      expect(outcome.value).toEqual((await ended(calm, () => run(calm))).value);
    }
    const again = exception === undefined && !['nothing', 'given up, with its reason'].includes(row.answer);
    if (often === 'once') expect(seen.length > 1).toBe(again);
    expectExplained(outcome.fault);
    await expectNothingPlanted(bench, tokens, outcome.fault);
    expect(bench.bench.clock.pending).toBe(0);
  });
});

describe('a refusal of one item of a batch', () => {
  const refusals = Object.entries(API_FAULTS).filter(
    ([, { effect, answer }]) => effect.kind === 'service-fault' && answer === 'given up, with its reason',
  );

  it.each(refusals)(
    '%s: stops that item alone, with its reason',
    async (_name, { effect, always: [kind] }) => {
      const bench = await matrixBench();
      const tokens = await bench.vault.load('t1');
      bench.bench.simulator.faults.add({ realmId: REALM, inBatch: true, nth: 2, effect });
      const { value } = await ended(bench, () => WRITES['a batch']!.run(bench));
      const results = value as readonly { readonly ok: unknown; readonly fault?: QboFault }[];
      expect(results.map(({ ok, fault }) => (ok === true ? 'done' : fault?.kind))).toEqual([
        'done',
        kind,
        'done',
      ]);
      const fault = results[1]?.fault;
      expect(fault?.message).toMatch(/^[A-Z]/);
      expect(fault?.intuitTid).toMatch(/./);
      await expectNothingPlanted(bench, tokens);
      expect(bench.bench.simulator.dump(REALM).Customer).toHaveLength(3);
    },
  );
});

describe('each fault of the token endpoint', () => {
  const cells = Object.keys(TOKEN_FAULTS).flatMap((fault) => [[fault, 0] as const, [fault, 1] as const]);

  it.each(cells)('%s at a refresh (always: %i)', async (name, often) => {
    const { effect, refresh } = TOKEN_FAULTS[name]!;
    const bench = await matrixBench();
    const tokens = await bench.vault.load('t1');
    bench.bench.simulator.faults.add({ operation: 'refresh', effect, ...(often === 0 ? { times: 1 } : {}) });
    await bench.bench.clock.advance(2 * HOUR);
    const outcome = await ended(bench, () => READS['look up a name']!.run(bench));
    expect(outcome.ending).toBe(refresh[often]);
    expectExplained(outcome.fault);
    await expectNothingPlanted(bench, tokens, outcome.fault);
  });

  it.each(Object.keys(TOKEN_FAULTS))('%s at the exchange of a code', async (name) => {
    const { effect, exchange } = TOKEN_FAULTS[name]!;
    const bench = await matrixBench();
    const tokens = await bench.vault.load('t1');
    bench.bench.simulator.faults.add({ operation: 'exchange', effect });
    const url = new URL(bench.connector.authorizeUrl('state'));
    const code = bench.bench.simulator.tokens.issueCode({
      clientId: url.searchParams.get('client_id') ?? '',
      realmId: REALM,
      redirectUri: url.searchParams.get('redirect_uri') ?? '',
      scope: url.searchParams.get('scope') ?? '',
    });
    const outcome = await ended(bench, () => bench.connector.connect('t2', { code, realmId: REALM }));
    expect(outcome.ending).toBe(exchange);
    expect((await bench.vault.load('t2')) !== undefined).toBe(exchange === 'done');
    expectExplained(outcome.fault);
    expect(inspect([outcome.fault, bench.told], { depth: null })).not.toContain(code);
    await expectNothingPlanted(bench, tokens, outcome.fault);
  });

  it.each(['503', 'connection reset before the grant', 'invalid_grant'])(
    '%s at a revocation: the tokens stay until Intuit has taken them back',
    async (name) => {
      const bench = await matrixBench();
      const tokens = await bench.vault.load('t1');
      const { effect } = TOKEN_FAULTS[name]!;
      bench.bench.simulator.faults.add({ operation: 'revoke', effect, times: 1 });
      const first = await ended(bench, () => bench.connector.disconnect('t1'));
      // A token that Intuit does not know is as good as revoked.
      expect(first.ending).toBe(name === 'invalid_grant' ? 'done' : 'unavailable');
      expect((await bench.vault.load('t1')) !== undefined).toBe(first.ending !== 'done');
      await expectNothingPlanted(bench, tokens, first.fault);
      expect((await ended(bench, () => bench.connector.disconnect('t1'))).ending).toBe('done');
      expect(await bench.vault.load('t1')).toBeUndefined();
    },
  );
});

describe('the table', () => {
  it('names every kind of fault that the simulator has', () => {
    const named = [...Object.values(API_FAULTS), ...Object.values(TOKEN_FAULTS)].map(
      ({ effect }) => effect.kind,
    );
    const elsewhere: FaultEffect['kind'] = 'drop-batch-items';
    expect(new Set([...named, elsewhere])).toEqual(new Set(Object.keys(EFFECT_KINDS)));
  });

  it('names every method of the client that calls QuickBooks', async () => {
    const { api } = await matrixBench();
    const methods = new Set([...Object.values(WRITES), ...Object.values(READS)].map(({ method }) => method));
    expect([...methods, 'usage'].sort()).toEqual(Object.keys(api).sort());
  });
});

/** A kind that is new does not compile until it stands here, and fails the test above until it is in the table. */
const EFFECT_KINDS: Readonly<Record<FaultEffect['kind'], true>> = {
  'drop-batch-items': true,
  'fault-in-ok': true,
  forbidden: true,
  html: true,
  'invalid-grant': true,
  latency: true,
  reset: true,
  'server-error': true,
  'service-fault': true,
  throttle: true,
  truncated: true,
  unauthorized: true,
  'wrong-entity': true,
};
