import { describe, expect, it } from '@jest/globals';
import { BatchSize } from './batch-size.js';

describe('the size of a batch', () => {
  it('is 30 while batches are quick', () => {
    const size = new BatchSize();
    for (let i = 0; i < 50; i++) size.observe(30, 2_000);
    expect(size.suggested).toBe(30);
  });

  it('shrinks when a batch took longer than six seconds, down to 5', () => {
    const size = new BatchSize();
    size.observe(30, 9_000);
    expect(size.suggested).toBe(18);
    for (let i = 0; i < 9; i++) size.observe(size.suggested, 60_000);
    expect(size.suggested).toBe(5);
  });

  it('grows back step by step when batches are quick again', () => {
    const size = new BatchSize();
    size.observe(30, 9_000);
    for (let i = 0; i < 10; i++) size.observe(18, 2_000);
    expect(size.suggested).toBe(21);
    for (let i = 0; i < 30; i++) size.observe(size.suggested, 2_000);
    expect(size.suggested).toBe(30);
  });

  it('settles below six seconds at 400 milliseconds an item', () => {
    const size = new BatchSize();
    const slow = Array.from({ length: 200 }, () => {
      const items = size.suggested;
      size.observe(items, items * 400);
      return items * 400 > 6_000;
    }).filter(Boolean);
    expect(slow.length).toBeLessThanOrEqual(10);
  });

  it('is not moved by small batches that are quick', () => {
    const size = new BatchSize();
    size.observe(30, 9_000);
    for (let i = 0; i < 50; i++) size.observe(2, 100);
    expect(size.suggested).toBe(18);
  });
});
