import { refuse } from '../api/service-fault.js';
import { amount, type Draft, type QboRecord, refId } from '../model/record.js';
import type { Company } from '../store/company.js';

const CURRENCY_NAMES: Readonly<Record<string, string>> = {
  USD: 'United States Dollar',
  CAD: 'Canadian Dollar',
  GBP: 'British Pound Sterling',
  EUR: 'Euro',
  AUD: 'Australian Dollar',
};

export const currencyName = (code: string): string | undefined => CURRENCY_NAMES[code];

export function homeCurrencyRef(company: Company): { readonly value: string; readonly name: string } {
  const code = company.settings.homeCurrency;
  return { value: code, name: CURRENCY_NAMES[code] ?? code };
}

/** A transaction's currency: its customer's. Another one is refused; foreign ones carry an exchange rate. */
export function transactionCurrency(company: Company, draft: Draft, customer: QboRecord | undefined): Draft {
  const home = homeCurrencyRef(company);
  const own = (customer && refId(customer, 'CurrencyRef')) ?? home.value;
  const sent = refId(draft, 'CurrencyRef') ?? own;
  if (sent !== own)
    throw refuse.business('The currency of the transaction is invalid for customer / vendor / account.');
  if (sent !== home.value && !company.settings.multicurrency)
    throw refuse.business('Multi Currency should be enabled to perform this operation.');
  const reference = { value: sent, name: CURRENCY_NAMES[sent] ?? sent };
  if (!company.settings.multicurrency) return { CurrencyRef: reference };
  const rate = amount(draft, 'ExchangeRate');
  return { CurrencyRef: reference, ExchangeRate: rate > 0 ? rate : 1 };
}
