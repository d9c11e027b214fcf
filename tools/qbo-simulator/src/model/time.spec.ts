import { describe, expect, it } from '@jest/globals';
import { addDays, dayOfMonth, pacificDate, pacificTime, pacificTimeMs, parseTime } from './time.js';

describe('times of QuickBooks', () => {
  it('are US Pacific with offset and whole seconds; the envelope has milliseconds [recorded]', () => {
    expect(pacificTime(Date.UTC(2026, 4, 5, 9, 5, 12, 193))).toBe('2026-05-05T02:05:12-07:00');
    expect(pacificTime(Date.UTC(2026, 0, 5, 9, 5, 12))).toBe('2026-01-05T01:05:12-08:00');
    expect(pacificTimeMs(Date.UTC(2026, 4, 5, 9, 5, 12, 193))).toBe('2026-05-05T02:05:12.193-07:00');
  });

  it('change their offset at 2 a.m. on the second Sunday of March and the first of November', () => {
    expect(pacificTime(Date.UTC(2026, 2, 8, 9, 59, 59))).toBe('2026-03-08T01:59:59-08:00');
    expect(pacificTime(Date.UTC(2026, 2, 8, 10))).toBe('2026-03-08T03:00:00-07:00');
    expect(pacificTime(Date.UTC(2026, 10, 1, 8, 59, 59))).toBe('2026-11-01T01:59:59-07:00');
    expect(pacificTime(Date.UTC(2026, 10, 1, 9))).toBe('2026-11-01T01:00:00-08:00');
  });

  it('agree with the time zone database on every day of five years', () => {
    const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });
    for (let ms = Date.UTC(2024, 0, 1, 7, 30); ms < Date.UTC(2029, 0, 1); ms += 24 * 3_600_000)
      expect(pacificDate(ms)).toBe(zone.format(ms));
  });

  it('are read back with any offset, and as Pacific without one', () => {
    const ms = Date.UTC(2026, 4, 5, 9, 5, 12);
    expect(parseTime('2026-05-05T02:05:12-07:00')).toBe(ms);
    expect(parseTime('2026-05-05T09:05:12Z')).toBe(ms);
    expect(parseTime('2026-05-05T02:05:12')).toBe(ms);
    expect(parseTime('2026-05-05')).toBe(Date.UTC(2026, 4, 5, 7));
    expect(parseTime('yesterday')).toBeNaN();
  });

  it('dates move over months and years', () => {
    expect(addDays('2026-12-15', 30)).toBe('2027-01-14');
    expect(dayOfMonth('2026-01-20', 1, 31)).toBe('2026-02-28');
    expect(dayOfMonth('2026-12-20', 1, 5)).toBe('2027-01-05');
  });
});
