import type { CompanyProfile } from '../company.js';
import type { ComposeContext, QboContent } from '../mapping.js';
import type { RecordType, Side } from '../record-types.js';
import { DEFAULT_SETTINGS, type Settings } from '../settings.js';

/** A US company with manual sales tax that has everything switched on. */
export const COMPANY: CompanyProfile = {
  name: 'Ann’s Bikes',
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
    { id: '35', name: 'Checking', type: 'Bank', subType: 'Checking', active: true },
    { id: '79', name: 'Sales', type: 'Income', subType: 'SalesOfProductIncome', active: true },
    { id: '80', name: 'Cost', type: 'Cost of Goods Sold', subType: 'SuppliesMaterialsCogs', active: true },
    { id: '81', name: 'Stock', type: 'Other Current Asset', subType: 'Inventory', active: true },
  ],
  zeroTaxCodeId: undefined,
  refundItemId: undefined,
  taxAgencies: [
    { id: '1', name: 'State Board' },
    { id: '2', name: 'City' },
  ],
};

export interface ContextOptions {
  readonly company?: Partial<CompanyProfile>;
  readonly settings?: Partial<Settings>;
  /** Contents by `type/side/our record id`. */
  readonly contents?: Readonly<Record<string, QboContent>>;
  /** Our record ids that have no counterpart. */
  readonly alone?: readonly string[];
}

/** Links BPro's `x` with QuickBooks' `Q-x` as our record `rec-x`. */
export function mappingContext({
  company,
  settings,
  contents = {},
  alone = [],
}: ContextOptions = {}): ComposeContext {
  return {
    company: { ...COMPANY, ...company },
    settings: { ...DEFAULT_SETTINGS, ...settings },
    timeZone: 'America/New_York',
    marker: 'marker',
    recordId: (_type: RecordType, _side: Side, sideId: string) => `rec-${sideId.replace(/^Q-/, '')}`,
    sideId: (_type: RecordType, side: Side, recordId: string) =>
      alone.includes(recordId) ? undefined : `${side === 'qbo' ? 'Q-' : ''}${recordId.replace(/^rec-/, '')}`,
    content: (type: RecordType, side: Side, recordId: string) => contents[`${type}/${side}/${recordId}`],
  };
}
