import { linksOf, unapplied } from '../model/links.js';
import { cents } from '../model/money.js';
import { amount, child, list, type QboRecord, refId, text } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';

/** What a transaction contributes to balances: cents for names and accounts (debits positive), units for items. */
export interface Postings {
  readonly customers: ReadonlyMap<string, number>;
  readonly vendors: ReadonlyMap<string, number>;
  readonly accounts: ReadonlyMap<string, number>;
  readonly items: ReadonlyMap<string, number>;
}

/** The accounts that transactions are booked to when they name none, and what they refer to. */
export interface Ledger {
  readonly receivables: string;
  readonly payables: string;
  readonly undeposited: string;
  accountType(id: string): string | undefined;
  item(id: string): QboRecord | undefined;
}

interface Party {
  readonly id: string | undefined;
  readonly type: string | undefined;
}

class Sheet {
  readonly customers = new Map<string, number>();
  readonly vendors = new Map<string, number>();
  readonly accounts = new Map<string, number>();
  readonly items = new Map<string, number>();

  constructor(private readonly ledger: Ledger) {}

  customer(id: string | undefined, value: number): void {
    add(this.customers, id, value);
  }

  vendor(id: string | undefined, value: number): void {
    add(this.vendors, id, value);
  }

  account(id: string | undefined, value: number): void {
    add(this.accounts, id, value);
  }

