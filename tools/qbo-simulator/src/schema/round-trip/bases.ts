import type { QboRecord } from '../../model/record.js';
import { salesLine } from '../../spec-support/in-process.js';
import type { EntityName } from '../entity-names.js';
import type { Targets } from './targets.js';

/** A property that needs company, or values of its own. */
export interface Special {
  readonly values?: readonly [first: unknown, second: unknown];
  /** Ids of this type, where the reference itself does not say which. */
  readonly to?: EntityName;
  /** What has to be sent beside it. */
  readonly beside?: (targets: Targets) => QboRecord;
  /** Why it cannot be changed once it is set. */
  readonly once?: string;
  /** Why an empty value does not clear it. */
  readonly stays?: string;
}

export interface Base {
  readonly entity: EntityName;
  /** The least that a create needs; `n` makes names differ. */
  readonly body: (targets: Targets, n: number) => QboRecord;
  readonly special?: Readonly<Record<string, Special>>;
  /** Properties that are left out, each with the reason. A path stands for all below it. */
  readonly except?: Readonly<Record<string, string>>;
}

const one = (targets: Targets, entity: EntityName): string => targets[entity]?.[0] ?? '';
const buyer = (targets: Targets): QboRecord => ({ CustomerRef: { value: one(targets, 'Customer') } });
const form = (targets: Targets): QboRecord => ({ ...buyer(targets), Line: [salesLine(10)] });

const HOME: Special = {
  values: ['USD', 'USD'],
  once: 'without multicurrency only the home currency is taken',
};
const FORM_SPECIAL: Readonly<Record<string, Special>> = {
  'CurrencyRef.value': HOME,
  'Line.SalesItemLineDetail.TaxCodeRef.value': { values: ['TAX', 'NON'] },
  DocNumber: { stays: 'QuickBooks numbers by itself: an empty number keeps the one that is there' },
  EmailStatus: {
    values: ['NeedToSend', 'NotSet'],
    beside: () => ({ BillEmail: { Address: 'a@example.com' } }),
  },
};
/** A form that was made from an estimate. */
const fromEstimate = (targets: Targets): QboRecord => ({
  LinkedTxn: [{ TxnId: one(targets, 'Estimate'), TxnType: 'Estimate' }],
});
const LINKED_SPECIAL: Readonly<Record<string, Special>> = {
  'LinkedTxn.TxnId': { to: 'Estimate', beside: fromEstimate },
  'LinkedTxn.TxnType': {
    values: ['Estimate', 'Estimate'],
    beside: fromEstimate,
    once: 'another type needs another record',
  },
  'LinkedTxn.TxnLineId': { beside: fromEstimate },
};
const FORM_EXCEPT: Readonly<Record<string, string>> = {
  'Line.Id': 'QuickBooks gives lines their ids',
  'Line.LineNum': 'QuickBooks numbers the lines',
  'Line.DetailType': 'says which detail a line has',
  'Line.SalesItemLineDetail.ItemAccountRef': "QuickBooks fills in the item's account",
  'TxnTaxDetail.TotalTax': 'taken together with the tax lines only: the tests of taxes',
  'TxnTaxDetail.TaxLine': 'computed, or taken whole: the tests of taxes',
};
const CATEGORY_HAS_NONE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'Sku',
    'IncomeAccountRef',
    'ExpenseAccountRef',
    'AssetAccountRef',
    'PrefVendorRef',
    'ClassRef',
    'TrackQtyOnHand',
  ].map((path) => [path, 'a category has no accounts, prices or stock']),
);
const ONE_LINE = 'a line applies money to an invoice: the tests of payments';

export const BASES: Readonly<Record<string, Base>> = {
  Customer: {
    entity: 'Customer',
    body: (_, n) => ({ DisplayName: `Customer ${String(n)}` }),
    special: {
      'CurrencyRef.value': HOME,
      TaxExemptionReasonId: { values: [15, 1] },
      'ParentRef.value': { beside: () => ({ Job: true }) },
      Job: {
        values: [true, true],
        beside: (targets) => ({ ParentRef: { value: one(targets, 'Customer') } }),
        once: 'a customer with a parent is a job',
      },
      Balance: { once: 'an opening balance is taken at the create alone' },
    },
  },
  Item: {
    entity: 'Item',
    body: (_, n) => ({ Name: `Item ${String(n)}`, Type: 'Service', IncomeAccountRef: { value: '79' } }),
    special: { 'IncomeAccountRef.value': { values: ['79', '1'] } },
    except: {
      SubItem: 'goes with a category as parent: the tests of items',
      ParentRef: 'goes with a category as parent: the tests of items',
      TrackQtyOnHand: 'makes it an inventory item: the tests of items',
      DeferredRevenue: 'answers to writes always say false (recorded)',
    },
  },
  Category: {
    entity: 'Item',
    body: (_, n) => ({ Name: `Category ${String(n)}`, Type: 'Category' }),
    except: {
      ...CATEGORY_HAS_NONE,
      Type: 'a category stays one',
      Active: 'a category cannot be made inactive: the tests of items',
      SubItem: 'goes with another category as parent: the tests of items',
      ParentRef: 'goes with another category as parent: the tests of items',
      DeferredRevenue: 'answers to writes always say false (recorded)',
    },
  },
  PaymentMethod: { entity: 'PaymentMethod', body: (_, n) => ({ Name: `Method ${String(n)}` }) },
  Term: { entity: 'Term', body: (_, n) => ({ Name: `Term ${String(n)}`, DueDays: 10 }) },
  Account: {
    entity: 'Account',
    body: (_, n) => ({ Name: `Account ${String(n)}`, AccountType: 'Bank' }),
    special: {
      'CurrencyRef.value': HOME,
      AcctNum: { values: ['1234567', '7'] },
      AccountType: { values: ['Bank', 'Other Current Asset'], stays: 'an account always has a type' },
    },
  },
  Invoice: {
    entity: 'Invoice',
    body: form,
    special: { ...FORM_SPECIAL, ...LINKED_SPECIAL },
    except: FORM_EXCEPT,
  },
  CreditMemo: {
    entity: 'CreditMemo',
    body: form,
    special: { ...FORM_SPECIAL, 'InvoiceRef.value': { to: 'Invoice' } },
    except: FORM_EXCEPT,
  },
  SalesReceipt: {
    entity: 'SalesReceipt',
    body: form,
    special: { ...FORM_SPECIAL, ...LINKED_SPECIAL },
    except: FORM_EXCEPT,
  },
  RefundReceipt: {
    entity: 'RefundReceipt',
    body: (targets) => ({ ...form(targets), DepositToAccountRef: { value: '35' } }),
    special: { ...FORM_SPECIAL, PaymentRefNum: { beside: () => ({ PrintStatus: 'PrintComplete' }) } },
    except: FORM_EXCEPT,
  },
  Payment: {
    entity: 'Payment',
    body: (targets) => ({ ...buyer(targets), TotalAmt: 10 }),
    special: { 'CurrencyRef.value': HOME },
    except: { Line: ONE_LINE },
  },
};
