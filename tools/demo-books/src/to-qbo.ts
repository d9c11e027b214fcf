import type { Profile } from './profiles.js';
import { accounts } from './qbo/accounts.js';
import { companyInfo, preferences } from './qbo/company.js';
import { creditMemoObject, invoiceObject, refundObject, salesReceiptObject } from './qbo/documents.js';
import type { CompanyContext, QboCompany } from './qbo/frame.js';
import { createdInQbo } from './qbo/frame.js';
import { keepLedger, type Ledger } from './qbo/ledger.js';
import { categories, methods, products, terms } from './qbo/lists.js';
import { payments } from './qbo/payments.js';
import { customers, numberPeople, vendors } from './qbo/people.js';
import { taxBook } from './qbo/taxes.js';
import { subtotalOf, taxRoundedPerRate } from './world/taxation.js';
import { type Entity, type ProductFields, qboFields } from './world/entities.js';
import type { World } from './world/world.js';

const FIRST_REFUND_NUMBER = 900_001;

/** QuickBooks' side of the world as a company folder: one array per entity. */
export function toQboCompany(world: World, profile: Profile, opened: number): QboCompany {
  const context: CompanyContext = {
    profile,
    currency: { value: profile.settings.currency, name: profile.currencyName },
    opened,
  };
  numberPeople(world);
  number([...world.inQbo('category'), ...world.inQbo('product')], 1);
  number(world.inQbo('term'), 1);
  number(world.inQbo('method'), 1);
  const taxes = taxBook(world, context);
  const ledger = keepLedger(world);
  const refunds = world.inQbo('refund');
  const [anyProduct] = world.inQbo('product');
  if (!anyProduct) throw new TypeError('a company without products');
  return {
    CompanyInfo: [companyInfo(context)],
    Preferences: [preferences(context, world.inQbo('term')[0]?.qboId ?? '1', taxes.defaultCode)],
    Account: accounts(context, balances(world, ledger)),
    Term: terms(world),
    PaymentMethod: methods(world),
    TaxAgency: taxes.agencies,
    TaxRate: taxes.rates,
    TaxCode: taxes.codes,
    Item: [...categories(world), ...products(world, context, lastSales(world))],
    Customer: customers(world, context, ledger),
    Vendor: vendors(world, context),
    Invoice: world.inQbo('invoice').map((invoice) => {
      const state = ledger.invoices.get(invoice);
      if (!state) throw new TypeError('an invoice outside the ledger');
      return invoiceObject(invoice, state, context, taxes);
    }),
    CreditMemo: world
      .inQbo('creditMemo')
      .map((memo) => creditMemoObject(memo, ledger.linkPaymentId.get(memo), context, taxes)),
    SalesReceipt: world.inQbo('salesReceipt').map((receipt) => salesReceiptObject(receipt, context, taxes)),
    Payment: payments(world, context, ledger),
    RefundReceipt: refunds.map((refund, i) =>
      refundObject(refund, String(FIRST_REFUND_NUMBER + i), anyProduct, context, taxes),
    ),
  };
}

const number = (entities: readonly Entity<unknown>[], first: number): void => {
  for (const [i, entity] of entities.entries()) entity.qboId = String(first + i);
};

const lastSales = (world: World): ReadonlyMap<Entity<ProductFields>, number> => {
  const sold = new Map<Entity<ProductFields>, number>();
  for (const invoice of world.inQbo('invoice'))
    for (const { product } of qboFields(invoice).lines)
      sold.set(product, Math.max(sold.get(product) ?? 0, createdInQbo(invoice)));
  return sold;
};

const OPENING_CASH = 2_500_000;

const balances = (world: World, ledger: Ledger): Parameters<typeof accounts>[1] => {
  let received = 0;
  for (const payment of world.inQbo('payment'))
    if (payment.qboState !== 'voided') received += qboFields(payment).amount;
  for (const { fields } of world.inQbo('salesReceipt'))
    received +=
      subtotalOf(fields.lines) +
      taxRoundedPerRate({ lines: fields.lines, discount: 0, taxGroup: fields.taxGroup });
  const refunded = world.inQbo('refund').reduce((sum, refund) => sum + qboFields(refund).amount, 0);
  return {
    receivable: ledger.receivable,
    undeposited: received,
    checking: OPENING_CASH - refunded,
    equity: OPENING_CASH,
  };
};
