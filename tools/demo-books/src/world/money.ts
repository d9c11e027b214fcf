/** `1234` cents as `"12.34"`, the way BPro writes money. */
export const moneyText = (cents: number): string => {
  const whole = Math.floor(cents / 100);
  return `${String(whole)}.${String(cents - whole * 100).padStart(2, '0')}`;
};

/** Cents as the JSON number that QuickBooks writes: 12.34. */
export const moneyNumber = (cents: number): number => cents / 100;

/** `"1.25"` as a whole number of the given decimal places: 1250 for three. Throws when it has more. */
export function scaled(decimal: string, places: number): number {
  const [whole = '', fraction = ''] = decimal.split('.');
  if (fraction.length > places || !/^\d+$/.test(whole + fraction))
    throw new RangeError(`${decimal} is not a decimal with at most ${String(places)} places`);
  return Number(whole + fraction.padEnd(places, '0'));
}

/** Half up. The divisor must be even. */
const divided = (value: number, by: number): number => Math.floor((value + by / 2) / by);

const QUANTITY_PLACES = 3;
const PRICE_PLACES = 4;

/** quantity × unit price in cents, rounded half up; quantities to 3 places, prices to 4. */
export const lineCents = (quantity: string, unitPrice: string): number =>
  divided(
    scaled(quantity, QUANTITY_PLACES) * scaled(unitPrice, PRICE_PLACES),
    10 ** (QUANTITY_PLACES + PRICE_PLACES - 2),
  );

const PERCENT_PLACES = 4;

/** `percent` of `cents`, rounded half up to the cent. */
export const percentOf = (cents: number, percent: string): number =>
  percentUnitsOf(cents, percentUnits(percent));

/** A percentage in ten-thousandths. */
export const percentUnits = (percent: string): number => scaled(percent, PERCENT_PLACES);

export const percentUnitsOf = (cents: number, units: number): number =>
  divided(cents * units, 10 ** (PERCENT_PLACES + 2));

/** `cents × part ÷ whole`, rounded half up; 0 when there is no whole. */
export const share = (cents: number, part: number, whole: number): number =>
  whole === 0 ? 0 : Math.floor((2 * cents * part + whole) / (2 * whole));
