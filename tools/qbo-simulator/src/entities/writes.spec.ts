import { describe, expect, it } from '@jest/globals';
import { Bench, paying, salesLine } from '../spec-support/in-process.js';

const CASH = { Name: 'Store card' };

describe('the answer to a write', () => {
  it('carries domain, Id, SyncToken and Pacific times, and the time of the request [recorded]', async () => {
    const bench = new Bench();
    const reply = await bench.call('POST', 'paymentmethod', CASH);
    expect(reply.body).toEqual({
      PaymentMethod: {
        Name: 'Store card',
        Type: 'NON_CREDIT_CARD',
        Active: true,
        domain: 'QBO',
        sparse: false,
        Id: '8',
        SyncToken: '0',
        MetaData: {
          CreateTime: '2026-05-05T02:05:12-07:00',
          LastUpdatedTime: '2026-05-05T02:05:12-07:00',
        },
      },
      time: '2026-05-05T02:05:12.000-07:00',
    });
    expect(reply.headers['intuit_tid']).toMatch(/^1-/);
    expect(reply.headers['x-request-id']).toBe(reply.headers['intuit_tid']);
  });

  it('refuses a wrapper, an unknown property and a wrong type with 2010 [recorded]', async () => {
    const bench = new Bench();
    expect(await bench.refusal('PaymentMethod', { PaymentMethod: CASH })).toMatch(
      /^2010: Property Name:failed/,
    );
    expect(await bench.refusal('PaymentMethod', { ...CASH, Colour: 'red' })).toMatch(/^2010/);
    expect(await bench.refusal('PaymentMethod', { ...CASH, Active: 'perhaps' })).toMatch(/^2010/);
    expect(await bench.refusal('Customer', { DisplayName: 'A', BillAddr: { Street: 'x' } })).toMatch(/^2010/);
    expect((await bench.call('POST', 'paymentmethod', '{"Name":')).status).toBe(400);
  });

  it('refuses what is missing with 2020, naming it [recorded]', async () => {
    const bench = new Bench();
    expect(await bench.refusal('Invoice', { CustomerRef: { value: '1' } })).toBe(
      '2020: Required parameter Line is missing in the request',
    );
    expect(await bench.refusal('PaymentMethod', { Id: '1', sparse: true, Name: 'X' })).toBe(
      '2020: Required parameter SyncToken is missing in the request',
    );
  });

  it('refuses texts that are too long with 2050 and forbidden characters with 2040 [recorded]', async () => {
    const bench = new Bench();
    expect(await bench.refusal('PaymentMethod', { Name: 'x'.repeat(32) })).toBe(
      '2050: String length specified does not match the supported length. Min:0 Max:31 supported. Supplied length:32',
    );
    expect(await bench.refusal('Customer', { DisplayName: 'Rob:Barnett:Company' })).toBe(
      '2040: Element contains invalid characters. Rob:Barnett:Company',
    );
    expect(
      await bench.refusal('Customer', { DisplayName: 'A', PrimaryEmailAddr: { Address: 'no at' } }),
    ).toMatch(/^2210/);
  });

  it('refuses references to nothing with 2500 and to inactive records with 610 or 2500 [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    expect(await bench.refusal('Invoice', { CustomerRef: { value: '999' }, Line: [salesLine(1)] })).toBe(
      '2500: Invalid Reference Id : Names element id 999 not found',
    );
    await bench.post('Item', { Id: '2', SyncToken: '0', sparse: true, Active: false });
    const inactive = salesLine(1, { ItemRef: { value: '2' } });
    expect(await bench.refusal('Invoice', { CustomerRef: { value: customer }, Line: [inactive] })).toMatch(
      /^610/,
    );
    await bench.post('Customer', { Id: customer, SyncToken: '0', sparse: true, Active: false });
    expect(
      await bench.refusal('Invoice', { CustomerRef: { value: customer }, Line: [salesLine(1)] }),
    ).toMatch(/^2500: .*Customer assigned to this transaction has been deleted/);
  });

  it('paths are case-sensitive and unknown ones are 500 Unsupported Operation [documented]', async () => {
    const bench = new Bench();
    expect((await bench.call('PUT', 'customer', { DisplayName: 'A' })).text).toContain('"500"');
    expect((await bench.call('POST', 'PaymentMethod', CASH)).body).toMatchObject({
      Fault: { Error: [{ code: '500', Message: 'Unsupported Operation' }] },
    });
  });
});