  /** A line on an account: on accounts receivable it is the customer's debt, on accounts payable the vendor's. */
  line(account: string | undefined, value: number, party: Party): void {
    this.account(account, value);
    const type = account === undefined ? undefined : this.ledger.accountType(account);
    if (type === 'Accounts Receivable' && party.type === 'Customer') this.customer(party.id, value);
    if (type === 'Accounts Payable' && party.type === 'Vendor') this.vendor(party.id, -value);
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

  /** Lines of what is bought: their account, or the item's; stock grows. */
  bought(record: QboRecord, sign: 1 | -1, party: Party): void {
    for (const line of list(record, 'Line')) {
      const value = sign * cents(amount(line, 'Amount'));
      const byItem = child(line, 'ItemBasedExpenseLineDetail');
      const itemId = refId(byItem, 'ItemRef');
      const item = itemId === undefined ? undefined : this.ledger.item(itemId);
      if (item) {
        const stocked = item['Type'] === 'Inventory';
        this.line(refId(item, stocked ? 'AssetAccountRef' : 'ExpenseAccountRef'), value, party);
        add(this.items, itemId, sign * amount(byItem, 'Qty'));
      } else this.line(refId(child(line, 'AccountBasedExpenseLineDetail'), 'AccountRef'), value, party);
    }
  }
}

const add = (map: Map<string, number>, key: string | undefined, value: number): void => {
  if (key !== undefined && value !== 0) map.set(key, (map.get(key) ?? 0) + value);
};

/**
 * Open invoices raise a customer's balance, unapplied payments and credits lower it; open bills raise a vendor's,
 * credits and bill payments that pay nothing lower it. Accounts get what the transaction's sides and lines name.
 */
export function postingsOf(entity: EntityName, record: QboRecord | undefined, ledger: Ledger): Postings {
  const sheet = new Sheet(ledger);
  if (record) (SALES[entity] ?? PURCHASES[entity] ?? MONEY[entity])?.(sheet, record, ledger);
  return sheet;
}

type Post = (sheet: Sheet, record: QboRecord, ledger: Ledger) => void;
type Posts = Partial<Record<EntityName, Post>>;

const total = (record: QboRecord): number => cents(amount(record, 'TotalAmt'));
const open = (record: QboRecord): number => cents(amount(record, 'Balance'));
const moneyTo = (record: QboRecord, { undeposited }: Ledger): string =>
  refId(record, 'DepositToAccountRef') ?? undeposited;

const SALES: Posts = {
  Invoice(sheet, record, { receivables }) {
    sheet.customer(refId(record, 'CustomerRef'), open(record));
    sheet.account(receivables, total(record));
    sheet.sold(record, 1);
  },
  CreditMemo(sheet, record, { receivables }) {
    sheet.customer(refId(record, 'CustomerRef'), -open(record));
    sheet.account(receivables, -total(record));
    sheet.sold(record, -1);
  },
  Payment(sheet, record, ledger) {
    sheet.customer(refId(record, 'CustomerRef'), -cents(amount(record, 'UnappliedAmt')));
    sheet.account(ledger.receivables, -total(record));
    sheet.account(moneyTo(record, ledger), total(record));
  },
  SalesReceipt(sheet, record, ledger) {
    sheet.account(moneyTo(record, ledger), total(record));
    sheet.sold(record, 1);
  },
  RefundReceipt(sheet, record) {
    sheet.account(refId(record, 'DepositToAccountRef'), -total(record));
    sheet.sold(record, -1);
  },
};

const vendorOf = (record: QboRecord): Party => ({ id: refId(record, 'VendorRef'), type: 'Vendor' });

const partyOf = (reference: QboRecord): Party => ({
  id: text(reference, 'value'),
  type: text(reference, 'type'),
});

const payablesOf = (record: QboRecord, { payables }: Ledger): string =>
  refId(record, 'APAccountRef') ?? payables;

const PURCHASES: Posts = {
  Bill(sheet, record, ledger) {
    sheet.vendor(refId(record, 'VendorRef'), open(record));
    sheet.account(payablesOf(record, ledger), -total(record));
    sheet.bought(record, 1, vendorOf(record));
  },
  VendorCredit(sheet, record, ledger) {
    sheet.vendor(refId(record, 'VendorRef'), -open(record));
    sheet.account(payablesOf(record, ledger), total(record));
    sheet.bought(record, -1, vendorOf(record));
  },
  BillPayment(sheet, record, ledger) {
    const bank = refId(child(record, 'CheckPayment'), 'BankAccountRef');
    sheet.vendor(refId(record, 'VendorRef'), -unapplied(record));
    sheet.account(payablesOf(record, ledger), total(record));
    sheet.account(bank ?? refId(child(record, 'CreditCardPayment'), 'CCAccountRef'), -total(record));
  },
  Purchase(sheet, record) {
    const sign = record['Credit'] === true ? -1 : 1;
    sheet.account(refId(record, 'AccountRef'), -sign * total(record));
    sheet.bought(record, sign, partyOf(child(record, 'EntityRef')));
  },
};

const MONEY: Posts = {
  Transfer(sheet, record) {
    const moved = cents(amount(record, 'Amount'));
    sheet.account(refId(record, 'FromAccountRef'), -moved);
    sheet.account(refId(record, 'ToAccountRef'), moved);
  },
  JournalEntry(sheet, record) {
    for (const line of list(record, 'Line')) {
      const detail = child(line, 'JournalEntryLineDetail');
      const entity = child(detail, 'Entity');
      const sign = detail['PostingType'] === 'Credit' ? -1 : 1;
      const party = { id: refId(entity, 'EntityRef'), type: text(entity, 'Type') };
      sheet.line(refId(detail, 'AccountRef'), sign * cents(amount(line, 'Amount')), party);
    }
  },
  Deposit(sheet, record, { undeposited }) {
    const back = child(record, 'CashBack');
    sheet.account(refId(record, 'DepositToAccountRef'), total(record));
    sheet.account(refId(back, 'AccountRef'), cents(amount(back, 'Amount')));
    for (const line of list(record, 'Line')) {
      const value = cents(amount(line, 'Amount'));
      const detail = child(line, 'DepositLineDetail');
      if (linksOf(line).length > 0) sheet.account(undeposited, -value);
      else sheet.line(refId(detail, 'AccountRef'), -value, partyOf(child(detail, 'Entity')));
    }
  },
};
