import type { StoreBuilder } from '../store-builder.js';
import { addCustomerTraps } from './customer-traps.js';
import { addInvoiceTraps } from './invoice-traps.js';
import { addPaymentTraps } from './payment-traps.js';
import { addProductTraps } from './product-traps.js';
import { addQuickBooksTraps } from './quickbooks-traps.js';
import { addRefundTraps } from './refund-traps.js';
import { TrapKit } from './trap-kit.js';

/** Everything that real books hold beside the plain records; `cases` of each, every record named by its trap. */
export function addTraps(store: StoreBuilder, cases: number): void {
  const kit = new TrapKit(store, cases);
  addProductTraps(kit);
  addCustomerTraps(kit);
  addInvoiceTraps(kit);
  addPaymentTraps(kit);
  addRefundTraps(kit);
  addQuickBooksTraps(kit);
}
