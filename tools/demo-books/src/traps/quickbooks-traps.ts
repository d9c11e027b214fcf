import type { TrapKit } from './trap-kit.js';

/** What QuickBooks has and BPro has no word for (rule F15): counted, named, not imported. */
export function addQuickBooksTraps(kit: TrapKit): void {
  const { store } = kit;
  const [, , visa] = store.lists.methods;
  kit.each((at, i) => {
    const customer = kit.customer('both', at);
    const invoice = kit.invoice('both', at, { customer });
    const line = store.line(kit.product(), customer, { quantity: '1', unitPrice: '12.50', taxable: false });
    const memo = (applied: number): ReturnType<typeof store.world.add<'creditMemo'>> =>
      store.world.add('creditMemo', 'qbo', kit.after(at, 1), {
        number: store.numbering.invoice('qbo'),
        customer,
        date: store.day(kit.after(at, 1)),
        taxGroup: null,
        line,
        applied: applied === 0 ? [] : [{ invoice, amount: applied }],
      });
    kit.tag('creditMemoAppliedByALinkPayment', memo(i % 2 === 0 ? 1250 : 800), invoice);
    kit.tag('openCreditMemo', memo(0), customer);
  });
  kit.each((at) => {
    const customer = kit.customer('both', at);
    const receipt = store.world.add('salesReceipt', 'qbo', at, {
      number: store.numbering.invoice('qbo'),
      customer,
      date: store.day(at),
      method: visa ?? null,
      taxGroup: store.random.pick(store.lists.taxGroups),
      lines: [store.line(kit.taxedProduct(), customer)],
    });
    kit.tag('salesReceipt', receipt);
  });
  kit.each((at, i) => {
    const displayName = `Wholesale Wheels ${String(i + 1)}`;
    kit.tag('vendor', store.world.add('vendor', 'qbo', at, { displayName, companyName: displayName }));
  });
}
