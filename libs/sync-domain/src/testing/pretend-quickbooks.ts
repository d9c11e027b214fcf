import type { QboContent } from '../mapping.js';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a sparse update clears the property: `''`, `{}` and `{value: ''}` (qbo API, "Update semantics"). */
const clears = (value: unknown): boolean =>
  value === '' ||
  (isObject(value) && (Object.keys(value).length === 0 || Object.values(value).every((v) => v === '')));

const merged = (stored: QboContent, body: QboContent): QboContent =>
  Object.fromEntries(
    Object.entries({ ...stored, ...body }).flatMap(([key, value]): [string, unknown][] => {
      if (!(key in body)) return [[key, value]];
      if (clears(value)) return [];
      const former = stored[key];
      if (isObject(value)) return [[key, merged(isObject(former) ? former : {}, value)]];
      return [[key, typeof value === 'string' ? value.trim() : value]];
    }),
  );

const DEFAULTS: Readonly<Record<string, QboContent>> = {
  Customer: { Taxable: true, Job: false, Balance: 0, PreferredDeliveryMethod: 'Print' },
  Item: { Taxable: false, UnitPrice: 0, PurchaseCost: 0, TrackQtyOnHand: false },
  PaymentMethod: { Type: 'NON_CREDIT_CARD' },
  Term: { Type: 'STANDARD' },
};

/** A record as QuickBooks answers it after a body was written: with its defaults, or merged into what it had. */
export function pretendQuickBooksStores(entity: string, body: QboContent, stored?: QboContent): QboContent {
  const base = stored ?? {
    ...DEFAULTS[entity],
    Id: '1',
    SyncToken: '0',
    Active: true,
    MetaData: { CreateTime: '2026-01-05T09:00:00-08:00', LastUpdatedTime: '2026-01-05T09:00:00-08:00' },
  };
  return merged(base, body);
}
