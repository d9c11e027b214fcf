import { z } from 'zod';
import { bproDecimal } from '../bpro-record.js';
import type { CompanyProfile } from '../company.js';
import type { Fields } from '../fields.js';
import { textOf, textOrNull } from '../field-values.js';
import type { EntityMapping, MappingContext, Problem, QboContent } from '../mapping.js';
import { plainDecimal } from '../money.js';
import { keyInBody, qboRecord, WHETHER_ACTIVE_OR_NOT, wholeUnit } from '../qbo-record.js';
import { matchText, plainText, withoutDeletedSuffix } from '../text.js';
import { emojiProblems, textProblems } from '../text-limits.js';
import { percentsOf, rateDetails, uniqueNames, type RateDetail } from './tax-rates.js';

/** A tax rate group: the rates of one group are charged together (one group per order). */
export const bproTax = z.object({
  name: z.string().min(1).max(100),
  rates: z
    .array(
      z.object({
        name: z.string().min(1).max(100),
        /** Percent: `"8.25"`. */
        percent: bproDecimal,
        agency: z.string().min(1).max(100),
      }),
    )
    .max(10),
});
export type BproTax = z.infer<typeof bproTax>;

/**
 * A tax code with its sales rates resolved (`resolveTaxCode`): QuickBooks keeps rates and agencies apart from
 * the code. Without `_rates` the code is malformed: one of its rates is not known.
 */
export const qboTax = qboRecord.extend({
  Name: z.string(),
  Hidden: z.boolean().optional(),
  TaxGroup: z.boolean().optional(),
  SalesTaxRateList: z
    .looseObject({
      TaxRateDetail: z.array(z.looseObject({ TaxTypeApplicable: z.string().optional() })).optional(),
    })
    .optional(),
  PurchaseTaxRateList: z.looseObject({ TaxRateDetail: z.array(z.unknown()).optional() }).optional(),
  _rates: z.array(z.object({ id: z.string(), name: z.string(), percent: z.string(), agency: z.string() })),
});
export type QboTaxContent = z.infer<typeof qboTax>;

/** `TAX` and `NON` say that a US line is taxed or not; they are no codes (qbo API, "Taxes"). */
const PSEUDO_CODES: readonly unknown[] = ['TAX', 'NON'];

/** Only codes that sales can use; a code of no or zero rates taxes nothing, yet is a code that lines have. */
function isOurs(raw: QboContent): boolean {
  const { Hidden, SalesTaxRateList: sales, PurchaseTaxRateList: purchases } = qboTax.partial().parse(raw);
  const onlyPurchases =
    (purchases?.TaxRateDetail?.length ?? 0) > 0 && (sales?.TaxRateDetail?.length ?? 0) === 0;
  return (
    !PSEUDO_CODES.includes(raw['Id']) &&
    !PSEUDO_CODES.includes(raw['Name']) &&
    Hidden !== true &&
    !onlyPurchases
  );
}

/** The agency that a BPro agency is in this company: of the same name, else the first. */
const agencyOf = ({ taxAgencies }: CompanyProfile, name: string): { id: string; name: string } | undefined =>
  taxAgencies.find((a) => matchText(a.name) === matchText(name)) ?? taxAgencies[0];

/** `rates` are the percentages, in order; `details` name them, for the side where they are created. */
const taxFields = (name: string, rates: readonly RateDetail[]): Fields => ({
  name: textOrNull(name),
  rates: percentsOf(rates),
  details: uniqueNames(rates),
});

function fromBpro(data: QboContent, { company }: MappingContext): Fields {
  const t = bproTax.parse(data);
  const rates = t.rates.map((r) => ({
    name: plainText(r.name) || `${plainDecimal(r.percent)}%`,
    percent: plainDecimal(r.percent),
    agency: agencyOf(company, r.agency)?.name ?? plainText(r.agency),
  }));
  return taxFields(t.name, rates);
}

const qboName = (t: QboTaxContent): string => (t.Active === false ? withoutDeletedSuffix(t.Name) : t.Name);

/** Rate names are unique in a company (6240): those that the sync creates begin with the name of their group. */
const sentRateName = (group: string, rate: string): string => (rate === group ? rate : `${group} ${rate}`);
const rateNameIn = (group: string, sent: string): string =>
  sent.startsWith(`${group} `) ? sent.slice(group.length + 1) : sent;

function fromQbo(content: QboContent): Fields {
  const t = qboTax.parse(content);
  const name = plainText(qboName(t));
  const rates = t._rates.map((r) => ({
    name: rateNameIn(name, plainText(r.name)) || `${plainDecimal(r.percent)}%`,
    percent: plainDecimal(r.percent),
    agency: plainText(r.agency),
  }));
  return taxFields(name, rates);
}

