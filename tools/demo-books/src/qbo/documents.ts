import { moneyNumber, moneyText, share } from '../world/money.js';
import { amountOf, subtotalOf, taxableNet, taxRoundedPerRate, totalOf } from '../world/taxation.js';
import {
  type CreditMemoFields,
  type CustomerFields,
  type Entity,
  type InvoiceFields,
  type LineFields,
  type ProductFields,
  qboFields,
  type RefundFields,
  type SalesReceiptFields,
  type TaxFields,
} from '../world/entities.js';
import { accountRef, UNDEPOSITED } from './accounts.js';
import {
  type CompanyContext,
  createdInQbo,
  edits,
  filled,
  framed,
  framedEntity,
  type QboObject,
  type Ref,
  touched,
} from './frame.js';
import { creditTotal, type InvoiceState } from './ledger.js';
import { address, shownName } from './people.js';
import type { TaxBook } from './taxes.js';

type TaxGroup = Entity<TaxFields> | null;

const customerRef = (customer: Entity<CustomerFields>): Ref => ({
  value: customer.qboId,
  name: shownName(customer),
});

const itemLine = (
  line: LineFields,
  index: number,
  group: TaxGroup,
  taxes: TaxBook,
  voided: boolean,
): QboObject => {
  const item = qboFields(line.product);
  return {
    Id: String(index + 1),
    LineNum: index + 1,
    ...filled({ Description: line.description }),
    Amount: voided ? 0 : moneyNumber(amountOf(line)),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: { value: line.product.qboId, name: item.name },
      ...(voided ? {} : { UnitPrice: Number(line.unitPrice), Qty: Number(line.quantity) }),
      ItemAccountRef: accountRef(item.kind === 'service' ? 'services' : 'sales'),
      TaxCodeRef: { value: taxes.lineCode(line, group) },
    },
  };
};

/** Items, then the subtotal, then the discount (recorded order). */
const salesLines = (
  lines: readonly LineFields[],
  discount: number,
  group: TaxGroup,
  taxes: TaxBook,
  voided = false,
): QboObject[] => [
  ...lines.map((line, index) => itemLine(line, index, group, taxes, voided)),
  {
    Amount: voided ? 0 : moneyNumber(subtotalOf(lines)),
    DetailType: 'SubTotalLineDetail',
    SubTotalLineDetail: {},
  },
  ...(discount === 0
    ? []
    : [
        {
          Amount: voided ? 0 : moneyNumber(discount),
          DetailType: 'DiscountLineDetail',
          DiscountLineDetail: { PercentBased: false, DiscountAccountRef: accountRef('discounts') },
        },
      ]),
];

const saleFrame = (context: CompanyContext, customer: Entity<CustomerFields>, date: string): QboObject => {
  const { billing, email } = qboFields(customer);
  return {
    CustomField: [],
    TxnDate: date,
    CurrencyRef: context.currency,
    CustomerRef: customerRef(customer),
    ...filled({
      BillAddr: billing ? address(`${customer.qboId}1`, billing) : undefined,
      BillEmail: email === null ? undefined : { Address: email },
    }),
    ...(context.profile.isUs ? {} : { GlobalTaxCalculation: 'TaxExcluded' }),
    ApplyTaxAfterDiscount: true,
    PrintStatus: 'NeedToPrint',
  };
};

export function invoiceObject(
  invoice: Entity<InvoiceFields>,
  state: InvoiceState,
  context: CompanyContext,
  taxes: TaxBook,
): QboObject {
  const f = qboFields(invoice);
  const voided = invoice.qboState === 'voided';
  return {
    ...framed(
      invoice.qboId,
      edits(invoice) + state.links.length,
      createdInQbo(invoice),
      touched(invoice, ...state.postings),
    ),
    ...saleFrame(context, f.customer, f.date),
    DocNumber: f.number,
    DueDate: f.dueDate,
    ...filled({
      SalesTermRef: f.term ? { value: f.term.qboId, name: qboFields(f.term).name } : undefined,
      CustomerMemo: f.memo === null ? undefined : { value: f.memo },
      PrivateNote: voided ? 'Voided' : undefined,
    }),
    EmailStatus: 'NotSet',
    AllowIPNPayment: false,
    AllowOnlinePayment: false,
    AllowOnlineCreditCardPayment: false,
    AllowOnlineACHPayment: false,
    LinkedTxn: state.links.map((id) => ({ TxnId: id, TxnType: 'Payment' })),
    Line: salesLines(f.lines, f.discount, f.taxGroup, taxes, voided),
    TxnTaxDetail: voided ? { TotalTax: 0 } : taxes.detail(f, f.tax),
    TotalAmt: voided ? 0 : moneyNumber(totalOf(f)),
    Balance: moneyNumber(state.balance),
  };
}

