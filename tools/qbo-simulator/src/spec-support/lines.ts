import type { QboRecord } from '../model/record.js';

/** A line of a bill or purchase on an account: 69 is the stock company's office expenses. */
export const expenseLine = (Amount: number, account = '69', detail: QboRecord = {}): QboRecord => ({
  Amount,
  DetailType: 'AccountBasedExpenseLineDetail',
  AccountBasedExpenseLineDetail: { AccountRef: { value: account }, ...detail },
});

export const journalLine = (
  PostingType: 'Debit' | 'Credit',
  account: string,
  Amount: number,
  detail: QboRecord = {},
): QboRecord => ({
  Amount,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { PostingType, AccountRef: { value: account }, ...detail },
});

/** A line that takes a payment or receipt out of Undeposited Funds, or settles a document. */
export const linkLine = (Amount: number, TxnType: string, TxnId: string): QboRecord => ({
  Amount,
  LinkedTxn: [{ TxnId, TxnType }],
});