function problems(
  side: 'bpro' | 'qbo',
  fields: Fields,
  { company }: MappingContext,
  exists: QboContent | undefined,
): Problem[] {
  const details = rateDetails(fields);
  if (side === 'bpro') {
    const bad = details.length > 10 || details.some((r) => !bproDecimal.safeParse(r.percent).success);
    return [
      ...textProblems(fields, { name: { max: 100, required: true } }),
      ...(bad ? [{ code: 'value-unsupported', field: 'rates', effect: 'block' } as const] : []),
    ];
  }
  if (exists) return [{ code: 'tax-rates-differ', field: 'rates', effect: 'block' }];
  const group = textOf(fields, 'name');
  return [
    ...textProblems(fields, { name: { max: 100, name: true, required: true } }),
    ...(company.taxAgencies.length === 0 ? [{ code: 'tax-unmappable', effect: 'block' } as const] : []),
    ...textProblems(
      { details: details.map((r) => sentRateName(group, r.name)) },
      { details: { max: 100, name: true } },
    ),
    ...emojiProblems(fields),
  ];
}

/** The body of QuickBooks' TaxService, which alone creates codes and rates; a code of no rates gets one of 0 %. */
function creation(fields: Fields, company: CompanyProfile): QboContent {
  const group = textOf(fields, 'name');
  const details = rateDetails(fields);
  const rates = details.length > 0 ? details : [{ name: group, percent: '0', agency: '' }];
  return {
    TaxCode: group,
    TaxRateDetails: rates.map((r) => ({
      TaxRateName: sentRateName(group, r.name),
      RateValue: r.percent,
      TaxAgencyId: agencyOf(company, r.agency)?.id,
      TaxApplicableOn: 'Sales',
    })),
  };
}

/** BPro keeps the names and agencies of rates whose percentage stays. */
function toBpro(fields: Fields, changed: readonly string[], exists: QboContent | undefined): QboContent {
  const name = fields['name'] ?? null;
  const details = rateDetails(fields);
  if (!exists) return { name, rates: details };
  const known = [
    ...bproTax.parse(exists).rates.map((r) => ({ ...r, percent: plainDecimal(r.percent) })),
    ...details,
  ];
  const agency = known[0]?.agency ?? 'QuickBooks';
  const left = [...known];
  const rates = (fields['rates'] as readonly string[]).map((percent) => {
    const at = left.findIndex((r) => r.percent === percent);
    const [kept] = at < 0 ? [] : left.splice(at, 1);
    return kept ?? { name: `${percent}%`, percent, agency };
  });
  return { ...(changed.includes('name') ? { name } : {}), ...(changed.includes('rates') ? { rates } : {}) };
}

/**
 * Rule F12. QuickBooks lets no other program rename a code or change its rates: a new name stays in BPro, other
 * rates are noted. Percentages count in any order, the names of rates never.
 */
export const taxMapping: EntityMapping<typeof bproTax> = {
  type: 'tax',
  label: 'Taxes',
  qboPage: undefined,
  dated: false,
  nested: false,
  lookedInto: true,
  oneByOne: true,
  qboUnique: { level: 0, code: 'name-taken' },
  bproUnique: undefined,
  qboEntity: 'TaxCode',
  qboWhere: [WHETHER_ACTIVE_OR_NOT],
  neverSent: { bpro: ['details'], qbo: ['details', 'name'] },
  qboRemoval: 'none',
  bproCreates: true,
  bproSchema: bproTax,
  qboSchema: qboTax,
  units: (raw) => (isOurs(raw) ? [wholeUnit(raw)] : []),
  bproKeys: (data) => [`0:${matchText(bproTax.parse(data).name)}`],
  qboKeys: (content) => [`0:${matchText(qboName(qboTax.parse(content)))}`],
  identifies: () => true,
  bproReferences: () => [],
  qboReferences: () => [],
  fromBpro,
  fromQbo,
  problems,
  leftOut: (_fields, _side, content, { company: { taxRegime } }) => {
    if (taxRegime === 'automated' || taxRegime === 'off') return 'F12:managed-by-quickbooks';
    const rates =
      qboTax.shape.SalesTaxRateList.safeParse(content['SalesTaxRateList']).data?.TaxRateDetail ?? [];
    const compound = rates.some(
      (r) => r.TaxTypeApplicable !== undefined && r.TaxTypeApplicable !== 'TaxOnAmount',
    );
    return compound ? 'F12:tax-on-tax' : undefined;
  },
  businessKey: keyInBody('Name', { from: 'TaxCode' }),
  toQbo: (fields, _changed, exists, { company }) => {
    if (exists) throw new Error('rule F12: QuickBooks does not let other programs change a tax code');
    return { entity: 'TaxService', body: creation(fields, company) };
  },
  toBpro,
};
