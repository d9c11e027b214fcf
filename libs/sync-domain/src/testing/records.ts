import type { BproCustomer } from '../entities/customer.js';
import type { BproInvoice } from '../entities/invoice.js';
import type { BproPayment } from '../entities/payment.js';
import type { BproProduct } from '../entities/product.js';
import type { BproRefund } from '../entities/refund.js';
import type { QboContent } from '../mapping.js';

/** Contents of both sides that say the same: in `mapping-context.ts`, QuickBooks' `Q-1` is BPro's `1`. */
const META = {
  SyncToken: '0',
  MetaData: { CreateTime: '2026-01-01T04:00:00-08:00', LastUpdatedTime: '2026-01-01T04:00:00-08:00' },
};

export const bproCustomerOf = (more: Partial<BproCustomer> = {}): BproCustomer => ({
  displayName: 'Ann Lee',
  givenName: 'Ann',
  familyName: 'Lee',
  companyName: null,
  email: 'ann@example.com',
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
  ...more,
});

export const qboCustomerOf = (more: QboContent = {}): QboContent => ({
  ...META,
  Id: 'Q-c',
  DisplayName: 'Ann Lee',
  GivenName: 'Ann',
  FamilyName: 'Lee',
  PrimaryEmailAddr: { Address: 'ann@example.com' },
  Taxable: true,
  ...more,
});

export const bproProductOf = (more: Partial<BproProduct> = {}): BproProduct => ({
  name: 'Helmet',
  number: 'H-1',
  description: null,
  kind: 'retail',
  tracksInventory: false,
  cost: null,
  price: '40',
  categoryId: null,
  taxable: false,
  ...more,
});

export const qboProductOf = (more: QboContent = {}): QboContent => ({
  ...META,
  Id: 'Q-p',
  Name: 'Helmet',
  Type: 'NonInventory',
  Sku: 'H-1',
  UnitPrice: 40,
  Taxable: false,
  ...more,
});

/** One helmet for 40.00, not taxed. */
export const bproInvoiceOf = (more: Partial<BproInvoice> = {}): BproInvoice => ({
  number: '1001',
  customerId: 'c',
  date: '2026-02-01',
  dueDate: '2026-03-03',
  salesTermId: null,
  taxGroupId: null,
  lines: [
    {
      id: '1',
      productId: 'p',
      description: 'Helmet',
      quantity: '1',
      unitPrice: '40',
      amount: '40.00',
      taxable: false,
    },
  ],
  discount: '0.00',
  taxTotal: '0.00',
  total: '40.00',
  memo: null,
  ...more,
});

export const qboInvoiceOf = (more: QboContent = {}): QboContent => ({
  ...META,
  Id: 'Q-i',
  DocNumber: '1001',
  CustomerRef: { value: 'Q-c' },
  TxnDate: '2026-02-01',
  DueDate: '2026-03-03',
  Line: [
    {
      Id: '1',
      Amount: 40,
      Description: 'Helmet',
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: {
        ItemRef: { value: 'Q-p' },
        Qty: 1,
        UnitPrice: 40,
        TaxCodeRef: { value: 'NON' },
      },
    },
  ],
  TxnTaxDetail: { TotalTax: 0 },
  TotalAmt: 40,
  Balance: 40,
  ...more,
});

export const bproPaymentOf = (more: Partial<BproPayment> = {}): BproPayment => ({
  customerId: 'c',
  invoiceId: 'i',
  methodId: 'cash',
  date: '2026-02-02',
  amount: '40.00',
  tip: '0.00',
  reference: null,
  note: null,
  ...more,
});

export const qboPaymentOf = (more: QboContent = {}): QboContent => ({
  ...META,
  Id: 'Q-y',
  CustomerRef: { value: 'Q-c' },
  PaymentMethodRef: { value: 'Q-cash' },
  TxnDate: '2026-02-02',
  TotalAmt: 40,
  UnappliedAmt: 0,
  Line: [{ Amount: 40, LinkedTxn: [{ TxnId: 'Q-i', TxnType: 'Invoice' }] }],
  ...more,
});

export const bproRefundOf = (more: Partial<BproRefund> = {}): BproRefund => ({
  customerId: 'c',
  invoiceId: 'i',
  paymentId: 'y',
  methodId: 'cash',
  date: '2026-02-03',
  amount: '10.00',
  reference: null,
  note: null,
  ...more,
});

export const qboRefundOf = (more: QboContent = {}): QboContent => ({
  ...META,
  Id: 'Q-r',
  CustomerRef: { value: 'Q-c' },
  PaymentMethodRef: { value: 'Q-cash' },
  TxnDate: '2026-02-03',
  TotalAmt: 10,
  Line: [],
  ...more,
});
