import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import { runSeed, type SeedResult } from './run-seed.js';

const CHANGES = 1_000;
const story = (changes: number): Promise<SeedResult> =>
  runSeed({
    seed: 7,
    faults: false,
    given: {
      profile: 'us-manual',
      size: 40,
      traps: false,
      settings: { ...DEFAULT_SETTINGS, refundAccountId: '35' },
      changes: { during: 0, after: 0, again: 0, inQbo: 0 },
      outage: changes === 0 ? undefined : { ms: 600_000, changes },
    },
  });

describe('QuickBooks is away for ten minutes while people go on', () => {
  it('G1 G5 1,000 changes arrive afterwards, those of one record as one write, and the next sync finds nothing to do', async () => {
    const calm = await story(0);
    const { violations, writes, fired } = await story(CHANGES);
    expect(violations).toEqual([]);
    expect([...fired.keys()]).toContain('long-outage');
    expect(writes - calm.writes).toBeGreaterThan(50);
    expect(writes - calm.writes).toBeLessThan(CHANGES);
  }, 120_000);
});
