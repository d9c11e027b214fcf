import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Action, Decision } from './decision.js';
import { agreementOf } from './fields.js';
import { isNoteCode } from './notes.js';
import { customerMapping } from './entities/customer.js';
import { contextOf, decideGiven, hash, linkedWhen, view, type Given } from './testing/decision-case.js';
import { bproCustomerOf, qboCustomerOf } from './testing/records.js';

const WRITES: readonly Action[] = [
  'create-qbo',
  'create-bpro',
  'update-qbo',
  'update-bpro',
  'update-both',
  'remove-qbo',
  'reactivate-qbo',
];
const SILENT: readonly Action[] = ['link', 'unchanged', 'left-out', 'ignored', 'blocked', 'ambiguous'];

const phone = fc.constantFrom(null, '555', '777', '5'.repeat(31));
const company = fc.constantFrom(null, 'Lee Ltd', 'Lee 🚲', 'a:b');
const instant = fc.constantFrom('2026-01-10T12:00:00Z', '2026-02-10T12:00:00Z', '2026-02-10T12:00:01Z');

const bproViews = fc
  .record({
    phone,
    company,
    createdAt: instant,
    updatedAt: instant,
    state: fc.constantFrom('active', 'inactive', 'voided', 'deleted'),
    version: fc.constantFrom('1', '2'),
    salesTermId: fc.constantFrom(null, 't'),
  })
  .map(({ phone: number, company: companyName, salesTermId, ...envelope }) =>
    view('c', bproCustomerOf({ phone: number, companyName, salesTermId }), envelope as object),
  );
const qboViews = fc
  .record({
    phone,
    company,
    createdAt: instant,
    updatedAt: instant,
    state: fc.constantFrom('active', 'inactive', 'voided'),
    currency: fc.constantFrom('USD', 'EUR'),
  })
  .map(({ phone: number, company: companyName, currency, ...envelope }) =>
    view(
      'Q-c',
      qboCustomerOf({
        ...(number === null ? {} : { PrimaryPhone: { FreeFormNumber: number } }),
        ...(companyName === null ? {} : { CompanyName: companyName }),
        CurrencyRef: { value: currency },
      }),
      envelope as object,
    ),
  );
const setting = fc.constantFrom('create' as const, 'ignore' as const);
const known = fc.record({ bpro: bproViews, qbo: qboViews });

/** A customer in any state of either side, of the link, of the settings. */
const given: fc.Arbitrary<Given> = fc
  .record({
    bpro: fc.option(bproViews, { nil: undefined }),
    qbo: fc.option(qboViews, { nil: undefined }),
    was: fc.option(known, { nil: undefined }),
    removed: fc.boolean(),
    choice: fc.constantFrom(undefined, { qboId: null }, { qboId: 'Q-c' }),
    match: fc.constantFrom(
      { kind: 'none' } as const,
      { kind: 'matched', id: 'Q-c', level: 0 } as const,
      { kind: 'ambiguous', candidates: ['Q-c', 'Q-d'], level: 1 } as const,
    ),
    settings: fc.record({
      onlyInBpro: setting,
      onlyInQbo: setting,
      fromDate: fc.constantFrom(null, '2026-02-01'),
    }),
    term: fc.constantFrom('ok' as const, 'ignored' as const),
    needed: fc.boolean(),
    door: fc.constantFrom('full-sync' as const, 'replay' as const),
  })
  .map(({ was, removed, choice, term, ...rest }) => ({
    ...rest,
    record: was ? { ...linkedWhen(was), removed, choice } : { choice },
    outcomes: term === 'ok' ? {} : { term: { status: 'ignored', code: 'C1:only-in-bpro' } },
  }));
const RUNS = { numRuns: 2000 };

const isFirst = ({ record }: Given): boolean => record?.qboId === undefined;

