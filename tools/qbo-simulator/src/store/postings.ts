import { cents } from '../model/money.js';
import { amount, child, list, type QboRecord, refId } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';

/** What a transaction contributes to balances: cents for customers and accounts, units for items. */
export interface Postings {
  readonly customers: ReadonlyMap<string, number>;
  readonly accounts: ReadonlyMap<string, number>;
  readonly items: ReadonlyMap<string, number>;
}

/** The ids of the accounts that transactions are booked to when they name none. */
export interface Ledger {
  readonly receivables: string;
  readonly undeposited: string;
}

class Sheet {
  readonly customers = new Map<string, number>();
  readonly accounts = new Map<string, number>();
  readonly items = new Map<string, number>();

  customer(id: string | undefined, value: number): void {
    add(this.customers, id, value);
  }

  account(id: string | undefined, value: number): void {
    add(this.accounts, id, value);
  }

  sold(record: QboRecord, sign: 1 | -1): void {
    for (const line of list(record, 'Line')) {
      const group = child(line, 'GroupLineDetail');
      for (const item of [line, ...list(group, 'Line')]) {
        const detail = child(item, 'SalesItemLineDetail');
        add(this.items, refId(detail, 'ItemRef'), -sign * amount(detail, 'Qty'));
      }
    }
  }
}

const add = (map: Map<string, number>, key: string | undefined, value: number): void => {
  if (key !== undefined && value !== 0) map.set(key, (map.get(key) ?? 0) + value);
};

/**
 * Open invoices raise a customer's balance, unapplied payments and credits lower it; money accounts and accounts
 * receivable follow.
 */
export function postingsOf(entity: EntityName, record: QboRecord | undefined, ledger: Ledger): Postings {
  const sheet = new Sheet();
  if (!record) return sheet;
  const customer = refId(record, 'CustomerRef');
  const total = cents(amount(record, 'TotalAmt'));
  const depositTo = refId(record, 'DepositToAccountRef');
  switch (entity) {
    case 'Invoice':
      sheet.customer(customer, cents(amount(record, 'Balance')));
      sheet.account(ledger.receivables, total);
      sheet.sold(record, 1);
      break;
    case 'CreditMemo':
      sheet.customer(customer, -cents(amount(record, 'Balance')));
      sheet.account(ledger.receivables, -total);
      sheet.sold(record, -1);
      break;
    case 'Payment':
      sheet.customer(customer, -cents(amount(record, 'UnappliedAmt')));
      sheet.account(ledger.receivables, -total);
      sheet.account(depositTo ?? ledger.undeposited, total);
      break;
    case 'SalesReceipt':
      sheet.account(depositTo ?? ledger.undeposited, total);
      sheet.sold(record, 1);
      break;
    case 'RefundReceipt':
      sheet.account(depositTo, -total);
      sheet.sold(record, -1);
      break;
    case 'Deposit':
      sheet.account(depositTo, total);
      for (const line of list(record, 'Line')) {
        const linked = list(line, 'LinkedTxn').length > 0;
        if (linked) sheet.account(ledger.undeposited, -cents(amount(line, 'Amount')));
      }
      break;
    default:
  }
  return sheet;
}
