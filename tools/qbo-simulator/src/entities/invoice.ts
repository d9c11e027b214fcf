import { cents, fromCents } from '../model/money.js';
import { amount, type Draft, type QboRecord, refId, text } from '../model/record.js';
import { addDays, dayOfMonth } from '../model/time.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { releaseExcess, releasePayments, settled } from './applications.js';
import { applyCredits } from './auto-apply.js';
import type { EntityRules } from './rules.js';
import { booksOpenFor, completeSalesForm, voidedForm } from './sales-form.js';
import { formLinks } from './source-links.js';

/** A due date is the term's, the company's default term's when the invoice names none (recorded: + 30 days). */
const dueDate = (work: UnitOfWork, draft: Draft, date: string): string =>
  dueByTerm(work, refId(draft, 'SalesTermRef') ?? work.company.settings.defaultTerm, date);

/** The day that a term gives for a date: the date itself without a term. */
export function dueByTerm(work: UnitOfWork, termId: string | undefined, date: string): string {
  const term = termId === undefined ? undefined : work.get('Term', termId);
  if (!term) return date;
  if (term['Type'] !== 'DATE_DRIVEN' && term['DayOfMonthDue'] === undefined)
    return addDays(date, amount(term, 'DueDays'));
  const day = amount(term, 'DayOfMonthDue');
  const dueSoon = day - Number(date.slice(8, 10)) < amount(term, 'DueNextMonthDays');
  return dayOfMonth(date, dueSoon ? 1 : 0, day);
}

const DEFAULTS: QboRecord = {
  AllowIPNPayment: false,
  AllowOnlinePayment: false,
  AllowOnlineCreditCardPayment: false,
  AllowOnlineACHPayment: false,
};

function dueDateOf(work: UnitOfWork, stored: QboRecord | undefined, sent: QboRecord, form: Draft): string {
  const date = String(form['TxnDate']);
  const termChanged = stored !== undefined && refId(stored, 'SalesTermRef') !== refId(form, 'SalesTermRef');
  const kept = termChanged && !('DueDate' in sent) ? undefined : text(form, 'DueDate');
  return kept ?? dueDate(work, form, date);
}

/** Invoices: due date, balance, links to payments, void. */
export const invoiceRules: EntityRules = {
  complete(context, draft) {
    const { work, stored, sent } = context;
    const form = completeSalesForm(context, draft);
    const open = cents(amount(form, 'TotalAmt')) - settled(stored);
    return {
      ...DEFAULTS,
      ...form,
      DueDate: dueDateOf(work, stored, sent, form),
      LinkedTxn: formLinks(context, draft),
      Balance: fromCents(Math.max(0, open)),
    };
  },
  follow(context, record) {
    const { work, stored } = context;
    if (!stored) {
      if (work.company.settings.autoApplyCredit) applyCredits(work, record);
      return;
    }
    releaseExcess(work, 'Invoice', stored, record);
  },
  beforeDelete(context) {
    booksOpenFor(context);
    releasePayments(context.work, 'Invoice', context.stored);
  },
  void(context) {
    booksOpenFor(context);
    if (context.work.switches.voidedInvoicePayments === 'unapplied')
      releasePayments(context.work, 'Invoice', context.stored);
    return voidedForm(context.stored);
  },
};
