import { idOf } from '../model/record.js';
import type { Company } from './company.js';

const findAccount = (company: Company, property: string, value: string): string | undefined => {
  const found = company
    .store('Account')
    .byId()
    .find(({ record }) => record[property] === value && record['Active'] !== false);
  return found && idOf(found.record);
};

/** The first active account of a type (`Accounts Receivable`). */
export const accountOfType = (company: Company, type: string): string | undefined =>
  findAccount(company, 'AccountType', type);

/** The first active account of a subtype (`UndepositedFunds`). */
export const accountOfSubType = (company: Company, subType: string): string | undefined =>
  findAccount(company, 'AccountSubType', subType);
