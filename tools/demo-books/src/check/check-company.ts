import type { QboCompany } from '../qbo/frame.js';
import { checkDocuments } from './check-documents.js';
import { checkLists } from './check-lists.js';
import { checkMoney } from './check-money.js';
import { CompanyView } from './company-view.js';

/**
 * What in a QuickBooks company folder contradicts itself, as sentences that name entity, Id and rule, never a value.
 * Empty: its references, names, totals, taxes, applications and balances all agree.
 */
export function checkCompany(company: QboCompany): string[] {
  const view = new CompanyView(company);
  checkLists(view);
  checkDocuments(view);
  checkMoney(view);
  return view.problems;
}
