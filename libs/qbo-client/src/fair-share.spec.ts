import { describe, expect, it } from '@jest/globals';
import { FairShare } from './fair-share.js';

const MINUTE = 60_000;

describe('the share of a limit that other apps use too', () => {
  it('is the whole limit until a 429', () => {
    expect(new FairShare(500).at(0)).toBe(500);
  });

  it('is a little less than what was left for us, for a long time', () => {
    const share = new FairShare(500);
    share.throttled(0, 250);
    expect([share.at(0), share.at(44 * MINUTE)]).toEqual([237, 237]);
    expect([share.at(45 * MINUTE), share.proven]).toEqual([262, 237]);
  });

  it('comes back to the whole limit by growing steps', () => {
    const share = new FairShare(500);
    share.throttled(0, 20);
    expect([10, 15, 20, 25, 30, 35].map((minute) => share.at(minute * MINUTE))).toEqual([
      75, 125, 225, 425, 500, 500,
    ]);
    expect(share.proven).toBe(500);
  });

  it('a second 429 cuts it again, never below a tenth', () => {
    const share = new FairShare(500);
    share.throttled(0, 250);
    share.throttled(MINUTE, 0);
    expect(share.at(MINUTE)).toBe(50);
  });
});
