import type { QboObject } from '../qbo/frame.js';
import { centsAt, type CompanyView, linkedTo, listAt, refAt, textAt } from './company-view.js';

/** What is paid and owed: applications, balances and the links on both ends. */
export function checkMoney(view: CompanyView): void {
  const applied = checkPayments(view);
  checkInvoices(view, applied);
  checkCredits(view, applied);
  checkCustomerBalances(view);
}

/** Applications per document: `Invoice 12` to the payments' ids and cents. */
type Applied = ReadonlyMap<string, readonly { readonly payment: string; readonly cents: number }[]>;

const checkPayments = (view: CompanyView): Applied => {
  const applied = new Map<string, { payment: string; cents: number }[]>();
  for (const payment of view.all('Payment')) {
    view.expectRef('Payment', payment, 'CustomerRef', 'Customer', true);
    view.expectRef('Payment', payment, 'PaymentMethodRef', 'PaymentMethod');
    view.expectRef('Payment', payment, 'DepositToAccountRef', 'Account');
    view.expect(
      textAt(payment, 'PaymentRefNum').length <= 21,
      'Payment',
      payment,
      'PaymentRefNum is too long',
    );
    let open = centsAt(payment, 'TotalAmt');
    for (const line of listAt(payment, 'Line'))
      for (const { id, type } of linkedTo(line)) {
        const cents = centsAt(line, 'Amount');
        open -= type === 'CreditMemo' ? -cents : cents;
        const target = view.find(type, id);
        view.expect(target !== undefined, 'Payment', payment, `it applies to a ${type} that is not there`);
        view.expect(
          target !== undefined && refAt(target, 'CustomerRef') === refAt(payment, 'CustomerRef'),
          'Payment',
          payment,
          `it applies to another customer's ${type}`,
        );
        const key = `${type} ${id}`;
        applied.set(key, [...(applied.get(key) ?? []), { payment: textAt(payment, 'Id'), cents }]);
      }
    view.expect(open === centsAt(payment, 'UnappliedAmt'), 'Payment', payment, 'UnappliedAmt');
    view.expect(open >= 0, 'Payment', payment, 'more is applied than was paid');
  }
  return applied;
};

const checkInvoices = (view: CompanyView, applied: Applied): void => {
  for (const invoice of view.all('Invoice')) {
    const payments = applied.get(`Invoice ${textAt(invoice, 'Id')}`) ?? [];
    const paid = payments.reduce((sum, p) => sum + p.cents, 0);
    view.expect(
      centsAt(invoice, 'Balance') === centsAt(invoice, 'TotalAmt') - paid,
      'Invoice',
      invoice,
      'Balance is not the total less what was paid',
    );
    view.expect(centsAt(invoice, 'Balance') >= 0, 'Invoice', invoice, 'paid more than its total');
    checkLinks(view, 'Invoice', invoice, payments);
  }
};

const checkCredits = (view: CompanyView, applied: Applied): void => {
  for (const memo of view.all('CreditMemo')) {
    const payments = applied.get(`CreditMemo ${textAt(memo, 'Id')}`) ?? [];
    const used = payments.reduce((sum, p) => sum + p.cents, 0);
    const left = centsAt(memo, 'TotalAmt') - used;
    view.expect(centsAt(memo, 'RemainingCredit') === left, 'CreditMemo', memo, 'RemainingCredit');
    view.expect(left >= 0, 'CreditMemo', memo, 'more is applied than the credit');
    checkLinks(view, 'CreditMemo', memo, payments);
  }
};

const checkLinks = (
  view: CompanyView,
  entity: string,
  record: QboObject,
  payments: readonly { readonly payment: string }[],
): void => {
  const links = new Set(
    linkedTo(record)
      .filter((l) => l.type === 'Payment')
      .map((l) => l.id),
  );
  const expected = new Set(payments.map((p) => p.payment));
  const same = links.size === expected.size && [...expected].every((id) => links.has(id));
  view.expect(same, entity, record, 'LinkedTxn does not name exactly the payments applied to it');
};

const checkCustomerBalances = (view: CompanyView): void => {
  const own = new Map<string, number>();
  const owe = (entity: string, key: string, sign: 1 | -1): void => {
    for (const record of view.all(entity)) {
      const customer = refAt(record, 'CustomerRef');
      own.set(customer, (own.get(customer) ?? 0) + sign * centsAt(record, key));
    }
  };
  owe('Invoice', 'Balance', 1);
  owe('Payment', 'UnappliedAmt', -1);
  owe('CreditMemo', 'RemainingCredit', -1);
  const withJobs = new Map(own);
  for (const customer of view.all('Customer')) {
    const cents = own.get(textAt(customer, 'Id')) ?? 0;
    for (
      let parent = view.find('Customer', refAt(customer, 'ParentRef'));
      parent;
      parent = view.find('Customer', refAt(parent, 'ParentRef'))
    ) {
      const id = textAt(parent, 'Id');
      withJobs.set(id, (withJobs.get(id) ?? 0) + cents);
    }
  }
  for (const customer of view.all('Customer')) {
    const id = textAt(customer, 'Id');
    view.expect(centsAt(customer, 'Balance') === (own.get(id) ?? 0), 'Customer', customer, 'Balance');
    view.expect(
      centsAt(customer, 'BalanceWithJobs') === (withJobs.get(id) ?? 0),
      'Customer',
      customer,
      'BalanceWithJobs',
    );
  }
};
