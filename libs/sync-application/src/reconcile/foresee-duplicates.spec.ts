import { describe, expect, it } from '@jest/globals';
import { MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { decideWork } from './decide-page.js';
import { loadPage } from './load-page.js';
import { customer, order, product, syncBench, type SyncBench } from '../testing/sync-bench.js';
import { foreseeDuplicates } from './foresee-duplicates.js';
import { reconcilePage } from './reconcile-page.js';

/** What the plan says of BPro's own records, by id. */
async function planned(bench: SyncBench, type: RecordType, ids: readonly string[]): Promise<string[]> {
  const tc = await bench.context('plan');
  const seeds = ids.map((id) => ({ recordId: `b.${id}`, bproId: id }));
  const { works, hood } = await loadPage(bench.ports, tc, MAPPINGS[type], seeds);
  const decided = works.map((work) => ({
    work,
    decision: decideWork(tc, MAPPINGS[type], work, { kind: 'none' }, hood),
  }));
  const foreseen = await foreseeDuplicates(bench.ports, tc, MAPPINGS[type], decided);
  return foreseen.map(({ work, decision }) => `${work.bpro?.id ?? ''}: ${decision.reason}`);
}

const META = { SyncToken: '0', MetaData: { CreateTime: '2026-01-01T12:00:00Z' } };

describe('names and numbers that QuickBooks would refuse', () => {
  it('F10 of two customers with one name the first is created, the second is blocked', async () => {
    const bench = await syncBench();
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('customer', 'ann-2', customer('  ann  LEE '));
    expect(await planned(bench, 'customer', ['ann', 'ann-2'])).toEqual([
      'ann: F4:only-in-bpro',
      'ann-2: F10:name-taken',
    ]);
  });

  it('F10 a vendor’s or an employee’s name is taken, for customers only', async () => {
    const bench = await syncBench({ otherNames: ['Acme Parts'] });
    await bench.mirrorBpro('customer', 'acme', customer('ACME Parts'));
    await bench.mirrorBpro('product', 'parts', product('Acme Parts'));
    expect(await planned(bench, 'customer', ['acme'])).toEqual(['acme: F10:name-taken']);
    expect(await planned(bench, 'product', ['parts'])).toEqual(['parts: F4:only-in-bpro']);
  });

  it('F10 a name that QuickBooks uses is taken, one that it made inactive is not', async () => {
    const bench = await syncBench();
    await bench.mirrorQbo('customer', { ...META, Id: '1', DisplayName: 'Ann Lee' });
    await bench.mirrorQbo('customer', { ...META, Id: '2', DisplayName: 'Bo Park (deleted)', Active: false });
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('customer', 'bo', customer('Bo Park'));
    expect(await planned(bench, 'customer', ['ann', 'bo'])).toEqual([
      'ann: F10:name-taken',
      'bo: F4:only-in-bpro',
    ]);
  });

  it('F10 the number of an invoice that QuickBooks voided is used all the same', async () => {
    const bench = await syncBench();
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('product', 'fit', product('Fitting'));
    await bench.mirrorBpro('invoice', 'i', order('1001', 'ann', 'fit'));
    const seeds = ['customer', 'product'] as const;
    for (const type of seeds) {
      const id = type === 'customer' ? 'ann' : 'fit';
      await reconcilePage(
        bench.ports,
        await bench.context('execute'),
        MAPPINGS[type],
        [{ recordId: `b.${id}`, bproId: id }],
        () => ({ match: { kind: 'none' } }),
      );
    }
    expect(await planned(bench, 'invoice', ['i'])).toEqual(['i: F4:only-in-bpro']);
    await bench.mirrorQbo('invoice', {
      ...META,
      Id: '9',
      DocNumber: '1001',
      TxnDate: '2026-01-01',
      CustomerRef: { value: '77' },
      PrivateNote: 'Voided',
      TotalAmt: 0,
      Balance: 0,
      Line: [],
    });
    expect(await planned(bench, 'invoice', ['i'])).toEqual(['i: F10:number-taken']);
  });

  it('F10 what is foreseen is not tried when the plan is carried out', async () => {
    const bench = await syncBench();
    await bench.mirrorQbo('customer', { ...META, Id: '1', DisplayName: 'Ann Lee' });
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    const seed = { recordId: 'b.ann', bproId: 'ann' };
    const done = await reconcilePage(
      bench.ports,
      await bench.context('execute'),
      MAPPINGS.customer,
      [seed],
      () => ({ match: { kind: 'none' } }),
    );
    expect(done.get('b.ann')?.decision.reason).toBe('F10:name-taken');
    expect(bench.qbo.sent).toEqual([]);
  });
});