describe('an update', () => {
  it('needs the current SyncToken: 5010 otherwise [recorded]', async () => {
    const bench = new Bench();
    const id = await bench.customer('A');
    await bench.post('Customer', { Id: id, SyncToken: '0', sparse: true, Notes: 'x' });
    expect(await bench.refusal('Customer', { Id: id, SyncToken: '0', sparse: true, Notes: 'y' })).toBe(
      '5010: Stale Object Error : You and root were working on this at the same time. root finished before you did, so your work was not saved.',
    );
  });

  it('that changes nothing moves neither SyncToken nor LastUpdatedTime [recorded]', async () => {
    const bench = new Bench();
    const id = await bench.customer('A', { Notes: 'x' });
    await bench.clock.advance(60_000);
    const same = await bench.post('Customer', { Id: id, SyncToken: '0', sparse: true, Notes: 'x' });
    expect(same).toMatchObject({
      SyncToken: '0',
      MetaData: { LastUpdatedTime: '2026-05-05T02:05:12-07:00' },
    });
    const changed = await bench.post('Customer', { Id: id, SyncToken: '0', sparse: true, Notes: 'y' });
    expect(changed).toMatchObject({
      SyncToken: '1',
      MetaData: {
        CreateTime: '2026-05-05T02:05:12-07:00',
        LastUpdatedTime: '2026-05-05T02:06:12-07:00',
      },
    });
  });

  it('in full clears what it does not send; sparse leaves it [recorded]', async () => {
    const bench = new Bench();
    const id = await bench.customer('A', {
      PrimaryPhone: { FreeFormNumber: '555' },
      PrimaryEmailAddr: { Address: 'a@example.com' },
    });
    const sparse = await bench.post('Customer', { Id: id, SyncToken: '0', sparse: true, Notes: 'n' });
    expect(sparse).toMatchObject({ PrimaryPhone: { FreeFormNumber: '555' }, Notes: 'n' });
    const full = await bench.post('Customer', { Id: id, SyncToken: '1', DisplayName: 'A' });
    expect(full['PrimaryPhone']).toBeUndefined();
    expect(full['PrimaryEmailAddr']).toBeUndefined();
    expect(full['Notes']).toBeUndefined();
    expect(full).toMatchObject({ DisplayName: 'A', Active: true, Balance: 0 });
  });

  it('clears by "", {} and {value: ""}, and ignores null [recorded]', async () => {
    const bench = new Bench();
    const id = await bench.customer('A', {
      Notes: 'n',
      CompanyName: 'C',
      PrimaryPhone: { FreeFormNumber: '555' },
      SalesTermRef: { value: '2' },
    });
    const cleared = await bench.post('Customer', {
      Id: id,
      SyncToken: '0',
      sparse: true,
      Notes: '',
      CompanyName: null,
      PrimaryPhone: {},
      SalesTermRef: { value: '' },
    });
    expect(cleared['Notes']).toBeUndefined();
    expect(cleared['PrimaryPhone']).toBeUndefined();
    expect(cleared['SalesTermRef']).toBeUndefined();
    expect(cleared).toMatchObject({ CompanyName: 'C' });
  });

  it('replaces all lines, also when sparse; kept lines need their Id [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.post('Invoice', {
      CustomerRef: { value: customer },
      Line: [salesLine(10), salesLine(20)],
    });
    const updated = await bench.post('Invoice', {
      Id: invoice.Id,
      SyncToken: '0',
      sparse: true,
      Line: [{ ...salesLine(20), Id: '2' }, salesLine(5)],
    });
    const lines = updated['Line'] as Record<string, unknown>[];
    expect(lines.map((line) => [line['Id'], line['Amount']])).toEqual([
      ['2', 20],
      ['3', 5],
      [undefined, 25],
    ]);
    expect(updated).toMatchObject({ TotalAmt: 25, Balance: 25 });
  });

  it('leaves the record as it was when it is refused', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.invoice(customer, 10);
    await bench.refusal('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 20,
      Line: [paying(invoice.Id, 20)],
    });
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({
      SyncToken: '0',
      Balance: 10,
      LinkedTxn: [],
    });
  });
});

describe('deleting and inactivating', () => {
  it('a delete answers status Deleted, then the record is not found [recorded, 610 assumed]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.invoice(customer, 10);
    const answer = await bench.post('Invoice', { Id: invoice.Id, SyncToken: '0' }, '?operation=delete');
    expect(answer).toEqual({ status: 'Deleted', domain: 'QBO', Id: invoice.Id });
    await expect(bench.get('Invoice', invoice.Id)).rejects.toThrow('610');
  });

  it('a list record cannot be deleted, only made inactive [documented]', async () => {
    const bench = new Bench();
    const id = await bench.customer('Thrifty Meats');
    expect(await bench.refusal('Customer', { Id: id, SyncToken: '0' }, '?operation=delete')).toMatch(/^500/);
    const inactive = await bench.post('Customer', { Id: id, SyncToken: '0', sparse: true, Active: false });
    expect(inactive).toMatchObject({
      Active: false,
      DisplayName: 'Thrifty Meats (deleted)',
      FullyQualifiedName: 'Thrifty Meats (deleted)',
    });
  });

  it('frees the name; coming back collides with whoever took it [assumed]', async () => {
    const bench = new Bench();
    const first = await bench.customer('Thrifty Meats');
    await bench.post('Customer', { Id: first, SyncToken: '0', sparse: true, Active: false });
    const second = await bench.customer('Thrifty Meats');
    expect(
      await bench.refusal('Customer', { Id: first, SyncToken: '1', sparse: true, Active: true }),
    ).toMatch(/^6240/);
    await bench.post('Customer', { Id: second, SyncToken: '0', sparse: true, Active: false });
    const back = await bench.post('Customer', { Id: first, SyncToken: '1', sparse: true, Active: true });
    expect(back).toMatchObject({ Active: true, DisplayName: 'Thrifty Meats' });
  });

  it('a customer with a balance cannot be made inactive: 6220 [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    await bench.invoice(customer, 10);
    expect(
      await bench.refusal('Customer', { Id: customer, SyncToken: '0', sparse: true, Active: false }),
    ).toBe(
      '6220: The entity you are trying to delete has an open balance. : This customer cannot be deleted because it has a non-zero balance',
    );
  });
});

