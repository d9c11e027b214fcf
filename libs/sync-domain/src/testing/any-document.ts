import fc from 'fast-check';
import type { CompanyProfile } from '../company.js';
import { centsToText, lineAmount, toCents } from '../money.js';
import { blankOr, contentsOf, EURO, given, ref } from './any-pair.js';
import {
  bproInvoiceOf,
  bproPaymentOf,
  bproRefundOf,
  qboInvoiceOf,
  qboPaymentOf,
  qboRefundOf,
} from './records.js';

const day = fc.constantFrom('2026-01-15', '2026-02-15');
const amount = fc.constantFrom('10.00', '40.00', '25.50', '0.00');
const reference = blankOr('7', 'visa 4242', 'r'.repeat(40));
const VOIDED = { TotalAmt: 0, PrivateNote: 'Voided' };

const line = fc.record({
  product: fc.constantFrom('p', 'p2'),
  description: fc.constantFrom('', 'Helmet'),
  quantity: fc.constantFrom('1', '2', '0.3333333'),
  unitPrice: fc.constantFrom('40', '19.99'),
  off: fc.constantFrom(0, 0, 1),
  taxable: fc.boolean(),
});
type Line = typeof line extends fc.Arbitrary<infer T> ? T : never;
const cents = ({ quantity, unitPrice, off }: Line): number => lineAmount(quantity, unitPrice) + off;
const sum = (lines: readonly Line[]): number => lines.reduce((all, l) => all + cents(l), 0);

const taxIn = ({ taxRegime }: CompanyProfile, tax: string): number =>
  taxRegime === 'off' ? 0 : toCents(tax);

function codeOf({ taxRegime }: CompanyProfile, group: string | null, taxable: boolean): object {
  if (taxRegime === 'off') return {};
  const taxed = taxable && (taxRegime === 'automated' || group !== null);
  if (taxRegime !== 'codes') return { TaxCodeRef: { value: taxed ? 'TAX' : 'NON' } };
  return { TaxCodeRef: taxed ? ref(group) : { value: 'Q-zero' } };
}

/** Contents of the documents that move money. */
export const anyDocument = {
  invoice: contentsOf(
    {
      number: fc.constantFrom('1001', '1002', '9'.repeat(30)),
      customerId: fc.constantFrom('c', 'c2'),
      date: day,
      salesTermId: blankOr('t'),
      taxGroupId: blankOr('t1', 'zero'),
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      discount: amount,
      taxTotal: fc.constantFrom('0.00', '0.00', '3.30'),
      wrong: fc.constantFrom(0, 0, 0, 1),
      memo: blankOr('Thank you', '🚲'),
    },
    ({ wrong, ...i }) =>
      bproInvoiceOf({
        ...i,
        lines: i.lines.map(({ product: productId, off, ...l }, at) => ({
          ...l,
          id: String(at + 1),
          productId,
          amount: centsToText(cents({ ...l, product: productId, off })),
        })),
        total: centsToText(Math.max(0, sum(i.lines) - toCents(i.discount) + toCents(i.taxTotal) + wrong)),
      }),
    (i, company) =>
      given(
        qboInvoiceOf({
          DocNumber: i.number,
          CustomerRef: ref(i.customerId),
          TxnDate: i.date,
          SalesTermRef: ref(i.salesTermId),
          CustomerMemo: { value: i.memo ?? '' },
          Line: [
            ...i.lines.map((l, at) => ({
              Id: String(at + 1),
              Amount: cents(l) / 100,
              Description: l.description,
              DetailType: 'SalesItemLineDetail',
              SalesItemLineDetail: {
                ItemRef: ref(l.product),
                ...(l.off === 0 ? { Qty: Number(l.quantity), UnitPrice: Number(l.unitPrice) } : {}),
                ...codeOf(company, i.taxGroupId, l.taxable),
              },
            })),
            ...(toCents(i.discount) === 0
              ? []
              : [{ Amount: Number(i.discount), DetailType: 'DiscountLineDetail' }]),
          ],
          TxnTaxDetail: given({
            TotalTax: taxIn(company, i.taxTotal) / 100,
            TxnTaxCodeRef: company.taxRegime === 'manual' ? ref(i.taxGroupId) : undefined,
          }),
          TotalAmt: (sum(i.lines) - toCents(i.discount) + taxIn(company, i.taxTotal)) / 100,
        }),
      ),
    [
      EURO,
      VOIDED,
      { GlobalTaxCalculation: 'TaxInclusive' },
      { DocNumber: '' },
      { Line: [{ DetailType: 'DescriptionOnly', Description: 'Thank you' }], TotalAmt: 0 },
    ],
  ),
  payment: contentsOf(
    {
      customerId: fc.constantFrom('c', 'c2'),
      invoiceId: blankOr('i', 'i2'),
      methodId: blankOr('cash', 'card'),
      date: day,
      amount,
      reference,
    },
    (p) => bproPaymentOf(p),
    (p) =>
      given(
        qboPaymentOf({
          CustomerRef: ref(p.customerId),
          PaymentMethodRef: ref(p.methodId),
          PaymentRefNum: p.reference?.slice(0, 21),
          TxnDate: p.date,
          TotalAmt: Number(p.amount),
          Line:
            p.invoiceId === null
              ? []
              : [
                  {
                    Amount: Number(p.amount),
                    LinkedTxn: [{ TxnId: `Q-${p.invoiceId}`, TxnType: 'Invoice' }],
                  },
                ],
        }),
      ),
    [EURO, VOIDED, { LinkedTxn: [{ TxnType: 'Deposit' }] }],
  ),
  refund: contentsOf(
    {
      customerId: fc.constantFrom('c', 'c2'),
      invoiceId: blankOr('i', 'i2'),
      paymentId: blankOr('y'),
      methodId: blankOr('cash', 'card'),
      date: day,
      amount,
      reference,
      item: fc.constantFrom('Q-refund-item', 'Q-refund-item', 'Q-p'),
    },
    ({ item: _, ...r }) => bproRefundOf(r),
    (r, company) =>
      given(
        qboRefundOf({
          CustomerRef: ref(r.customerId),
          PaymentMethodRef: ref(r.methodId),
          PaymentRefNum: r.reference,
          TxnDate: r.date,
          TotalAmt: Number(r.amount),
          Line: [
            {
              Id: '1',
              Amount: Number(r.amount),
              DetailType: 'SalesItemLineDetail',
              SalesItemLineDetail: { ItemRef: { value: r.item }, ...codeOf(company, null, false) },
            },
          ],
          TxnTaxDetail: company.taxRegime === 'off' ? undefined : { TotalTax: 0 },
          _assignment:
            r.paymentId === null
              ? undefined
              : {
                  invoice: r.invoiceId === null ? null : `rec-${r.invoiceId}`,
                  payment: `rec-${r.paymentId}`,
                },
        }),
      ),
    [EURO, VOIDED, { PaymentRefNum: 'To Print' }],
  ),
};
