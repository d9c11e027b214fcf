/** Dates, numbers and money as the person's browser writes them. */
export interface Format {
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  /** `amount` with two decimals as text. */
  readonly money: (amount: string) => string;
  /** A day without a time, as `2026-01-31`. */
  readonly day: (day: string) => string;
  /** An instant, in the person's time zone. */
  readonly instant: (at: string) => string;
  readonly duration: (seconds: number) => string;
}

const MINUTE = 60;
const HOUR = 3600;

/** `locale` undefined: the browser's. `currency` (ISO 4217) undefined: amounts without one. */
export function formatFor(locale: string | undefined, currency: string | undefined): Format {
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  const amounts =
    currency === undefined
      ? new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
      : new Intl.NumberFormat(locale, { style: 'currency', currency });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const unit = (name: string, value: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  const orAsIs = (text: string, write: (value: Date) => string): string => {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? text : write(date);
  };
  return {
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    // Numbers as text keep what a floating point number would lose.
    money: (amount) => (/^-?\d+(\.\d+)?$/.test(amount) ? amounts.format(amount as `${number}`) : amount),
    day: (day) => orAsIs(day, (date) => days.format(date)),
    instant: (at) => orAsIs(at, (date) => instants.format(date)),
    duration: (seconds) => {
      if (seconds < MINUTE) return unit('second', Math.max(0, Math.round(seconds)));
      if (seconds < HOUR) return unit('minute', Math.round(seconds / MINUTE));
      return unit('hour', Math.round((seconds / HOUR) * 10) / 10);
    },
  };
}
