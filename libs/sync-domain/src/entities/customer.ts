import { z } from 'zod';
import { bproId } from '../bpro-record.js';
import { isBlank, type Fields, type FieldValue } from '../fields.js';
import { pick, textOf, textOrNull } from '../field-values.js';
import type { ComposeContext, EntityMapping, MappingContext, Problem, QboContent } from '../mapping.js';
import {
  flagsTaxable,
  keyInBody,
  NO_REFERENCE,
  qboRecord,
  qboRef,
  qboReference,
  WHETHER_ACTIVE_OR_NOT,
  wholeUnit,
} from '../qbo-record.js';
import { matchText, withoutDeletedSuffix } from '../text.js';
import { emojiProblems, textProblems, type TextLimit } from '../text-limits.js';
import { bproAddress, bproAddressOf, qboAddress, qboAddressOf, sentAddress } from './address.js';

export const bproCustomer = z.object({
  /** What the store calls the customer; not unique in BPro. */
  displayName: z.string().min(1).max(600),
  givenName: z.string().max(100).nullable(),
  familyName: z.string().max(100).nullable(),
  companyName: z.string().max(200).nullable(),
  email: z.string().max(200).nullable(),
  phone: z.string().max(60).nullable(),
  billingAddress: bproAddress.nullable(),
  shippingAddress: bproAddress.nullable(),
  salesTermId: bproId.nullable(),
  taxExempt: z.boolean(),
});
export type BproCustomer = z.infer<typeof bproCustomer>;

export const qboCustomer = qboRecord.extend({
  DisplayName: z.string(),
  GivenName: z.string().optional(),
  FamilyName: z.string().optional(),
  CompanyName: z.string().optional(),
  PrimaryEmailAddr: z.looseObject({ Address: z.string().optional() }).optional(),
  PrimaryPhone: z.looseObject({ FreeFormNumber: z.string().optional() }).optional(),
  BillAddr: qboAddress.optional(),
  ShipAddr: qboAddress.optional(),
  SalesTermRef: qboRef.optional(),
  CurrencyRef: qboRef.optional(),
  Taxable: z.boolean().optional(),
  Balance: z.number().optional(),
  BalanceWithJobs: z.number().optional(),
});
export type QboCustomer = z.infer<typeof qboCustomer>;

function fromBpro(data: QboContent, context: MappingContext): Fields {
  const c = bproCustomer.parse(data);
  return {
    displayName: textOrNull(c.displayName),
    givenName: textOrNull(c.givenName),
    familyName: textOrNull(c.familyName),
    companyName: textOrNull(c.companyName),
    email: textOrNull(c.email),
    phone: textOrNull(c.phone),
    billingAddress: bproAddressOf(c.billingAddress),
    shippingAddress: bproAddressOf(c.shippingAddress),
    term: c.salesTermId === null ? null : context.recordId('sales-term', 'bpro', c.salesTermId),
    ...(flagsTaxable(context.company) ? { taxExempt: c.taxExempt } : {}),
  };
}

const qboName = (c: QboCustomer): string =>
  c.Active === false ? withoutDeletedSuffix(c.DisplayName) : c.DisplayName;

function fromQbo(content: QboContent, context: MappingContext): Fields {
  const c = qboCustomer.parse(content);
  return {
    displayName: textOrNull(qboName(c)),
    givenName: textOrNull(c.GivenName),
    familyName: textOrNull(c.FamilyName),
    companyName: textOrNull(c.CompanyName),
    email: textOrNull(c.PrimaryEmailAddr?.Address),
    phone: textOrNull(c.PrimaryPhone?.FreeFormNumber),
    billingAddress: qboAddressOf(c.BillAddr),
    shippingAddress: qboAddressOf(c.ShipAddr),
    term: c.SalesTermRef?.value ? context.recordId('sales-term', 'qbo', c.SalesTermRef.value) : null,
    ...(flagsTaxable(context.company) ? { taxExempt: c.Taxable === false } : {}),
  };
}

/** Rule F1: display name, then e-mail with the same name parts. */
function keys(displayName: string, email = '', given = '', family = ''): string[] {
  const byEmail = [matchText(email), matchText(given), matchText(family)];
  const hasParts = byEmail[0] !== '' && (byEmail[1] !== '' || byEmail[2] !== '');
  return [
    ...(matchText(displayName) === '' ? [] : [`0:${matchText(displayName)}`]),
    ...(hasParts ? [`1:${byEmail.join('|')}`] : []),
  ];
}

/** qbo API, "Names and lengths". */
const QBO_LIMITS: Readonly<Record<string, TextLimit>> = {
  displayName: { max: 500, name: true, required: true },
  givenName: { max: 100, name: true },
  familyName: { max: 100, name: true },
  companyName: { max: 100, name: true },
  email: { max: 100 },
  phone: { max: 30 },
};
const EMAILS = /^[^\s@,]+@[^\s@,]+\.[^\s@,.]+(\s*,\s*[^\s@,]+@[^\s@,]+\.[^\s@,.]+)*$/;