describe('names and ids', () => {
  it('customers, vendors and employees share one namespace, in any case: 6240 [recorded]', async () => {
    const bench = new Bench();
    await bench.post('Vendor', { DisplayName: 'Acme' });
    expect(await bench.refusal('Customer', { DisplayName: ' ACME ' })).toBe(
      '6240: The name supplied already exists. : Another customer, vendor or employee is already using this \nname. Please use a different name.',
    );
    await bench.customer('Other');
    const id = await bench.customer('Mine');
    expect(
      await bench.refusal('Customer', { Id: id, SyncToken: '0', sparse: true, DisplayName: 'other' }),
    ).toBe(
      '6240: The name supplied already exists. : Another customer is already using this name.  Please use a different name.',
    );
  });

  it('names share one counter, transactions another, items a third; accounts begin at 1150040001 [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const vendor = await bench.post('Vendor', { DisplayName: 'B' });
    expect([customer, vendor.Id]).toEqual(['1', '2']);
    const invoice = await bench.invoice(customer, 10);
    const payment = await bench.post('Payment', { CustomerRef: { value: customer }, TotalAmt: 1 });
    expect([invoice.Id, payment.Id]).toEqual(['1', '2']);
    const account = await bench.post('Account', { Name: 'Till', AccountType: 'Bank' });
    expect(account).toMatchObject({
      Id: '1150040001',
      AccountSubType: 'CashOnHand',
      Classification: 'Asset',
      MetaData: { CreateTime: '2026-05-05T02:05:12-07:00' },
    });
    expect(account['MetaData']).not.toHaveProperty('LastUpdatedTime');
  });

  it('a customer needs one name part; the parts make DisplayName and the name on checks [documented]', async () => {
    const bench = new Bench();
    expect(await bench.refusal('Customer', { Notes: 'nobody' })).toMatch(/^2020/);
    const customer = await bench.post('Customer', { GivenName: 'Ada', FamilyName: 'Byron' });
    expect(customer).toMatchObject({
      DisplayName: 'Ada Byron',
      FullyQualifiedName: 'Ada Byron',
      PrintOnCheckName: 'Ada Byron',
      Taxable: true,
      Job: false,
      BillWithParent: false,
      Balance: 0,
      PreferredDeliveryMethod: 'Print',
      DefaultTaxCodeRef: { value: '2' },
      CurrencyRef: { value: 'USD', name: 'United States Dollar' },
    });
  });

  it('sub-customers carry their path, at most four levels below the first [documented]', async () => {
    const bench = new Bench();
    let parent = await bench.customer('L0');
    for (let level = 1; level <= 4; level++) {
      const child = await bench.post('Customer', {
        DisplayName: `L${String(level)}`,
        ParentRef: { value: parent },
      });
      expect(child).toMatchObject({ Job: true, Level: level });
      parent = String(child.Id);
    }
    expect(await bench.get('Customer', parent)).toMatchObject({ FullyQualifiedName: 'L0:L1:L2:L3:L4' });
    expect(await bench.refusal('Customer', { DisplayName: 'L5', ParentRef: { value: parent } })).toMatch(
      /^6180/,
    );
    const top = await bench.get('Customer', '1');
    await bench.post('Customer', { Id: '1', SyncToken: top['SyncToken'], sparse: true, DisplayName: 'Top' });
    expect(await bench.get('Customer', parent)).toMatchObject({
      FullyQualifiedName: 'Top:L1:L2:L3:L4',
      SyncToken: '0',
    });
  });

  it('a reference shows the current name after a rename [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('Before');
    const invoice = await bench.invoice(customer, 10);
    expect(invoice).toMatchObject({ CustomerRef: { value: customer, name: 'Before' } });
    const { SyncToken } = await bench.get('Customer', customer);
    await bench.post('Customer', { Id: customer, SyncToken, sparse: true, DisplayName: 'After' });
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({
      CustomerRef: { value: customer, name: 'After' },
    });
  });
});
