import { moneyNumber } from '../world/money.js';
import { type CreditMemoFields, type Entity, qboFields } from '../world/entities.js';
import type { World } from '../world/world.js';
import { UNDEPOSITED } from './accounts.js';
import { type CompanyContext, createdInQbo, filled, framed, framedEntity, type QboObject } from './frame.js';
import type { Ledger, Receipt } from './ledger.js';
import { shownName } from './people.js';

/** QuickBooks' own words on the payments by which it applies credits (recorded). */
export const LINK_PAYMENT_NOTE = 'Created by QB Online to link credits to charges.';

export const payments = (world: World, context: CompanyContext, ledger: Ledger): QboObject[] => [
  ...ledger.receipts.map((receipt) => receiptObject(receipt, context, ledger)),
  ...world.inQbo('creditMemo').flatMap((memo) => linkPayment(memo, ledger.linkPaymentId.get(memo), context)),
];

const receiptObject = (
  { payments: [first, ...others] }: Receipt,
  context: CompanyContext,
  ledger: Ledger,
): QboObject => {
  if (!first) throw new TypeError('a receipt without a payment');
  const all = [first, ...others];
  const f = qboFields(first);
  const voided = first.qboState === 'voided';
  const total = voided ? 0 : all.reduce((sum, p) => sum + qboFields(p).amount, 0);
  const appliedCents = all.reduce((sum, p) => sum + (ledger.applied.get(p) ?? 0), 0);
  return {
    ...framedEntity(first),
    TxnDate: f.date,
    CurrencyRef: context.currency,
    CustomerRef: { value: f.customer.qboId, name: shownName(f.customer) },
    DepositToAccountRef: UNDEPOSITED,
    ...filled({
      PaymentMethodRef: f.method ? { value: f.method.qboId, name: qboFields(f.method).name } : undefined,
      PaymentRefNum: f.reference,
      PrivateNote: voided ? 'Voided' : f.note,
    }),
    ProcessPayment: false,
    LinkedTxn: [],
    Line: all.flatMap((payment) => {
      const cents = ledger.applied.get(payment) ?? 0;
      const { invoice } = qboFields(payment);
      return invoice && cents > 0 ? [appliedTo(cents, invoice.qboId, 'Invoice')] : [];
    }),
    TotalAmt: moneyNumber(total),
    UnappliedAmt: moneyNumber(total - appliedCents),
  };
};

const linkPayment = (
  memo: Entity<CreditMemoFields>,
  id: string | undefined,
  context: CompanyContext,
): QboObject[] => {
  if (id === undefined) return [];
  const { customer, date, applied } = memo.fields;
  return [
    {
      ...framed(id, 0, createdInQbo(memo), createdInQbo(memo)),
      TxnDate: date,
      CurrencyRef: context.currency,
      CustomerRef: { value: customer.qboId, name: shownName(customer) },
      PrivateNote: LINK_PAYMENT_NOTE,
      ProcessPayment: false,
      LinkedTxn: [],
      Line: [
        ...applied.map(({ invoice, amount }) => appliedTo(amount, invoice.qboId, 'Invoice')),
        appliedTo(
          applied.reduce((sum, a) => sum + a.amount, 0),
          memo.qboId,
          'CreditMemo',
        ),
      ],
      TotalAmt: 0,
      UnappliedAmt: 0,
    },
  ];
};

const appliedTo = (cents: number, id: string, type: 'Invoice' | 'CreditMemo'): QboObject => ({
  Amount: moneyNumber(cents),
  LinkedTxn: [{ TxnId: id, TxnType: type }],
});
