import { z } from 'zod';
import { bproDecimal } from '../bpro-record.js';
import { isBlank, type Fields, type FieldValue } from '../fields.js';
import { decimalOrNull, pick, textOrNull } from '../field-values.js';
import type { EntityMapping, Problem, QboContent } from '../mapping.js';
import { decimalToNumber } from '../money.js';
import { keyInBody, qboRecord, WHETHER_ACTIVE_OR_NOT, wholeUnit } from '../qbo-record.js';
import { matchText, withoutDeletedSuffix } from '../text.js';
import { emojiProblems, textProblems } from '../text-limits.js';

/** BPro has exactly five sales terms, supplied as a capability; it creates none (rule D2). */
export const bproSalesTerm = z.object({
  name: z.string().min(1).max(100),
  dueDays: z.int().min(0).max(999),
  discountPercent: bproDecimal.nullable(),
  discountDays: z.int().min(0).max(999).nullable(),
});
export type BproSalesTerm = z.infer<typeof bproSalesTerm>;

export const qboSalesTerm = qboRecord.extend({
  Name: z.string(),
  Type: z.string().optional(),
  DueDays: z.number().optional(),
  DiscountPercent: z.number().optional(),
  DiscountDays: z.number().optional(),
  DayOfMonthDue: z.number().optional(),
});
export type QboSalesTerm = z.infer<typeof qboSalesTerm>;

/** Due on a day of the month: BPro has no such term, and its days say nothing (qbo API, Term). */
const isDateDriven = (t: QboSalesTerm): boolean =>
  t.Type === 'DATE_DRIVEN' || (t.Type === undefined && t.DayOfMonthDue !== undefined);

/** A discount of nothing has no days. */
const termFields = (
  name: string,
  dueDays: number | null,
  percent: string | number | null | undefined,
  discountDays: number | null | undefined,
): Fields => {
  const discountPercent = decimalOrNull(percent);
  return {
    name: textOrNull(name),
    dueDays,
    discountPercent,
    discountDays: discountPercent === null ? null : (discountDays ?? 0),
  };
};

function fromBpro(data: QboContent): Fields {
  const t = bproSalesTerm.parse(data);
  return termFields(t.name, t.dueDays, t.discountPercent, t.discountDays);
}

function fromQbo(content: QboContent): Fields {
  const t = qboSalesTerm.parse(content);
  const name = t.Active === false ? withoutDeletedSuffix(t.Name) : t.Name;
  return isDateDriven(t)
    ? termFields(name, null, null, null)
    : termFields(name, t.DueDays ?? 0, t.DiscountPercent, t.DiscountDays);
}

/** Rule F1: due days and discount, then name. */
const keys = ({ name, dueDays, discountPercent, discountDays }: Fields): string[] => [
  ...(dueDays === null
    ? []
    : [`0:${[dueDays, discountPercent, discountDays].map((part) => String(part ?? '')).join('|')}`]),
  ...(typeof name === 'string' ? [`1:${matchText(name)}`] : []),
];

const DAYS = ['dueDays', 'discountPercent', 'discountDays'];

function problems(
  side: 'bpro' | 'qbo',
  fields: Fields,
  _context: unknown,
  exists: QboContent | undefined,
): Problem[] {
  if (side === 'bpro') return [];
  if (exists && isDateDriven(qboSalesTerm.parse(exists)))
    return DAYS.map((field) => ({ code: 'value-unsupported', field, effect: 'block' }));
  return [
    ...textProblems(fields, { name: { max: 31, name: true, required: true } }),
    ...emojiProblems(fields),
  ];
}

const SENT: Readonly<Record<string, (value: FieldValue) => QboContent>> = {
  name: (v) => ({ Name: v }),
  dueDays: (v) => ({ DueDays: v }),
  discountPercent: (v) => ({ DiscountPercent: typeof v === 'string' ? decimalToNumber(v) : 0 }),
  discountDays: (v) => ({ DiscountDays: v ?? 0 }),
};

function toQbo(fields: Fields, changed: readonly string[], exists: QboContent | undefined): QboContent {
  const names = exists ? changed : Object.keys(fields).filter((f) => !isBlank(fields[f]));
  return Object.assign(
    {},
    ...Object.entries(pick(fields, names)).map(([field, value]) => SENT[field]?.(value)),
  );
}

/** BPro's five are fixed: they take nothing from QuickBooks, and each side keeps its own name for a term. */
export const salesTermMapping: EntityMapping<typeof bproSalesTerm> = {
  type: 'sales-term',
  label: 'Sales terms',
  qboPage: undefined,
  dated: false,
  nested: false,
  lookedInto: false,
  oneByOne: false,
  qboUnique: undefined,
  bproUnique: undefined,
  qboEntity: 'Term',
  qboWhere: [WHETHER_ACTIVE_OR_NOT],
  neverSent: { bpro: ['name', ...DAYS], qbo: ['name'] },
  qboRemoval: 'inactivate',
  bproCreates: false,
  bproSchema: bproSalesTerm,
  qboSchema: qboSalesTerm,
  units: (raw) => [wholeUnit(raw)],
  bproKeys: (data) => keys(fromBpro(data)),
  qboKeys: (content) => keys(fromQbo(content)),
  identifies: () => true,
  bproReferences: () => [],
  qboReferences: () => [],
  fromBpro,
  fromQbo,
  problems,
  businessKey: keyInBody('Name'),
  toQbo: (fields, changed, exists) => ({ entity: 'Term', body: toQbo(fields, changed, exists) }),
  toBpro: (fields, changed, exists) => (exists ? pick(fields, changed) : { ...fields }),
};
