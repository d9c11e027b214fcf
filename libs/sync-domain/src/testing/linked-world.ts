import type { CompanyProfile, TaxRegime } from '../company.js';
import type { ComposeContext, QboContent } from '../mapping.js';
import { DEFAULT_SETTINGS, type Settings } from '../settings.js';

export const aCompany = (profile: Partial<CompanyProfile> = {}): CompanyProfile => ({
  name: 'Corner Store',
  country: 'US',
  taxRegime: 'manual',
  homeCurrency: 'USD',
  multicurrency: false,
  customTxnNumbers: true,
  allowDiscount: true,
  autoApplyCredit: false,
  categories: true,
  inventory: true,
  bookCloseDate: undefined,
  accounts: [
    { id: '86', name: 'Discounts given', type: 'Income', subType: 'DiscountsRefundsGiven', active: true },
    { id: '35', name: 'Checking', type: 'Bank', subType: 'Checking', active: true },
  ],
  zeroTaxCodeId: 'q-zero',
  refundItemId: '90',
  depositRefundItemId: '91',
  taxAgencies: [],
  ...profile,
});

export const REGIMES: readonly TaxRegime[] = ['automated', 'manual', 'codes', 'off'];

/** A world in which BPro's `b-7` and QuickBooks' `q-7` are one record, named `7`. */
export function linkedWorld(
  options: {
    readonly company?: Partial<CompanyProfile>;
    readonly settings?: Partial<Settings>;
    /** By `type/side/recordId`. */
    readonly contents?: Readonly<Record<string, QboContent>>;
    /** Records that only one side has, as `type/side/recordId` of the side that lacks them. */
    readonly missing?: readonly string[];
  } = {},
): ComposeContext {
  return {
    company: aCompany(options.company),
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
    timeZone: 'America/New_York',
    recordId: (_type, _side, sideId) => sideId.replace(/^[bq]-/, ''),
    content: (type, side, recordId) => options.contents?.[`${type}/${side}/${recordId}`],
    sideId: (type, side, recordId) =>
      options.missing?.includes(`${type}/${side}/${recordId}`)
        ? undefined
        : `${side === 'bpro' ? 'b' : 'q'}-${recordId}`,
    marker: '[BPro r1]',
  };
}

/** A tax as the QuickBooks side keeps it: a code with its rates. */
export const aTax = (id: string, ...percents: readonly string[]): QboContent => ({
  Id: `q-${id}`,
  Name: `Tax ${id}`,
  _rates: percents.map((percent, i) => ({
    id: `${id}${String(i)}`,
    name: `Rate ${String(i)}`,
    percent,
    agency: 'Agency',
  })),
});
