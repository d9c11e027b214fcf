import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cents, fromCents, netCents, percentCents, productCents, prorate } from './money.js';

describe('money', () => {
  it('is counted in cents without the errors of floating point', () => {
    expect(cents(1.005)).toBe(101);
    expect(cents(-1.005)).toBe(-101);
    expect(productCents(3, 33.335)).toBe(10001);
    expect(percentCents(10_050, 8.25)).toBe(829);
    expect(netCents(12_000, 20)).toBe(10_000);
    expect(fromCents(829)).toBe(8.29);
  });

  it('is split so that the parts always add up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 8 }),
        (total, weights) => {
          expect(prorate(total, weights).reduce((a, b) => a + b, 0)).toBe(total);
        },
      ),
    );
  });
});