function problems(side: 'bpro' | 'qbo', fields: Fields): Problem[] {
  const tooLong = textProblems(fields, { billingAddress: { max: 500 }, shippingAddress: { max: 500 } });
  if (side === 'bpro') return tooLong;
  const email = textOf(fields, 'email');
  return [
    ...textProblems(fields, QBO_LIMITS),
    ...tooLong,
    ...(email !== '' && !EMAILS.test(email)
      ? [{ code: 'email-invalid', field: 'email', effect: 'block' } as const]
      : []),
    ...emojiProblems(fields),
  ];
}

/** What QuickBooks is sent for a field; blank clears it (qbo API, "Update semantics"). */
const SENT: Readonly<Record<string, (value: FieldValue, context: ComposeContext) => QboContent>> = {
  displayName: (v) => ({ DisplayName: v ?? '' }),
  givenName: (v) => ({ GivenName: v ?? '' }),
  familyName: (v) => ({ FamilyName: v ?? '' }),
  companyName: (v) => ({ CompanyName: v ?? '' }),
  email: (v) => ({ PrimaryEmailAddr: v === null ? {} : { Address: v } }),
  phone: (v) => ({ PrimaryPhone: v === null ? {} : { FreeFormNumber: v } }),
  billingAddress: (v) => ({ BillAddr: sentAddress(v) }),
  shippingAddress: (v) => ({ ShipAddr: sentAddress(v) }),
  term: (v, context) => {
    const ref = typeof v === 'string' ? qboReference(context, 'sales-term', v) : NO_REFERENCE;
    return ref ? { SalesTermRef: ref } : {};
  },
  taxExempt: (v) => ({ Taxable: v !== true }),
};

function toQbo(
  fields: Fields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): QboContent {
  const sent = exists
    ? pick(fields, changed)
    : pick(
        fields,
        Object.keys(fields).filter((f) => !isBlank(fields[f])),
      );
  return Object.assign({}, ...Object.entries(sent).map(([field, value]) => SENT[field]?.(value, context)));
}

function toBpro(
  fields: Fields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): QboContent {
  const { term, ...rest } = exists ? pick(fields, changed) : { taxExempt: false, ...fields };
  if (exists && term === undefined) return rest;
  const salesTermId = typeof term === 'string' ? context.sideId('sales-term', 'bpro', term) : null;
  if (salesTermId !== undefined) return { ...rest, salesTermId };
  return exists ? rest : { ...rest, salesTermId: null };
}

/** Sub-customers and projects are customers by their display name (rule F15). */
export const customerMapping: EntityMapping<typeof bproCustomer> = {
  type: 'customer',
  label: 'Customers',
  qboPage: 'customerdetail?nameId=',
  dated: true,
  nested: false,
  lookedInto: false,
  oneByOne: false,
  qboUnique: { level: 0, code: 'name-taken', sharedWithOtherNames: true },
  bproUnique: undefined,
  qboEntity: 'Customer',
  qboWhere: [WHETHER_ACTIVE_OR_NOT],
  qboRemoval: 'inactivate',
  // QuickBooks' error 6220.
  removalProblem: (content) => {
    const { Balance = 0, BalanceWithJobs = 0 } = qboCustomer.parse(content);
    return Balance === 0 && BalanceWithJobs === 0
      ? undefined
      : { code: 'customer-has-balance', effect: 'block' };
  },
  bproCreates: true,
  bproSchema: bproCustomer,
  qboSchema: qboCustomer,
  units: (raw) => [wholeUnit(raw)],
  bproKeys: (data) => {
    const c = bproCustomer.parse(data);
    return keys(c.displayName, c.email ?? '', c.givenName ?? '', c.familyName ?? '');
  },
  qboKeys: (content) => {
    const c = qboCustomer.parse(content);
    return keys(qboName(c), c.PrimaryEmailAddr?.Address, c.GivenName, c.FamilyName);
  },
  identifies: () => true,
  bproReferences: (data) => {
    const { salesTermId } = bproCustomer.parse(data);
    return salesTermId === null
      ? []
      : [{ field: 'term', type: 'sales-term', sideId: salesTermId, required: false }];
  },
  qboReferences: (content) => {
    const term = qboCustomer.parse(content).SalesTermRef?.value;
    return term ? [{ field: 'term', type: 'sales-term', sideId: term, required: false }] : [];
  },
  fromBpro,
  fromQbo,
  problems,
  leftOut: (_fields, side, content, { company }) => {
    const currency = side === 'qbo' ? qboCustomer.parse(content).CurrencyRef?.value : undefined;
    return currency && currency !== company.homeCurrency ? 'F15:foreign-currency' : undefined;
  },
  businessKey: keyInBody('DisplayName'),
  toQbo: (fields, changed, exists, context) => ({
    entity: 'Customer',
    body: toQbo(fields, changed, exists, context),
  }),
  toBpro,
};
