import { describe, expect, it } from '@jest/globals';
import { Bench, salesLine } from '../spec-support/in-process.js';

const INVENTORY = {
  Name: 'Drill',
  Type: 'Inventory',
  TrackQtyOnHand: true,
  QtyOnHand: 10,
  InvStartDate: '2026-01-01',
  IncomeAccountRef: { value: '79' },
  ExpenseAccountRef: { value: '80' },
  AssetAccountRef: { value: '81' },
};

describe('items', () => {
  it('a service needs a name and an income account, and gets its defaults [recorded]', async () => {
    const bench = new Bench();
    expect(await bench.refusal('Item', { Name: 'Repair', Type: 'Service' })).toMatch(
      /^2020.*IncomeAccountRef/,
    );
    const item = await bench.post('Item', {
      Name: 'Repair',
      Type: 'Service',
      IncomeAccountRef: { value: '1' },
    });
    expect(item).toMatchObject({
      Id: '3',
      Active: true,
      FullyQualifiedName: 'Repair',
      Taxable: false,
      UnitPrice: 0,
      PurchaseCost: 0,
      TrackQtyOnHand: false,
      DeferredRevenue: false,
      IncomeAccountRef: { value: '1', name: 'Services' },
    });
    const { Item } = await bench.query("select * from Item where Name = 'repair'");
    expect((Item as object[])[0]).not.toHaveProperty('DeferredRevenue');
  });

  it('inventory needs its three accounts, a quantity and a start date [documented]', async () => {
    const bench = new Bench();
    expect(await bench.post('Item', INVENTORY)).toMatchObject({ Type: 'Inventory', QtyOnHand: 10 });
    const { AssetAccountRef, ...without } = INVENTORY;
    expect(AssetAccountRef.value).toBe('81');
    expect(await bench.refusal('Item', { ...without, Name: 'Saw' })).toMatch(/^2020.*AssetAccountRef/);
    expect(
      await bench.refusal('Item', { ...INVENTORY, Name: 'Saw', AssetAccountRef: { value: '35' } }),
    ).toMatch(/^6430/);
  });

  it('a company without inventory refuses inventory items: 6000 [recorded]', async () => {
    const bench = new Bench({ options: { inventory: false } });
    expect(await bench.refusal('Item', INVENTORY)).toBe(
      '6000: Business Validation Error: When you create an item, if Track quantity on hand is turned off, the item cannot be of type Inventory.',
    );
  });

  it('a sale lowers the stock, below zero too, and moves the time but not the SyncToken [recorded, token assumed]', async () => {
    const bench = new Bench();
    const item = await bench.post('Item', INVENTORY);
    const customer = await bench.customer('A');
    await bench.clock.advance(5_000);
    const line = salesLine(120, { ItemRef: { value: item.Id }, Qty: 12, UnitPrice: 10 });
    await bench.post('Invoice', { CustomerRef: { value: customer }, Line: [line] });
    expect(await bench.get('Item', item.Id)).toMatchObject({
      QtyOnHand: -2,
      SyncToken: '0',
      MetaData: { LastUpdatedTime: '2026-05-05T02:05:17-07:00' },
    });
  });

  it('a sale before the start date of the stock is refused: 6270 [recorded]', async () => {
    const bench = new Bench();
    const item = await bench.post('Item', INVENTORY);
    const customer = await bench.customer('A');
    const Line = [salesLine(10, { ItemRef: { value: item.Id } })];
    expect(
      await bench.refusal('Invoice', { CustomerRef: { value: customer }, Line, TxnDate: '2025-12-31' }),
    ).toMatch(/^6270/);
  });

  it('names are free per full path, whatever the case: 6240 [assumed]', async () => {
    const bench = new Bench();
    const category = await bench.post('Item', { Name: 'Tools', Type: 'Category' });
    const service = { Type: 'Service', IncomeAccountRef: { value: '1' } };
    await bench.post('Item', { ...service, Name: 'Drill' });
    expect(await bench.refusal('Item', { ...service, Name: 'DRILL' })).toMatch(
      /^6240.*Another product or service is already using this name/,
    );
    const inside = { ...service, Name: 'Drill', SubItem: true, ParentRef: { value: category.Id } };
    expect(await bench.post('Item', inside)).toMatchObject({ FullyQualifiedName: 'Tools:Drill', Level: 1 });
  });

  it('four levels of categories and an item below them, no fifth category: 6180 [documented]', async () => {
    const bench = new Bench();
    let parent: string | undefined;
    const category = (name: string): Record<string, unknown> => ({
      Name: name,
      Type: 'Category',
      ...(parent === undefined ? {} : { SubItem: true, ParentRef: { value: parent } }),
    });
    for (const name of ['A', 'B', 'C', 'D'])
      parent = String((await bench.post('Item', category(name)))['Id']);
    expect(await bench.refusal('Item', category('E'))).toMatch(/^6180/);
    const leaf = { ...category('Leaf'), Type: 'Service', IncomeAccountRef: { value: '1' } };
    expect(await bench.post('Item', leaf)).toMatchObject({ FullyQualifiedName: 'A:B:C:D:Leaf', Level: 4 });
  });

  it('with categories off, creating one is 500 CREATE CATEGORY is not supported [recorded]', async () => {
    const bench = new Bench({ options: { categories: false } });
    expect(await bench.refusal('Item', { Name: 'Tools', Type: 'Category' })).toBe(
      '500: Operation CREATE CATEGORY is not supported.',
    );
  });

  it('a category cannot be made inactive, an item cannot be its parent [documented]', async () => {
    const bench = new Bench();
    const category = await bench.post('Item', { Name: 'Tools', Type: 'Category' });
    expect(
      await bench.refusal('Item', { Id: category.Id, SyncToken: '0', sparse: true, Active: false }),
    ).toMatch(/^500/);
    const child = { Name: 'X', Type: 'Service', IncomeAccountRef: { value: '1' }, SubItem: true };
    expect(await bench.refusal('Item', { ...child, ParentRef: { value: '1' } })).toMatch(/^6000/);
  });

  it('moving a category renames what is inside it without touching SyncTokens', async () => {
    const bench = new Bench();
    const category = await bench.post('Item', { Name: 'Tools', Type: 'Category' });
    const item = await bench.post('Item', {
      Name: 'Drill',
      Type: 'Service',
      IncomeAccountRef: { value: '1' },
      SubItem: true,
      ParentRef: { value: category.Id },
    });
    await bench.post('Item', { Id: category.Id, SyncToken: '0', sparse: true, Name: 'Power tools' });
    expect(await bench.get('Item', item.Id)).toMatchObject({
      FullyQualifiedName: 'Power tools:Drill',
      SyncToken: '0',
    });
  });
});