export function creditMemoObject(
  memo: Entity<CreditMemoFields>,
  linkPaymentId: string | undefined,
  context: CompanyContext,
  taxes: TaxBook,
): QboObject {
  const f = memo.fields;
  const applied = f.applied.reduce((sum, a) => sum + a.amount, 0);
  const lines = [f.line];
  const remaining = moneyNumber(creditTotal(f) - applied);
  return {
    ...framedEntity(memo),
    ...saleFrame(context, f.customer, f.date),
    DocNumber: f.number,
    LinkedTxn: linkPaymentId === undefined ? [] : [{ TxnId: linkPaymentId, TxnType: 'Payment' }],
    Line: salesLines(lines, 0, f.taxGroup, taxes),
    TxnTaxDetail: taxes.detail(
      { lines, discount: 0, taxGroup: f.taxGroup },
      creditTotal(f) - subtotalOf(lines),
    ),
    TotalAmt: moneyNumber(creditTotal(f)),
    RemainingCredit: remaining,
    Balance: remaining,
  };
}

const methodRef = (method: RefundFields['method']): Ref | undefined =>
  method ? { value: method.qboId, name: qboFields(method).name } : undefined;

export function salesReceiptObject(
  receipt: Entity<SalesReceiptFields>,
  context: CompanyContext,
  taxes: TaxBook,
): QboObject {
  const f = receipt.fields;
  const tax = taxRoundedPerRate({ lines: f.lines, discount: 0, taxGroup: f.taxGroup });
  return {
    ...framedEntity(receipt),
    ...saleFrame(context, f.customer, f.date),
    ...filled({ PaymentMethodRef: methodRef(f.method) }),
    DocNumber: f.number,
    LinkedTxn: [],
    DepositToAccountRef: UNDEPOSITED,
    Line: salesLines(f.lines, 0, f.taxGroup, taxes),
    TxnTaxDetail: taxes.detail({ lines: f.lines, discount: 0, taxGroup: f.taxGroup }, tax),
    TotalAmt: moneyNumber(subtotalOf(f.lines) + tax),
    Balance: 0,
  };
}

/** A refund as a bookkeeper enters it: what was taxed and what was not, with the order's share of tax. */
export function refundObject(
  refund: Entity<RefundFields>,
  number: string,
  fallback: Entity<ProductFields>,
  context: CompanyContext,
  taxes: TaxBook,
): QboObject {
  const f = qboFields(refund);
  const order = f.invoice ? qboFields(f.invoice) : undefined;
  const tax = order ? share(f.amount, order.tax, totalOf(order)) : 0;
  const net = f.amount - tax;
  const taxed = order && tax > 0 ? share(net, taxableNet(order), totalOf(order) - order.tax) : 0;
  const product = order?.lines.find((l) => l.product.presence !== 'bpro')?.product ?? fallback;
  const line = (cents: number, taxable: boolean): LineFields => ({
    product,
    description: f.note ?? 'Refund',
    quantity: '1',
    unitPrice: moneyText(cents),
    taxable,
  });
  const lines = [
    ...(taxed > 0 ? [line(taxed, true)] : []),
    ...(taxed < net || net === 0 ? [line(net - taxed, false)] : []),
  ];
  const taxGroup = tax > 0 && order ? order.taxGroup : null;
  return {
    ...framedEntity(refund),
    ...saleFrame(context, f.customer, f.date),
    ...filled({ PaymentMethodRef: methodRef(f.method), PaymentRefNum: f.reference, PrivateNote: f.note }),
    PrintStatus: 'NotSet',
    DocNumber: number,
    DepositToAccountRef: accountRef('checking'),
    Line: salesLines(lines, 0, taxGroup, taxes),
    TxnTaxDetail: taxes.detail({ lines, discount: 0, taxGroup }, tax),
    TotalAmt: moneyNumber(f.amount),
    Balance: 0,
  };
}
