const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const MINUTE = 60_000;

/** `2026-02-28` of an instant, as a calendar at a fixed offset from UTC shows it. */
export const dayOf = (instant: number, offsetHours: number): string =>
  new Date(instant + offsetHours * HOUR).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** UTC with milliseconds, as BPro writes instants. */
export const utcText = (instant: number): string => new Date(instant).toISOString();

/** The UTC instants between which the US Pacific zone is on daylight saving time, per year. */
const daylight = new Map<number, readonly [number, number]>();

const nthSunday = (year: number, month: number, nth: number): number => {
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return 1 + ((7 - first) % 7) + 7 * (nth - 1);
};

const daylightOf = (year: number): readonly [number, number] => {
  let span = daylight.get(year);
  if (!span) {
    span = [Date.UTC(year, 2, nthSunday(year, 2, 2), 10), Date.UTC(year, 10, nthSunday(year, 10, 1), 9)];
    daylight.set(year, span);
  }
  return span;
};

/** `2025-07-01T09:30:00-07:00`: US Pacific time to the second, whatever the company's zone (recorded). */
export const pacificText = (instant: number): string => {
  const [from, to] = daylightOf(new Date(instant).getUTCFullYear());
  const hours = instant >= from && instant < to ? 7 : 8;
  return `${new Date(instant - hours * HOUR).toISOString().slice(0, 19)}-0${String(hours)}:00`;
};
