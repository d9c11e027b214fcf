import type { Profile } from '../profiles.js';
import type { Address } from '../world/entities.js';
import type { Random } from '../world/random.js';
import { STREETS } from './places.js';

/** A pattern with `#` for a digit and `@` for a letter. */
export const filledPattern = (random: Random, pattern: string): string =>
  pattern.replace(/[#@]/g, (mark) =>
    mark === '#' ? String(random.int(0, 9)) : String.fromCharCode(65 + random.int(0, 25)),
  );

export function anAddress(random: Random, profile: Profile): Address {
  const [city, region, postalCode] = random.pick(profile.cities);
  return {
    line1: `${String(random.int(1, 999))} ${random.pick(STREETS)}`,
    line2: random.chance(0.15) ? `Unit ${String(random.int(1, 40))}` : '',
    city,
    region,
    postalCode: filledPattern(random, postalCode),
    country: profile.addressCountry,
  };
}
