import { afterEach, beforeEach, describe } from '@jest/globals';
import type { BproUnderTest } from './contract/bpro-under-test.js';
import { feedContract } from './contract/feed-contract.js';
import { readingContract } from './contract/reading-contract.js';
import { writingContract } from './contract/writing-contract.js';

export type { BproUnderTest, BproUser } from './contract/bpro-under-test.js';

/**
 * The contract of `BproPort`: every implementation runs this suite (Jest, ES modules). `makeBpro` is called before
 * each test and answers with a fresh tenant.
 */
export function bproContract(name: string, makeBpro: () => Promise<BproUnderTest>): void {
  describe(`${name} keeps the BPro contract`, () => {
    let current: BproUnderTest;
    beforeEach(async () => {
      current = await makeBpro();
    });
    afterEach(() => current.close());
    readingContract(() => current);
    writingContract(() => current);
    feedContract(() => current);
  });
}
