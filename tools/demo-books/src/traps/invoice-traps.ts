import { taxRoundedOnce, taxRoundedPerRate, totalOf } from '../world/taxation.js';
import type { Entity, InvoiceFields, LineFields, TaxFields } from '../world/entities.js';
import type { TrapKit } from './trap-kit.js';

export function addInvoiceTraps(kit: TrapKit): void {
  addNumbers(kit);
  addRounding(kit);
  addStates(kit);
  addDifferences(kit);
}

const addNumbers = (kit: TrapKit): void => {
  kit.each((at) => {
    const ours = kit.invoice('bpro', at);
    const theirs = kit.invoice('qbo', at, { number: ours.fields.number });
    kit.tag('numberUsedForAnotherCustomer', ours, theirs);
  });
  kit.each((at) => {
    const first = kit.invoice('both', at);
    const second = kit.invoice('qbo', at, { number: first.fields.number });
    kit.tag('numberTwiceInQuickBooks', first, second);
  });
  kit.each((at, i) => {
    kit.tag(
      'numberTooLong',
      kit.invoice('bpro', at, { number: `2025-LAKESIDE-WORKSHOP-${String(1000 + i)}` }),
    );
  });
  kit.each((at) => {
    const term = kit.store.world.all('term').find((t) => t.fields.name === 'Net 45') ?? null;
    kit.tag('termThatBproLacks', kit.invoice('qbo', at, { term }));
  });
  kit.each(() => {
    const at = kit.store.openingHour(0.1);
    const old = kit.invoice('bpro', at);
    const late = kit.store.payment('bpro', kit.recently(0), old, totalOf(old.fields));
    kit.tag('oldOrderPaidAfterTheDate', old, late);
  });
};

/** Orders whose tax is a cent apart when every rate is rounded for itself (rule F7). */
const addRounding = (kit: TrapKit): void => {
  const group = kit.store.world.all('tax').find((t) => t.presence !== 'qbo' && t.fields.rates.length > 1);
  if (group)
    kit.each((at, i) => {
      const lines = [centApart(kit, group, i)];
      const more = { lines, taxGroup: group, discount: 0 };
      kit.tag('taxACentApart', kit.invoice(i % 2 === 0 ? 'bpro' : 'both', at, more));
    });
  kit.each((at, i) => {
    const customer = kit.customer('both', at);
    const thirds = kit.store.line(kit.taxedProduct(), customer, { quantity: '12', unitPrice: '0.3333' });
    const part = kit.store.line(kit.taxedProduct(), customer, { quantity: '1.125', unitPrice: '7.99' });
    kit.tag('finePricesAndQuantities', kit.invoice(presenceOf(i), at, { customer, lines: [thirds, part] }));
    kit.tag(
      'manyLines',
      kit.invoice(presenceOf(i), at, { customer, lines: Array.from({ length: 40 }, () => part) }),
    );
  });
  kit.each((at, i) => {
    kit.tag('oddDiscount', kit.invoice(presenceOf(i), at, { discount: 333 }));
    kit.tag(
      'exemptCustomer',
      kit.invoice(presenceOf(i), at, { customer: kit.customer('both', at, { taxExempt: true }) }),
    );
  });
};

const presenceOf = (i: number): 'both' | 'bpro' => (i % 2 === 0 ? 'both' : 'bpro');

const centApart = (kit: TrapKit, group: Entity<TaxFields>, start: number): LineFields => {
  const customer = kit.store.world.all('customer')[0];
  if (!customer) throw new RangeError('a store without customers');
  for (let cents = 1001 + start * 37; ; cents++) {
    const line: LineFields = {
      ...kit.store.line(kit.taxedProduct(), customer),
      quantity: '1',
      unitPrice: (cents / 100).toFixed(2),
      taxable: true,
    };
    const priced = { lines: [line], discount: 0, taxGroup: group };
    if (taxRoundedOnce(priced) !== taxRoundedPerRate(priced)) return line;
  }
};

const addStates = (kit: TrapKit): void => {
  kit.each((at) => {
    const edited = kit.after(at, 2);
    kit.tag('voidedInBpro', kit.invoice('both', at, {}, { bproState: 'voided', bproEdited: edited }));
    kit.tag('voidedInQuickBooks', kit.invoice('both', at, {}, { qboState: 'voided', qboEdited: edited }));
    kit.tag(
      'voidedBeforeItWasSent',
      kit.invoice('bpro', at, {}, { bproState: 'voided', bproEdited: edited }),
    );
  });
  kit.each((at, i) => {
    const customer = kit.customer('both', at);
    const lines = [kit.store.line(kit.product(), customer, { unitPrice: '0.00' })];
    kit.tag('nothingToPay', kit.invoice(presenceOf(i), at, { customer, lines, discount: 0, taxGroup: null }));
  });
};

const addDifferences = (kit: TrapKit): void => {
  const memo = (text: string): Partial<InvoiceFields> => ({ memo: text });
  kit.each((at) => {
    kit.tag(
      'orderEditedInBpro',
      kit.invoice('both', at, {}, { onBpro: memo('Ring before delivery.'), bproEdited: kit.recently(0) }),
    );
    kit.tag(
      'orderEditedInQuickBooks',
      kit.invoice('both', at, {}, { onQbo: memo('Second reminder sent.'), qboEdited: kit.recently(0) }),
    );
  });
};
