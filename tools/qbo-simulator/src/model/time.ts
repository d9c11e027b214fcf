const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const sunday = (year: number, month: number, nth: number): number => {
  const firstWeekday = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return Date.UTC(year, month, 1 + ((7 - firstWeekday) % 7) + (nth - 1) * 7);
};

/** Hours that US Pacific time is behind UTC: 7 from the second Sunday of March to the first of November. */
export function pacificOffset(ms: number): 7 | 8 {
  const year = new Date(ms - 8 * HOUR).getUTCFullYear();
  const begins = sunday(year, 2, 2) + 10 * HOUR;
  const ends = sunday(year, 10, 1) + 9 * HOUR;
  return ms >= begins && ms < ends ? 7 : 8;
}

/** `2026-05-05T02:05:12-07:00`: QuickBooks gives every company US Pacific time, to the second. */
export function pacificTime(ms: number): string {
  const offset = pacificOffset(ms);
  return `${new Date(ms - offset * HOUR).toISOString().slice(0, 19)}-0${String(offset)}:00`;
}

/** The envelope's `time`: as `pacificTime` with milliseconds. */
export function pacificTimeMs(ms: number): string {
  const offset = pacificOffset(ms);
  return `${new Date(ms - offset * HOUR).toISOString().slice(0, 23)}-0${String(offset)}:00`;
}

/** Today's date (YYYY-MM-DD) in US Pacific time. */
export const pacificDate = (ms: number): string => pacificTime(ms).slice(0, 10);

/** Epoch milliseconds of an ISO time or date; without an offset it is read as US Pacific. NaN when unreadable. */
export function parseTime(value: string): number {
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(value) && value.includes('T')) return Date.parse(value);
  const local = Date.parse(value.includes('T') ? `${value}Z` : `${value}T00:00:00Z`);
  return Number.isNaN(local) ? NaN : local + pacificOffset(local + 8 * HOUR) * HOUR;
}

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The given day of the month `months` after the date's month, or that month's last day when it is shorter. */
export function dayOfMonth(date: string, months: number, day: number): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7)) - 1 + months;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10);
}

export const isDate = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