describe('any record in any state', () => {
  it('D3 gets a decision, and every decision names its rule', () => {
    fc.assert(
      fc.property(given, (all) => {
        const { action, reason, note } = decideGiven(all);
        expect([...WRITES, ...SILENT]).toContain(action);
        expect(reason).toMatch(/^[A-K]\d+:[a-z0-9-]+$/);
        if (note) expect(isNoteCode(note.code)).toBe(true);
      }),
      RUNS,
    );
  });

  it('E4 is decided the same way again: nothing but its own facts counts', () => {
    fc.assert(
      fc.property(given, (all) => {
        expect(decideGiven(all)).toEqual(decideGiven(structuredClone(all)));
      }),
      RUNS,
    );
  });

  it('H1 what waits for a person says so in a note', () => {
    fc.assert(
      fc.property(given, (all) => {
        const { action, note } = decideGiven(all);
        if (action === 'blocked' || action === 'ambiguous') expect(note).toBeDefined();
      }),
      RUNS,
    );
  });

  it('C1 is never created on a side whose missing records are ignored, unless it is new or a person said so', () => {
    fc.assert(
      fc.property(given, (all) => {
        const { action } = decideGiven(all);
        const { settings, record, door } = all;
        const meant = record?.choice?.qboId === null;
        if (action === 'create-qbo')
          expect(settings?.onlyInBpro === 'create' || door === 'replay' || meant).toBe(true);
        if (action === 'create-bpro') expect(settings?.onlyInQbo === 'create' || meant).toBe(true);
      }),
      RUNS,
    );
  });

  it('F8 is never created where it was linked before', () => {
    fc.assert(
      fc.property(given, (all) => {
        if (!isFirst(all)) expect(decideGiven(all).action).not.toMatch(/^create-/);
      }),
      RUNS,
    );
  });

  it('F2 is never linked or created while it is ambiguous', () => {
    fc.assert(
      fc.property(given, (all) => {
        if (all.match?.kind !== 'ambiguous' || !isFirst(all)) return;
        const decision = decideGiven(all);
        expect(decision.linkTo).toBeUndefined();
        expect(['ambiguous', 'left-out', 'unchanged']).toContain(decision.action);
      }),
      RUNS,
    );
  });

  it('F8 is removed in QuickBooks only when it is linked and BPro no longer has it active', () => {
    fc.assert(
      fc.property(given, (all) => {
        if (decideGiven(all).action !== 'remove-qbo') return;
        expect(isFirst(all)).toBe(false);
        expect(all.bpro?.state).not.toBe('active');
      }),
      RUNS,
    );
  });

  it('C2 nothing from before the date is written, unless something that syncs needs it', () => {
    fc.assert(
      fc.property(given, (all) => {
        const { bpro, qbo, record, settings, needed } = all;
        const old = [bpro, qbo, record].some((r) => r?.createdAt?.startsWith('2026-01'));
        const present = bpro !== undefined || qbo !== undefined;
        if (settings?.fromDate === null || needed || !old || !present) return;
        expect(decideGiven(all).action).toBe('left-out');
      }),
      RUNS,
    );
  });

  it('E7 once an update was carried out, the next sync finds nothing to write', () => {
    fc.assert(
      fc.property(given, (all) => {
        const decision = decideGiven(all);
        if (!/^update-|^link$/.test(decision.action) || !all.bpro || !all.qbo) return;
        const again = decideGiven(afterwards(all, decision));
        expect(WRITES).not.toContain(again.action);
        expect(['unchanged', 'left-out']).toContain(again.action);
      }),
      RUNS,
    );
  });
});

/** Both sides as they are when the decision was carried out, linked, by way of the real mapping. */
function afterwards(all: Given, { fields, comparison, linkTo }: Decision): Given {
  const context = { ...contextOf(all), marker: '', sideId: () => 't' };
  const { bpro, qbo } = all as { bpro: NonNullable<Given['bpro']>; qbo: NonNullable<Given['qbo']> };
  const { toQbo = [], toBpro = [] } = fields ? (comparison ?? {}) : {};
  const now = {
    bpro: {
      ...bpro,
      content: { ...bpro.content, ...customerMapping.toBpro(fields ?? {}, toBpro, bpro.content, context) },
    },
    qbo: {
      ...qbo,
      content: { ...qbo.content, ...customerMapping.toQbo(fields ?? {}, toQbo, qbo.content, context).body },
    },
  };
  const pending = new Set(fields ? [] : [...(comparison?.toQbo ?? []), ...(comparison?.toBpro ?? [])]);
  const agreed = agreementOf(
    hash,
    customerMapping.fromBpro(now.bpro.content, context),
    customerMapping.fromQbo(now.qbo.content, context),
  );
  return {
    ...all,
    ...now,
    match: { kind: 'none' },
    record: {
      ...all.record,
      ...(linkTo === undefined ? {} : { createdAt: bpro.createdAt }),
      bproId: bpro.id,
      qboId: qbo.id,
      versions: { bpro: bpro.version, qbo: qbo.version },
      agreed: Object.fromEntries(Object.entries(agreed).filter(([field]) => !pending.has(field))),
    },
  };
}
