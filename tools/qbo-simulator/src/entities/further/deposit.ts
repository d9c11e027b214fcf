import { refuse } from '../../api/service-fault.js';
import { linksOf } from '../../model/links.js';
import { cents, fromCents } from '../../model/money.js';
import { amount, child, isObject, list, type QboRecord, refId } from '../../model/record.js';
import { accountOfSubType } from '../../store/find-account.js';
import type { UnitOfWork } from '../../store/unit-of-work.js';
import { lineIds } from '../line-ids.js';
import type { EntityRules } from '../rules.js';
import { booksOpenFor } from '../sales-form.js';
import { completeDocument, completeParty, requirePartyOfAccount } from './documents.js';

const SELECT_A_BANK = 'Select a bank account for this deposit';

/** What a deposit takes out of Undeposited Funds. */
const DEPOSITED = ['Payment', 'SalesReceipt'] as const;
type Deposited = (typeof DEPOSITED)[number];
const isDeposited = (type: string): type is Deposited => DEPOSITED.some((each) => each === type);

/** Deposits: take payments and receipts out of Undeposited Funds, which then cannot change (6540). */
export const depositRules: EntityRules = {
  complete(context, draft) {
    const { work, stored, id } = context;
    const account = work.get('Account', refId(draft, 'DepositToAccountRef') ?? '');
    if (account?.['AccountType'] !== 'Bank') throw refuse.business(SELECT_A_BANK);
    const identify = lineIds(stored);
    const Line = list(draft, 'Line').map((line) => {
      if (line['Amount'] === undefined) throw refuse.missing('Line.Amount');
      const links = linksOf(line);
      for (const link of links) if (isDeposited(link.type)) requireUndeposited(work, id, link.type, link.id);
      return links.length > 0 ? line : { ...direct(work, line), Id: identify(line) };
    });
    const back = child(draft, 'CashBack');
    if (amount(back, 'Amount') !== 0 && refId(back, 'AccountRef') === undefined)
      throw refuse.missing('CashBack.AccountRef');
    const total = Line.reduce((sum: number, line: QboRecord) => sum + cents(amount(line, 'Amount')), 0);
    const kept = total - cents(amount(back, 'Amount'));
    if (kept < 0) throw refuse.business('Transaction amount must be 0 or greater.');
    return { ...completeDocument(context, draft, undefined), Line, TotalAmt: fromCents(kept) };
  },
  follow({ work, id, stored }, record) {
    markDeposited(work, id, stored, false);
    markDeposited(work, id, record, true);
  },
  beforeDelete(context) {
    booksOpenFor(context);
    markDeposited(context.work, context.id, context.stored, false);
  },
};

/** What is deposited must be there (610), in Undeposited Funds and in no other deposit (620). */
function requireUndeposited(work: UnitOfWork, depositId: string, type: Deposited, id: string): void {
  const record = work.get(type, id);
  if (!record) throw refuse.notFound('Line.LinkedTxn');
  const elsewhere = list(record, 'LinkedTxn').some(
    (link) => link['TxnType'] === 'Deposit' && link['TxnId'] !== depositId,
  );
  const account = refId(record, 'DepositToAccountRef');
  const waiting = account === accountOfSubType(work.company, 'UndepositedFunds');
  if (elsewhere || !waiting) throw refuse.cannotLink();
}

/** A line that links nothing: money from an account, perhaps of a name. */
function direct(work: UnitOfWork, line: QboRecord): QboRecord {
  const detail = child(line, 'DepositLineDetail');
  const accountId = refId(detail, 'AccountRef');
  if (accountId === undefined) throw refuse.missing('Line.DepositLineDetail.AccountRef');
  if (work.get('Account', accountId)?.['AccountSubType'] === 'UndepositedFunds')
    throw refuse.business(SELECT_A_BANK);
  const entity = detail['Entity'];
  const Entity = isObject(entity) ? completeParty(work, entity, 'Line.DepositLineDetail.Entity') : undefined;
  requirePartyOfAccount(work, accountId, Entity?.['type']);
  return {
    ...line,
    DetailType: 'DepositLineDetail',
    DepositLineDetail: { ...detail, ...(Entity ? { Entity } : {}) },
  };
}

function markDeposited(
  work: UnitOfWork,
  depositId: string,
  deposit: QboRecord | undefined,
  on: boolean,
): void {
  if (!deposit) return;
  for (const line of list(deposit, 'Line'))
    for (const { type, id } of linksOf(line)) {
      const record = isDeposited(type) ? work.get(type, id) : undefined;
      if (!record || !isDeposited(type)) continue;
      const others = list(record, 'LinkedTxn').filter((link) => link['TxnType'] !== 'Deposit');
      const LinkedTxn = on ? [...others, { TxnId: depositId, TxnType: 'Deposit' }] : others;
      work.derive(type, { ...record, LinkedTxn }, { bump: false });
    }
}
