import { describe, expect, it } from '@jest/globals';
import { MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { decideWork } from '../reconcile/decide-page.js';
import { loadPage } from '../reconcile/load-page.js';
import { customer, product, syncBench, type SyncBench } from '../testing/sync-bench.js';
import { foreseeDuplicates } from './foresee-duplicates.js';

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
});
