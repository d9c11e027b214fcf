import type { EntityName } from './entity-names.js';

/** What a property may hold. `readOnly` values are accepted and ignored, as QuickBooks does. */
export type Field =
  | { readonly kind: 'text'; readonly max?: number; readonly readOnly?: boolean; readonly name?: boolean }
  | { readonly kind: 'email'; readonly max: number }
  | { readonly kind: 'number'; readonly max?: number; readonly readOnly?: boolean }
  | { readonly kind: 'boolean'; readonly readOnly?: boolean }
  | { readonly kind: 'date'; readonly readOnly?: boolean }
  /** Only inside what is read-only. */
  | { readonly kind: 'time' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  /** `party`: to a customer, vendor or employee, as its `type` says. */
  | {
      readonly kind: 'ref';
      readonly to?: EntityName;
      readonly party?: true;
      readonly readOnly?: boolean;
    }
  /** `required`: what it cannot be without. `together`: how long these texts may be in all. */
  | {
      readonly kind: 'object';
      readonly fields: Fields;
      readonly readOnly?: boolean;
      readonly required?: readonly string[];
      readonly together?: { readonly texts: readonly string[]; readonly max: number };
    }
  | {
      readonly kind: 'list';
      readonly of: Fields;
      readonly readOnly?: boolean;
      readonly required?: readonly string[];
    }
  | { readonly kind: 'any'; readonly readOnly?: boolean };

export type Fields = Readonly<Record<string, Field>>;

export const text = (max?: number): Field => (max === undefined ? { kind: 'text' } : { kind: 'text', max });
/** A name: no ':', tab or newline. */
export const name = (max: number): Field => ({ kind: 'text', max, name: true });
export const number: Field = { kind: 'number' };
export const price: Field = { kind: 'number', max: 99_999_999_999 };
export const boolean: Field = { kind: 'boolean' };
export const date: Field = { kind: 'date' };
export const any: Field = { kind: 'any' };
/** Read-only, of any shape. */
export const ignored: Field = { kind: 'any', readOnly: true };
/** A number that QuickBooks computes. */
export const computed: Field = { kind: 'number', readOnly: true };
/** A text that QuickBooks makes. */
export const derived: Field = { kind: 'text', readOnly: true };
export const choice = (...of: readonly string[]): Field => ({ kind: 'choice', of });
export const ref = (to?: EntityName): Field => (to === undefined ? { kind: 'ref' } : { kind: 'ref', to });
/** The types that share one name space. */
export const PARTIES = ['Customer', 'Vendor', 'Employee'] as const;
export type PartyType = (typeof PARTIES)[number];

/** `Vendor` of `VENDOR`, as references are sent in either case. */
export const partyTypeNamed = (type: unknown): PartyType | undefined =>
  PARTIES.find((each) => each.toLowerCase() === String(type).toLowerCase());

export const party: Field = { kind: 'ref', party: true };
export const object = (fields: Fields, ...required: readonly string[]): Field => ({
  kind: 'object',
  fields,
  required,
});
export const list = (of: Fields, ...required: readonly string[]): Field => ({ kind: 'list', of, required });
/** A line's amount: 10 digits before the point. */
export const money: Field = { kind: 'number', max: 9_999_999_999.99 };
