import type { EntityDefinition } from '../definitions.js';
import * as ledger from './ledger-fields.js';
import * as lists from './list-fields.js';
import * as purchases from './purchase-fields.js';
import { PREFERENCES } from './preference-fields.js';

type Definition = Pick<EntityDefinition, 'name' | 'fields' | 'kind'> & Partial<EntityDefinition>;

const VENDOR_QUERY = ['DocNumber', 'TxnDate', 'VendorRef', 'DueDate', 'TotalAmt', 'Balance', 'ProjectRef'];
const named = {
  kind: 'list',
  nameField: 'Name',
  required: ['Name'],
  queryable: ['Name', 'Active', 'FullyQualifiedName'],
} as const;
const kept = { kind: 'list', operations: ['create', 'update', 'delete'] } as const;

/** The record types that share names, numbers and balances with those of the sync. */
export const FURTHER_DEFINITIONS: readonly Definition[] = [
  { name: 'Class', fields: lists.CLASS, ...named },
  { name: 'Department', fields: lists.DEPARTMENT, ...named },
  {
    name: 'TimeActivity',
    fields: lists.TIME_ACTIVITY,
    ...kept,
    required: ['NameOf'],
    queryable: ['TxnDate', 'CustomerRef'],
    captured: false,
  },
  { name: 'Attachable', fields: lists.ATTACHABLE, ...kept, queryable: ['FileName', 'Note'] },
  { name: 'Estimate', fields: ledger.ESTIMATE, kind: 'transaction', required: ['Line', 'CustomerRef'] },
  {
    name: 'Bill',
    fields: purchases.BILL,
    kind: 'transaction',
    required: ['VendorRef', 'Line'],
    requiredInUpdates: ['VendorRef'],
    queryable: VENDOR_QUERY,
  },
  {
    name: 'BillPayment',
    fields: purchases.BILL_PAYMENT,
    kind: 'transaction',
    required: ['VendorRef', 'PayType', 'TotalAmt', 'Line'],
    operations: ['create', 'update', 'delete', 'void'],
    queryable: ['DocNumber', 'TxnDate', 'VendorRef', 'TotalAmt', 'ProjectRef'],
  },
  {
    name: 'Purchase',
    fields: purchases.PURCHASE,
    kind: 'transaction',
    required: ['PaymentType', 'AccountRef', 'Line'],
    requiredInUpdates: ['PaymentType'],
    queryable: ['DocNumber', 'TxnDate', 'PaymentType', 'TotalAmt', 'ProjectRef'],
  },
  {
    name: 'PurchaseOrder',
    fields: purchases.PURCHASE_ORDER,
    kind: 'transaction',
    required: ['VendorRef', 'Line'],
    queryable: ['DocNumber', 'TxnDate', 'VendorRef', 'DueDate', 'TotalAmt', 'ProjectRef'],
  },
  {
    name: 'VendorCredit',
    fields: purchases.VENDOR_CREDIT,
    kind: 'transaction',
    required: ['VendorRef', 'Line'],
    queryable: ['DocNumber', 'TxnDate', 'VendorRef', 'TotalAmt', 'Balance', 'ProjectRef'],
  },
  {
    name: 'Deposit',
    fields: ledger.DEPOSIT,
    kind: 'transaction',
    required: ['Line', 'DepositToAccountRef'],
  },
  {
    name: 'Transfer',
    fields: ledger.TRANSFER,
    kind: 'transaction',
    required: ['FromAccountRef', 'ToAccountRef', 'Amount'],
  },
  { name: 'JournalEntry', fields: ledger.JOURNAL_ENTRY, kind: 'transaction', required: ['Line'] },
  { name: 'Preferences', fields: PREFERENCES, kind: 'single', operations: ['update'], queryable: [] },
];
