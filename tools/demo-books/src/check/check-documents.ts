import type { QboObject } from '../qbo/frame.js';
import { centsAt, type CompanyView, listAt, objectAt, refAt, textAt } from './company-view.js';

const SALES = ['Invoice', 'CreditMemo', 'SalesReceipt', 'RefundReceipt'] as const;

/** Every sales document: references, line arithmetic, tax and total. */
export function checkDocuments(view: CompanyView): void {
  const company = view.all('CompanyInfo')[0];
  const isUs = company !== undefined && company['Country'] === 'US';
  for (const entity of SALES)
    for (const document of view.all(entity)) {
      view.expectRef(entity, document, 'CustomerRef', 'Customer', true);
      view.expectRef(entity, document, 'PaymentMethodRef', 'PaymentMethod');
      view.expectRef(entity, document, 'SalesTermRef', 'Term');
      view.expectRef(entity, document, 'DepositToAccountRef', 'Account', entity === 'RefundReceipt');
      view.expect(/^\d{4}-\d\d-\d\d$/.test(textAt(document, 'TxnDate')), entity, document, 'TxnDate');
      view.expect(textAt(document, 'DocNumber').length <= 21, entity, document, 'DocNumber is too long');
      for (const line of salesLines(document)) checkLine(view, entity, document, line, isUs);
      checkTotals(view, entity, document);
    }
}

/** Item lines, the lines inside bundles included. */
const salesLines = (document: QboObject): QboObject[] =>
  listAt(document, 'Line').flatMap((line) =>
    line['DetailType'] === 'GroupLineDetail'
      ? listAt(objectAt(line, 'GroupLineDetail') ?? {}, 'Line')
      : line['DetailType'] === 'SalesItemLineDetail'
        ? [line]
        : [],
  );

const amountOfType = (document: QboObject, type: string): number =>
  listAt(document, 'Line')
    .filter((line) => line['DetailType'] === type)
    .reduce((sum, line) => sum + centsAt(line, 'Amount'), 0);

const checkLine = (
  view: CompanyView,
  entity: string,
  document: QboObject,
  line: QboObject,
  isUs: boolean,
): void => {
  const detail = objectAt(line, 'SalesItemLineDetail') ?? {};
  view.expect(
    view.find('Item', refAt(detail, 'ItemRef')) !== undefined,
    entity,
    document,
    'an item is missing',
  );
  const code = refAt(detail, 'TaxCodeRef');
  view.expect(
    isUs ? code === 'TAX' || code === 'NON' : view.find('TaxCode', code) !== undefined,
    entity,
    document,
    'a line without a tax code of this region',
  );
  const { Qty: quantity, UnitPrice: price } = detail;
  if (typeof quantity === 'number' && typeof price === 'number')
    view.expect(
      Math.abs(quantity * price * 100 - centsAt(line, 'Amount')) <= 0.5001,
      entity,
      document,
      'a line is not quantity × price',
    );
};

const checkTotals = (view: CompanyView, entity: string, document: QboObject): void => {
  const lines = salesLines(document).reduce((sum, line) => sum + centsAt(line, 'Amount'), 0);
  const discount = amountOfType(document, 'DiscountLineDetail');
  const tax = objectAt(document, 'TxnTaxDetail') ?? {};
  const total = centsAt(tax, 'TotalTax');
  view.expect(amountOfType(document, 'SubTotalLineDetail') === lines, entity, document, 'the subtotal line');
  view.expect(
    centsAt(document, 'TotalAmt') === lines - discount + total,
    entity,
    document,
    'TotalAmt is not lines − discount + tax',
  );
  const taxLines = listAt(tax, 'TaxLine');
  const summed = taxLines.reduce((sum, line) => sum + centsAt(line, 'Amount'), 0);
  view.expect(summed === total, entity, document, 'the tax lines are not the tax');
  for (const line of taxLines) {
    const detail = objectAt(line, 'TaxLineDetail') ?? {};
    view.expect(
      view.find('TaxRate', refAt(detail, 'TaxRateRef')) !== undefined,
      entity,
      document,
      'a tax rate is missing',
    );
    const exact = (centsAt(detail, 'NetAmountTaxable') * Number(detail['TaxPercent'])) / 100;
    view.expect(
      Math.abs(exact - centsAt(line, 'Amount')) <= 2,
      entity,
      document,
      'a tax line is far from its rate',
    );
  }
};
