import { refuse } from '../api/service-fault.js';
import { amount, type Draft, isActive, type QboRecord, refId, text } from '../model/record.js';
import { homeCurrencyRef } from './currency.js';
import { ancestors, fullName, nameForActivity, renameChildren, requireFreeName } from './names.js';
import type { EntityRules, WriteContext } from './rules.js';

const NAME_PARTS = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'] as const;

/** Intuit numbers the reasons for a tax exemption from 1. */
const EXEMPTION_REASONS = 15;

/** Customers at most this many levels below the first. */
const MAX_LEVEL = 4;

function displayName(draft: Draft): string {
  const given = (text(draft, 'DisplayName') ?? '').trim();
  if (given !== '') return given;
  const joined = NAME_PARTS.map((part) => (text(draft, part) ?? '').trim())
    .filter((part) => part !== '')
    .join(' ');
  if (joined === '') throw refuse.missing('DisplayName');
  return joined;
}

function checkName(draft: Draft): string {
  const given = [text(draft, 'GivenName'), text(draft, 'FamilyName')].filter((part) => part !== undefined);
  return (
    text(draft, 'CompanyName') ?? (given.length > 0 ? given.join(' ') : (text(draft, 'DisplayName') ?? ''))
  );
}

function completePerson(context: WriteContext, draft: Draft): Draft {
  const named = { ...draft, DisplayName: displayName(draft) };
  const name = nameForActivity(context, named, 'DisplayName');
  const person: Draft = { ...named, DisplayName: name, Active: draft['Active'] !== false };
  if (!context.stored || text(context.stored, 'DisplayName') !== name)
    requireFreeName(context, 'DisplayName', name);
  return { ...person, PrintOnCheckName: text(draft, 'PrintOnCheckName') ?? checkName(named) };
}

function refuseOpenBalance({ stored, definition }: WriteContext, draft: Draft): void {
  const inactivated = stored !== undefined && isActive(stored) && draft['Active'] === false;
  const balance = definition.name === 'Customer' ? 'BalanceWithJobs' : 'Balance';
  if (inactivated && amount(stored, balance) !== 0) throw refuse.openBalance(definition.name.toLowerCase());
}

/** Customers share their names with vendors and employees, may have a parent, and carry balances. */
export const customerRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    refuseOpenBalance(context, draft);
    const reason = draft['TaxExemptionReasonId'];
    if (reason !== undefined && !(Number(reason) >= 1 && Number(reason) <= EXEMPTION_REASONS))
      throw refuse.business('The tax exemption reason is not valid.');
    const person = completePerson(context, draft);
    const parents = ancestors(work, 'Customer', person, context.id);
    if (parents.length > MAX_LEVEL) throw refuse.tooDeep();
    const currency = currencyOf(context, draft);
    const balance = stored ? amount(stored, 'Balance') : amount(draft, 'Balance');
    const manual = work.company.profile === 'us-manual';
    return {
      Taxable: true,
      BillWithParent: false,
      PreferredDeliveryMethod: 'Print',
      ...(manual && !stored ? { DefaultTaxCodeRef: { value: '2' } } : {}),
      ...person,
      Job: refId(person, 'ParentRef') !== undefined && draft['Job'] !== false,
      ...(parents.length > 0 ? { Level: parents.length } : { Level: undefined }),
      FullyQualifiedName: fullName(parents[0], String(person['DisplayName']), 'DisplayName'),
      CurrencyRef: currency,
      Balance: balance,
      BalanceWithJobs: stored ? amount(stored, 'BalanceWithJobs') : balance,
    };
  },
  follow(context, record) {
    if (context.stored && context.stored['FullyQualifiedName'] !== record['FullyQualifiedName'])
      renameChildren(context.work, 'Customer', record, 'DisplayName');
  },
};

/** Vendors share their names with customers and employees, and are owed what bills say. */
export const vendorRules: EntityRules = {
  complete(context, draft) {
    const { stored } = context;
    refuseOpenBalance(context, draft);
    return {
      Vendor1099: false,
      ...completePerson(context, draft),
      CurrencyRef: currencyOf(context, draft),
      Balance: stored ? amount(stored, 'Balance') : 0,
    };
  },
};

/** Employees: kept for their names. */
export const employeeRules: EntityRules = {
  complete: (context, draft) => ({ BillableTime: false, ...completePerson(context, draft) }),
};

/** A name's currency is set once; without multicurrency only the home currency exists. */
function currencyOf(context: WriteContext, draft: Draft): QboRecord {
  const { work, stored } = context;
  const home = homeCurrencyRef(work.company);
  if (stored?.['CurrencyRef']) return stored['CurrencyRef'] as QboRecord;
  const sent = refId(draft, 'CurrencyRef');
  if (sent === undefined || sent === home.value) return home;
  if (!work.company.settings.multicurrency)
    throw refuse.business('Multi Currency should be enabled to perform this operation.');
  return { value: sent };
}
