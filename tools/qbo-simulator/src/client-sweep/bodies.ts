import type { QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { paying, salesLine } from '../spec-support/in-process.js';

/** Creates a record and gives its Id. */
export type Make = (entity: EntityName, body: QboRecord) => Promise<string>;

export interface SweptEntity {
  /** The smallest body that the reference allows, its names made unique by `n`. */
  body(make: Make, n: number): QboRecord | Promise<QboRecord>;
  /** What a sparse update changes; undefined where nothing can be. */
  readonly change?: QboRecord;
  /** Properties that the update repeats: some sparse updates need them, RefundReceipt has full updates only. */
  readonly repeat?: readonly string[];
}

const ref = (value: string): QboRecord => ({ value });

/** Ids of stock accounts of a new company. */
const BANK = ref('35');
const SAVINGS = ref('36');
const INCOME = ref('1');
const EXPENSE = ref('69');
const PAYABLE = ref('33');

const customer = async (make: Make, n: number): Promise<QboRecord> =>
  ref(await make('Customer', { DisplayName: `Customer ${String(n)}` }));
const vendor = async (make: Make, n: number): Promise<QboRecord> =>
  ref(await make('Vendor', { DisplayName: `Vendor ${String(n)}` }));

const expenseLine = (Amount: number): QboRecord => ({
  Amount,
  DetailType: 'AccountBasedExpenseLineDetail',
  AccountBasedExpenseLineDetail: { AccountRef: EXPENSE },
});

const journalLine = (PostingType: 'Debit' | 'Credit', AccountRef: QboRecord): QboRecord => ({
  Amount: 25,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { PostingType, AccountRef },
});

const NOTED = { change: { PrivateNote: 'swept' } };

const salesForm = (more: QboRecord = {}, needs: readonly string[] = []): SweptEntity => ({
  body: async (make, n) => ({ CustomerRef: await customer(make, n), Line: [salesLine(40)], ...more }),
  ...NOTED,
  repeat: needs,
});

const vendorForm: SweptEntity = {
  body: async (make, n) => ({ VendorRef: await vendor(make, n), Line: [expenseLine(30)] }),
  ...NOTED,
  repeat: ['VendorRef'],
};

/** Every record type that the simulator has and an API call can create. */
export const SWEPT: Partial<Record<EntityName, SweptEntity>> = {
  Account: {
    body: (_make, n) => ({ Name: `Account ${String(n)}`, AccountType: 'Expense' }),
    change: { Description: 'swept' },
  },
  Attachable: { body: (_make, n) => ({ Note: `Note ${String(n)}` }), change: { Note: 'swept' } },
  Bill: vendorForm,
  BillPayment: {
    body: async (make, n) => {
      const VendorRef = await vendor(make, n);
      const TxnId = await make('Bill', { VendorRef, Line: [expenseLine(30)] });
      return {
        VendorRef,
        TotalAmt: 30,
        PayType: 'Check',
        CheckPayment: { BankAccountRef: BANK },
        Line: [{ Amount: 30, LinkedTxn: [{ TxnId, TxnType: 'Bill' }] }],
      };
    },
    ...NOTED,
    repeat: ['VendorRef'],
  },
  Class: { body: (_make, n) => ({ Name: `Class ${String(n)}` }), change: { Name: 'Swept class' } },
  CreditMemo: salesForm(),
  Customer: { body: (_make, n) => ({ DisplayName: `Swept ${String(n)}` }), change: { Notes: 'swept' } },
  Department: {
    body: (_make, n) => ({ Name: `Department ${String(n)}` }),
    change: { Name: 'Swept department' },
  },
  Deposit: {
    body: () => ({
      DepositToAccountRef: BANK,
      Line: [{ Amount: 20, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: INCOME } }],
    }),
    ...NOTED,
  },
  Employee: {
    body: (_make, n) => ({ GivenName: 'Emma', FamilyName: `Swept ${String(n)}` }),
    change: { EmployeeNumber: '17' },
  },
  Estimate: salesForm(),
  Invoice: salesForm(),
  Item: {
    body: (_make, n) => ({ Name: `Item ${String(n)}`, Type: 'Service', IncomeAccountRef: INCOME }),
    change: { Description: 'swept' },
  },
  JournalEntry: {
    body: () => ({ Line: [journalLine('Debit', EXPENSE), journalLine('Credit', BANK)] }),
    ...NOTED,
  },
  Payment: {
    body: async (make, n) => {
      const CustomerRef = await customer(make, n);
      const invoice = await make('Invoice', { CustomerRef, Line: [salesLine(40)] });
      return { CustomerRef, TotalAmt: 40, Line: [paying(invoice, 40)] };
    },
    ...NOTED,
  },
  PaymentMethod: {
    body: (_make, n) => ({ Name: `Method ${String(n)}` }),
    change: { Type: 'CREDIT_CARD' },
  },
  Purchase: {
    body: () => ({ PaymentType: 'Cash', AccountRef: BANK, Line: [expenseLine(12)] }),
    ...NOTED,
    repeat: ['PaymentType'],
  },
  PurchaseOrder: {
    body: async (make, n) => {
      const name = { Name: `Bought ${String(n)}`, Type: 'NonInventory' };
      const item = await make('Item', { ...name, IncomeAccountRef: INCOME, ExpenseAccountRef: EXPENSE });
      return {
        VendorRef: await vendor(make, n),
        APAccountRef: PAYABLE,
        Line: [
          {
            Amount: 30,
            DetailType: 'ItemBasedExpenseLineDetail',
            ItemBasedExpenseLineDetail: { ItemRef: ref(item), Qty: 3, UnitPrice: 10 },
          },
        ],
      };
    },
    ...NOTED,
    repeat: ['VendorRef', 'APAccountRef'],
  },
  RefundReceipt: salesForm({ DepositToAccountRef: BANK }, ['CustomerRef', 'DepositToAccountRef', 'Line']),
  SalesReceipt: salesForm(),
  TaxAgency: { body: (_make, n) => ({ DisplayName: `Agency ${String(n)}` }) },
  Term: { body: (_make, n) => ({ Name: `Term ${String(n)}`, DueDays: 10 }), change: { DueDays: 20 } },
  TimeActivity: {
    body: async (make, n) => {
      const employee = await make('Employee', { GivenName: 'Tim', FamilyName: `Active ${String(n)}` });
      return {
        TxnDate: '2026-05-05',
        NameOf: 'Employee',
        EmployeeRef: ref(employee),
        Hours: 2,
        Minutes: 30,
      };
    },
    change: { Description: 'swept' },
    repeat: ['NameOf', 'EmployeeRef', 'TxnDate', 'Hours', 'Minutes'],
  },
  Transfer: {
    body: () => ({ FromAccountRef: BANK, ToAccountRef: SAVINGS, Amount: 15 }),
    ...NOTED,
    repeat: ['FromAccountRef', 'ToAccountRef', 'Amount'],
  },
  Vendor: { body: (_make, n) => ({ DisplayName: `Seller ${String(n)}` }), change: { AcctNum: '4711' } },
  VendorCredit: vendorForm,
};

/** The types of which a company has one record: nothing creates them. */
export const SINGLES: Partial<Record<EntityName, Pick<SweptEntity, 'change' | 'repeat'>>> = {
  CompanyInfo: { change: { LegalName: 'Swept & Sons' } },
  Preferences: { change: { ReportPrefs: { ReportBasis: 'Cash' } } },
};
