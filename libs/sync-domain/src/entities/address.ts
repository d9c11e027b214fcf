import { z } from 'zod';
import { isBlank, type FieldValue } from '../fields.js';
import type { QboContent } from '../mapping.js';
import { plainText } from '../text.js';

export const bproAddress = z.object({
  line1: z.string().max(500).default(''),
  line2: z.string().max(500).default(''),
  city: z.string().max(255).default(''),
  region: z.string().max(255).default(''),
  postalCode: z.string().max(30).default(''),
  country: z.string().max(255).default(''),
});

export const qboAddress = z.looseObject({
  Line1: z.string().optional(),
  Line2: z.string().optional(),
  Line3: z.string().optional(),
  Line4: z.string().optional(),
  Line5: z.string().optional(),
  City: z.string().optional(),
  CountrySubDivisionCode: z.string().optional(),
  PostalCode: z.string().optional(),
  Country: z.string().optional(),
});

/** An address in the form in which both sides are compared; blank: null. */
const addressOf = (lines: readonly (string | undefined)[]): FieldValue => {
  const [line1 = '', line2 = '', city = '', region = '', postalCode = '', country = ''] =
    lines.map(plainText);
  const address = { line1, line2, city, region, postalCode, country };
  return isBlank(address) ? null : address;
};

export const bproAddressOf = (a: z.infer<typeof bproAddress> | null): FieldValue =>
  a && addressOf([a.line1, a.line2, a.city, a.region, a.postalCode, a.country]);

/** QuickBooks has five lines, BPro two: the lines from the second on are one. */
export const qboAddressOf = (a: z.infer<typeof qboAddress> | undefined): FieldValue => {
  if (!a) return null;
  const rest = [a.Line2, a.Line3, a.Line4, a.Line5].map(plainText).filter((line) => line !== '');
  return addressOf([a.Line1, rest.join(', '), a.City, a.CountrySubDivisionCode, a.PostalCode, a.Country]);
};

/** All nine properties, so that nothing of a former address is left. */
export const sentAddress = (value: FieldValue): QboContent => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  const a = value as Record<string, FieldValue>;
  return {
    Line1: a['line1'],
    Line2: a['line2'],
    Line3: '',
    Line4: '',
    Line5: '',
    City: a['city'],
    CountrySubDivisionCode: a['region'],
    PostalCode: a['postalCode'],
    Country: a['country'],
  };
};