describe('small lists', () => {
  it('terms are STANDARD by days or DATE_DRIVEN by day of the month; names are unique [documented]', async () => {
    const bench = new Bench();
    expect(await bench.post('Term', { Name: 'Net 10', DueDays: 10 })).toMatchObject({
      Id: '5',
      Type: 'STANDARD',
    });
    expect(await bench.post('Term', { Name: '5th', DayOfMonthDue: 5, DueNextMonthDays: 3 })).toMatchObject({
      Type: 'DATE_DRIVEN',
    });
    expect(await bench.refusal('Term', { Name: 'net 10', DueDays: 12 })).toMatch(/^6240/);
    expect(await bench.refusal('Term', { Name: 'Long', DueDays: 1000 })).toMatch(/^6000/);
    expect(await bench.refusal('Term', { Name: 'None' })).toMatch(/^2020/);
  });

  it('the stock payment methods are there, and an inactive one is "(Deleted)" [recorded]', async () => {
    const bench = new Bench();
    const { PaymentMethod } = await bench.query('select Name from PaymentMethod orderby Id');
    expect((PaymentMethod as { Name: string }[]).map((method) => method.Name)).toEqual([
      'Cash',
      'Check',
      'Visa',
      'MasterCard',
      'Discover',
      'American Express',
      'Diners Club',
    ]);
    const gone = await bench.post('PaymentMethod', { Id: '5', SyncToken: '0', sparse: true, Active: false });
    expect(gone).toMatchObject({ Name: 'Discover (Deleted)' });
  });
});
