import { refuse } from '../../api/service-fault.js';
import { cents, fromCents } from '../../model/money.js';
import { amount, child, compact, list, type QboRecord, refId, text } from '../../model/record.js';
import type { UnitOfWork } from '../../store/unit-of-work.js';
import { lineIds } from '../line-ids.js';
import { checkAmount } from '../sales-lines.js';

/** Completes the lines of what is bought, and adds them up to cents, the tax that was sent included. */
export function completeExpenses(
  work: UnitOfWork,
  draft: QboRecord,
  stored: QboRecord | undefined,
): { readonly Line: readonly QboRecord[]; readonly total: number } {
  const identify = lineIds(stored);
  const Line = list(draft, 'Line').map((line, index) => ({
    ...expenseLine(work, line),
    Id: identify(line),
    LineNum: index + 1,
  }));
  if (Line.every((line: QboRecord) => line['DetailType'] === 'DescriptionOnly')) throw refuse.missing('Line');
  const net = Line.reduce((sum: number, line: QboRecord) => sum + cents(amount(line, 'Amount')), 0);
  const total = net + cents(amount(child(draft, 'TxnTaxDetail'), 'TotalTax'));
  if (total < 0) throw refuse.business('Transaction amount must be 0 or greater.');
  return { Line, total };
}

function expenseLine(work: UnitOfWork, line: QboRecord): QboRecord {
  const type = text(line, 'DetailType');
  switch (type) {
    case undefined:
      throw refuse.missing('Line.DetailType');
    case 'DescriptionOnly':
      return compact({ ...line, Amount: undefined });
    case 'AccountBasedExpenseLineDetail':
      return withDetail(work, line, type, 'AccountRef');
    case 'ItemBasedExpenseLineDetail':
      return withDetail(work, line, type, 'ItemRef');
    default:
      throw refuse.unsupportedProperty('Line.DetailType');
  }
}

function withDetail(work: UnitOfWork, line: QboRecord, type: string, needed: string): QboRecord {
  const detail = child(line, type);
  if (refId(detail, needed) === undefined) throw refuse.missing(`Line.${type}.${needed}`);
  if (line['Amount'] === undefined) throw refuse.missing('Line.Amount');
  checkAmount(line, detail);
  if (detail['BillableStatus'] === 'Billable' && refId(detail, 'CustomerRef') === undefined)
    throw refuse.missing(`Line.${type}.CustomerRef`);
  return {
    ...line,
    Amount: fromCents(cents(amount(line, 'Amount'))),
    [type]: {
      BillableStatus: 'NotBillable',
      ...(work.company.isUs ? { TaxCodeRef: { value: 'NON' } } : {}),
      ...detail,
    },
  };
}
