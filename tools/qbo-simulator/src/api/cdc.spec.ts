import { describe, expect, it } from '@jest/globals';
import { Company } from '../store/company.js';
import { child, idOf, list } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import { seeded } from '../spec-support/in-process.js';
import { changeDataCapture } from './cdc.js';

const START = Date.UTC(2026, 4, 1);

interface Change {
  readonly id: string;
  readonly at: number;
  /** 0 for a deletion: of what happened in one second it comes last. */
  readonly sequence: number;
}

describe('change data capture', () => {
  it('answers what a naive look at every change would, with edits and deletions in between', () => {
    const random = seeded(11);
    const whole = (below: number): number => Math.floor(random() * below);
    const company = new Company('1', 'us-manual');
    const alive = new Map<string, Change>();
    const deleted: Change[] = [];
    let now = START;
    for (let sequence = 1; sequence <= 4000; sequence++) {
      if (random() < 0.3) now += whole(4) * 400;
      const id = String(1 + whole(sequence));
      if (alive.has(id) && random() < 0.4) {
        company.apply({ puts: [], removed: [{ entity: 'Invoice', id, deletedAt: now }], counters: {} });
        alive.delete(id);
        deleted.push({ id, at: now, sequence: 0 });
        continue;
      }
      const LastUpdatedTime = pacificTime(now);
      company.apply({
        puts: [['Invoice', { Id: id, MetaData: { CreateTime: LastUpdatedTime, LastUpdatedTime } }]],
        removed: [],
        counters: {},
      });
      alive.set(id, { id, at: Math.floor(now / 1000) * 1000, sequence });
      if (sequence % 100 !== 0) continue;
      const since = START + whole(now - START + 2000);
      const params = new URLSearchParams({
        entities: 'Invoice',
        changedSince: new Date(since).toISOString(),
      });
      const [capture] = list(changeDataCapture(company, params, now), 'CDCResponse');
      const [answer] = list(child({ capture }, 'capture'), 'QueryResponse');
      const expected = [...alive.values(), ...deleted]
        .filter(({ at }) => at >= Math.floor(since / 1000) * 1000)
        .sort((a, b) => b.at - a.at || b.sequence - a.sequence)
        .slice(0, 1000);
      expect(list(answer ?? {}, 'Invoice').map(idOf)).toEqual(expected.map(({ id }) => id));
    }
    expect(alive.size).toBeGreaterThan(1000);
  });
});
