import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareBytewise } from './bytewise.js';

describe('bytewise order', () => {
  it('is the order of the UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBytewise(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
