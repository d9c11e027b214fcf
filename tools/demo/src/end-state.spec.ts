import { describe, expect, it } from '@jest/globals';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { QboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import type { Books } from '@bpro-qbo-sync/simulation';
import { endStateOf } from './end-state.js';

const REALM = '1';

/** Both systems' records of a small store; `ids` moves all of BPro's. */
function books(): Books {
  const { bpro, qbo } = generateBooks({ seed: 3, size: 20, profile: 'us-manual', traps: false });
  const simulator = new QboSimulator({ clock: new VirtualClock(), random: () => 0.5 });
  simulator.loadRecords({ realmId: REALM, records: qbo as never });
  return { bpro: bpro.records as unknown as Books['bpro'], qbo: simulator.dump(REALM) };
}

/** The same books as another run would have made them: other ids in BPro, other instants, another order. */
function madeOtherwise({ bpro, qbo }: Books): Books {
  const ids = new Map(bpro.map((record, i) => [record.id, `other-${String(i)}`]));
  const text = JSON.stringify(
    [...bpro].reverse().map((record) => ({ ...record, createdAt: 'x', version: 9 })),
  );
  const renamed = text.replace(/"([a-z]+-\d+)"/g, (whole, id: string) => {
    const other = ids.get(id);
    return other === undefined ? whole : `"${other}"`;
  });
  return { bpro: JSON.parse(renamed) as Books['bpro'], qbo };
}

describe('the digest of an end state', () => {
  it('E4 is the same for the same books made in another order under other ids', () => {
    const before = books();
    expect(endStateOf(madeOtherwise(before))).toBe(endStateOf(before));
  });

  it('E4 is the same when QuickBooks gave other ids, to references without a name too', () => {
    const before = books();
    const renumbered = JSON.parse(
      JSON.stringify(before.qbo['Invoice'] ?? []).replace(
        /"CustomerRef":\{"value":"(\d+)"[^}]*\}/g,
        (_, id: string) => {
          return `"CustomerRef":{"value":"9${id}"}`;
        },
      ),
    ) as Books['qbo'][string];
    const Customer = (before.qbo['Customer'] ?? []).map((each) => ({
      ...each,
      Id: `9${String(each['Id'])}`,
    }));
    const rest = Object.fromEntries(
      Object.entries(before.qbo).filter(([entity]) =>
        ['Item', 'Term', 'Account', 'TaxCode'].includes(entity),
      ),
    );
    const digest = (qbo: Books['qbo']): string => endStateOf({ bpro: [], qbo: { ...rest, ...qbo } });
    const was = digest({ Invoice: before.qbo['Invoice'] ?? [], Customer: before.qbo['Customer'] ?? [] });
    expect(digest({ Invoice: renumbered, Customer })).toBe(was);
    expect(digest({ Invoice: renumbered, Customer: before.qbo['Customer'] ?? [] })).not.toBe(was);
  });

  it.each(['amount', 'displayName', 'number'])('E4 is another when one %s is', (field) => {
    const before = books();
    const at = before.bpro.findIndex(({ data }) => typeof data[field] === 'string');
    const bpro = before.bpro.map((record, i) =>
      i === at ? { ...record, data: { ...record.data, [field]: '1' } } : record,
    );
    expect(endStateOf({ ...before, bpro })).not.toBe(endStateOf(before));
  });

  it('E4 is another when a record is there twice', () => {
    const before = books();
    const [first] = before.qbo['Invoice'] ?? [];
    const Invoice = [...(before.qbo['Invoice'] ?? []), { ...first, Id: '999' }];
    expect(endStateOf({ ...before, qbo: { ...before.qbo, Invoice } })).not.toBe(endStateOf(before));
  });
});
