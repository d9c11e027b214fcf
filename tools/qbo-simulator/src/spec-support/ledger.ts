import { amount, type QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { type Answered, Bench } from './in-process.js';
import { expenseLine, linkLine } from './lines.js';

/** The stock accounts that specs name. */
export const ACCOUNTS = {
  income: '1',
  undeposited: '4',
  payable: '33',
  equity: '34',
  bank: '35',
  savings: '36',
  card: '41',
  expense: '69',
  inventory: '81',
  receivable: '84',
} as const;

export const ref = (value: string): QboRecord => ({ value });

/** A bench whose balances can be asked for, and the documents of vendors. */
export class LedgerBench extends Bench {
  /** CurrentBalance of a stock account. */
  async held(account: keyof typeof ACCOUNTS): Promise<number> {
    return amount(await this.get('Account', ACCOUNTS[account]), 'CurrentBalance');
  }

  async balance(entity: EntityName, id: string): Promise<number> {
    return amount(await this.get(entity, id), 'Balance');
  }

  async vendor(DisplayName = 'Seller'): Promise<string> {
    return (await this.post('Vendor', { DisplayName })).Id;
  }

  bill(vendor: string, total: number, more: QboRecord = {}): Promise<Answered> {
    return this.post('Bill', { VendorRef: ref(vendor), Line: [expenseLine(total)], ...more });
  }

  /** A check to a vendor; `lines` of [amount, type, id]. */
  check(
    vendor: string,
    TotalAmt: number,
    lines: readonly (readonly [number, 'Bill' | 'VendorCredit', string])[],
    more: QboRecord = {},
  ): Promise<Answered> {
    return this.post('BillPayment', this.checkBody(vendor, TotalAmt, lines, more));
  }

  checkBody(
    vendor: string,
    TotalAmt: number,
    lines: readonly (readonly [number, 'Bill' | 'VendorCredit', string])[],
    more: QboRecord = {},
  ): QboRecord {
    return {
      VendorRef: ref(vendor),
      PayType: 'Check',
      CheckPayment: { BankAccountRef: ref(ACCOUNTS.bank) },
      TotalAmt,
      Line: lines.map(([value, type, id]) => linkLine(value, type, id)),
      ...more,
    };
  }
}

/** What names a stored record for an update, deletion or void. */
export const key = ({ Id, SyncToken }: QboRecord): QboRecord => ({ Id, SyncToken });
