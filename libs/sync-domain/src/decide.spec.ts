import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Action, Decision } from './decision.js';
import { CHARGES } from './entities/invoice-qbo.js';
import { MAPPINGS } from './entities/registry.js';
import { isNoteCode } from './notes.js';
import { RECORD_TYPES } from './record-types.js';
import { anyRecord } from './testing/any-record.js';
import { carriedOut, written } from './testing/carried-out.js';
import { decideGiven, type Given } from './testing/decision-case.js';

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

/**
 * Not covered: lines and tax group of an invoice are one thing to QuickBooks (`CHARGES`), yet each field has its own
 * winner. Where they go to different sides, what is written reads back otherwise than it was decided.
 */
const splitsCharges = ({ comparison }: Decision): boolean =>
  [comparison?.toQbo, comparison?.toBpro].every((names) =>
    names?.some((name) => (CHARGES as readonly string[]).includes(name)),
  );

const isFirst = ({ record }: Given): boolean => record?.qboId === undefined;

describe.each(RECORD_TYPES)('any %s in any state', (type) => {
  const given = anyRecord(type);
  const RUNS = { numRuns: type === 'customer' ? 2000 : 200 };

  it('D3 gets a decision, and every decision names its rule', () => {
    fc.assert(
      fc.property(given, (all) => {
        const { action, reason, note } = decideGiven(all);
        expect([...WRITES, ...SILENT]).toContain(action);
        expect(reason).toMatch(/^[A-K]\d+:(taxGroup-)?[a-z0-9-]+$/);
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

  it('C2 nothing from before the date is written, unless it is a customer that something needs', () => {
    fc.assert(
      fc.property(given, (all) => {
        const { bpro, qbo, record, settings, needed } = all;
        const old = [bpro, qbo, record].some((r) => r?.createdAt?.startsWith('2026-01'));
        const present = bpro !== undefined || qbo !== undefined;
        const pulledIn = needed && type === 'customer';
        if (!MAPPINGS[type].dated || settings?.fromDate === null || pulledIn || !old || !present) return;
        expect(decideGiven(all).action).toBe('left-out');
      }),
      RUNS,
    );
  });

  it('E7 once it was carried out, the next sync finds nothing to write', () => {
    fc.assert(
      fc.property(given, (all) => {
        const decision = decideGiven(all);
        if (!WRITES.includes(decision.action) && decision.action !== 'link') return;
        const once = carriedOut(all, decision);
        const again = decideGiven(once);
        if (decision.action === 'reactivate-qbo') {
          // It sends nothing else: what BPro changed meanwhile is decided once QuickBooks uses the record again.
          expect(again.action).not.toMatch(/^(create|remove|reactivate)-/);
          return;
        }
        expect(WRITES).not.toContain(again.action);
        expect(['unchanged', 'left-out']).toContain(again.action);
      }),
      RUNS,
    );
  });

  it('E4 an update that was carried out but not noted before a crash writes nothing a second time', () => {
    fc.assert(
      fc.property(given, (all) => {
        const decision = decideGiven(all);
        if (!decision.action.startsWith('update-') || splitsCharges(decision)) return;
        const again = decideGiven(written(all, decision));
        expect(WRITES).not.toContain(again.action);
      }),
      // Few of any records are updated.
      { numRuns: 1000 },
    );
  });
});
