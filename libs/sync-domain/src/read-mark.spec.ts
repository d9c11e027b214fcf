import { describe, expect, it } from '@jest/globals';
import { CAPTURED_TYPES, changesSince, type ReadMark } from './read-mark.js';

const NOW = Date.parse('2026-05-20T12:00:00Z');
const mark = (time: string, fullReadAt: string): ReadMark => ({ time, fullReadAt, held: ['customer'] });

describe('what is read of QuickBooks', () => {
  it.each([
    ['nothing was read yet', undefined, undefined],
    [
      'everything was read a minute ago',
      mark('2026-05-20T11:59:00Z', '2026-05-20T11:59:00Z'),
      '2026-05-20T11:54:00.000Z',
    ],
    [
      'changes were read today, everything a week ago',
      mark('2026-05-20T11:59:00Z', '2026-05-13T12:00:00Z'),
      '2026-05-20T11:54:00.000Z',
    ],
    [
      'everything was read more than a week ago',
      mark('2026-05-20T11:59:00Z', '2026-05-13T11:59:59Z'),
      undefined,
    ],
    [
      'QuickBooks gave its time as it does, with its offset',
      mark('2026-05-20T04:59:00.000-07:00', '2026-05-20T04:59:00.000-07:00'),
      '2026-05-20T11:54:00.000Z',
    ],
  ])('G3 %s', (_case, known, since) => {
    expect(changesSince(known, NOW)).toBe(since);
  });

  it('the taxes are not among what change data capture tells of', () => {
    expect(CAPTURED_TYPES).not.toContain('tax');
    expect(CAPTURED_TYPES).toHaveLength(8);
  });
});
