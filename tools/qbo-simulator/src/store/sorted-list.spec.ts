import { describe, expect, it } from '@jest/globals';
import { seeded } from '../spec-support/in-process.js';
import { SortedList } from './sorted-list.js';

interface Item {
  readonly rank: number;
  readonly name: string;
}

const compare = (a: Item, b: Item): number => a.rank - b.rank;

describe('a sorted list', () => {
  it.each([
    ['rising', 1],
    ['falling', -1],
    ['mixed', 0],
  ])('of thousands of items added in %s order holds what a sorted array holds', (_, direction) => {
    const random = seeded(7);
    const whole = (below: number): number => Math.floor(random() * below);
    const given = Array.from({ length: 40 }, (_each, i) => ({ rank: i, name: `given ${String(i)}` }));
    const list = new SortedList(compare, given);
    const model = [...given];
    for (let i = 0; i < 20_000; i++) {
      const item = { rank: direction === 0 ? whole(6000) : direction * i, name: String(i) };
      list.add(item);
      model.push(item);
      if (random() > 0.3) continue;
      const [gone] = model.splice(whole(model.length), 1);
      if (gone) list.remove(gone);
    }
    // Equal ranks stand in the order in which they were added, and sorting keeps that.
    const expected = model.sort(compare);
    expect([...list]).toEqual(expected);
    expect(list.size).toBe(expected.length);
    for (let i = 0; i < 100; i++) {
      const [from, length, rank] = [whole(expected.length + 5), whole(3000), whole(6300) * (direction || 1)];
      expect(list.slice(from, from + length)).toEqual(expected.slice(from, from + length));
      expect(list.at(from)).toBe(expected[from]);
      const first = expected.findIndex((item) => item.rank >= rank);
      expect(list.firstWhere((item) => item.rank >= rank)).toBe(first < 0 ? expected.length : first);
    }
    for (const item of expected.reverse()) list.remove(item);
    expect([...list, list.size, list.firstWhere(() => true)]).toEqual([0, 0]);
  });

  it('does not remove another item that is equal, nor one that it does not hold', () => {
    const items = Array.from({ length: 9000 }, (_, i) => ({ rank: 1, name: String(i) }));
    const list = new SortedList(compare, items);
    list.remove(items[5500]!);
    list.remove({ rank: 1, name: '7' });
    list.remove({ rank: 5, name: '7' });
    expect([...list]).toEqual(items.filter((_, i) => i !== 5500));
  });
});
