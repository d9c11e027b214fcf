import type { BproState } from '@bpro-qbo-sync/sync-domain';

/** On which sides a record exists. */
export type Presence = 'both' | 'bpro' | 'qbo';

/** One thing of the store as it is, with what each side made of it. */
export interface Entity<F> {
  readonly presence: Presence;
  /** Epoch milliseconds; the other side's copy came two minutes later. */
  readonly created: number;
  readonly fields: F;
  /** Where a side differs. */
  readonly onBpro: Partial<F>;
  readonly onQbo: Partial<F>;
  /** When a person last edited it there; none: never. */
  readonly bproEdited: number | undefined;
  readonly qboEdited: number | undefined;
  readonly bproState: BproState;
  readonly qboState: 'active' | 'inactive' | 'voided';
  /** Empty when BPro does not have it. */
  readonly bproId: string;
  /** Given when the QuickBooks company is written. */
  qboId: string;
}

export type EntityOptions<F> = Partial<
  Pick<Entity<F>, 'onBpro' | 'onQbo' | 'bproEdited' | 'qboEdited' | 'bproState' | 'qboState'>
>;

export interface TermFields {
  readonly name: string;
  readonly dueDays: number;
  readonly discountPercent: string | null;
  readonly discountDays: number | null;
  /** QuickBooks only: due on a day of the month. */
  readonly dayOfMonthDue?: number;
}

export interface MethodFields {
  readonly name: string;
  readonly card: boolean;
}

export interface RateFields {
  readonly name: string;
  readonly percent: string;
  readonly agency: string;
}

export interface TaxFields {
  readonly name: string;
  readonly rates: readonly RateFields[];
}

export interface CategoryFields {
  readonly name: string;
  readonly parent: Entity<CategoryFields> | null;
}

export interface ProductFields {
  readonly name: string;
  readonly number: string | null;
  readonly description: string | null;
  readonly kind: 'retail' | 'rental' | 'service';
  readonly tracked: boolean;
  readonly cost: string | null;
  readonly price: string | null;
  readonly category: Entity<CategoryFields> | null;
  readonly taxable: boolean;
  /** QuickBooks only: a bundle of other products and their quantities. */
  readonly bundle?: readonly { readonly product: Entity<ProductFields>; readonly quantity: number }[];
}

export interface Address {
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
}

export interface CustomerFields {
  readonly displayName: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly companyName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly billing: Address | null;
  readonly shipping: Address | null;
  readonly term: Entity<TermFields> | null;
  readonly taxExempt: boolean;
  /** QuickBooks only: this is a sub-customer (a job). */
  readonly parent: Entity<CustomerFields> | null;
}

export interface LineFields {
  readonly product: Entity<ProductFields>;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxable: boolean;
}

export interface InvoiceFields {
  readonly number: string;
  readonly customer: Entity<CustomerFields>;
  readonly date: string;
  readonly dueDate: string;
  readonly term: Entity<TermFields> | null;
  readonly taxGroup: Entity<TaxFields> | null;
  readonly lines: readonly LineFields[];
  /** Cents. */
  readonly discount: number;
  /** Cents. */
  readonly tax: number;
  readonly memo: string | null;
}

export interface PaymentFields {
  readonly customer: Entity<CustomerFields>;
  readonly invoice: Entity<InvoiceFields> | null;
  readonly method: Entity<MethodFields> | null;
  readonly date: string;
  /** Cents, tip included. */
  readonly amount: number;
  readonly tip: number;
  readonly reference: string | null;
  readonly note: string | null;
  /** QuickBooks: payments of one group are one record with several applications (rule F14). */
  readonly group: number | null;
}

export interface RefundFields {
  readonly customer: Entity<CustomerFields>;
  readonly invoice: Entity<InvoiceFields> | null;
  readonly payment: Entity<PaymentFields> | null;
  readonly method: Entity<MethodFields> | null;
  readonly date: string;
  readonly amount: number;
  readonly reference: string | null;
  readonly note: string | null;
}

/** QuickBooks only. */
export interface CreditMemoFields {
  readonly number: string;
  readonly customer: Entity<CustomerFields>;
  readonly date: string;
  readonly taxGroup: Entity<TaxFields> | null;
  readonly line: LineFields;
  /** Cents of it that a link payment applies to invoices. */
  readonly applied: readonly { readonly invoice: Entity<InvoiceFields>; readonly amount: number }[];
}

/** QuickBooks only. */
export interface SalesReceiptFields {
  readonly number: string;
  readonly customer: Entity<CustomerFields>;
  readonly date: string;
  readonly method: Entity<MethodFields> | null;
  readonly taxGroup: Entity<TaxFields> | null;
  readonly lines: readonly LineFields[];
}

/** QuickBooks only. */
export interface VendorFields {
  readonly displayName: string;
  readonly companyName: string | null;
}

export interface Kinds {
  readonly term: TermFields;
  readonly method: MethodFields;
  readonly tax: TaxFields;
  readonly category: CategoryFields;
  readonly product: ProductFields;
  readonly customer: CustomerFields;
  readonly invoice: InvoiceFields;
  readonly payment: PaymentFields;
  readonly refund: RefundFields;
  readonly creditMemo: CreditMemoFields;
  readonly salesReceipt: SalesReceiptFields;
  readonly vendor: VendorFields;
}
export type Kind = keyof Kinds;

export const bproFields = <F>(entity: Entity<F>): F => ({ ...entity.fields, ...entity.onBpro });
export const qboFields = <F>(entity: Entity<F>): F => ({ ...entity.fields, ...entity.onQbo });
