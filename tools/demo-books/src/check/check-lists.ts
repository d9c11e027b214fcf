import { type CompanyView, listAt, objectAt, refAt, textAt } from './company-view.js';

/** Everything about the lists: ids, names, references, accounts of items. */
export function checkLists(view: CompanyView): void {
  for (const entity of view.entities()) checkFrames(view, entity);
  checkNames(view, ['Customer', 'Vendor'], 'DisplayName');
  for (const entity of ['Item', 'Term', 'PaymentMethod', 'Account', 'TaxCode', 'TaxRate'])
    checkNames(view, [entity], entity === 'Item' ? 'FullyQualifiedName' : 'Name');
  checkCustomers(view);
  checkItems(view);
  checkTaxes(view);
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/;

const checkFrames = (view: CompanyView, entity: string): void => {
  const seen = new Set<string>();
  for (const record of view.all(entity)) {
    const id = textAt(record, 'Id');
    view.expect(id !== '' && !seen.has(id), entity, record, 'Id is missing or used twice');
    seen.add(id);
    view.expect(/^\d+$/.test(textAt(record, 'SyncToken')), entity, record, 'SyncToken is not a whole number');
    const meta = objectAt(record, 'MetaData') ?? {};
    const [created, updated] = [textAt(meta, 'CreateTime'), textAt(meta, 'LastUpdatedTime')];
    view.expect(TIME.test(created) && TIME.test(updated), entity, record, 'times are not in US Pacific time');
    view.expect(Date.parse(updated) >= Date.parse(created), entity, record, 'updated before it was created');
  }
};

/** Names are unique without regard to case, over all the entities that share them (qbo API). */
const checkNames = (view: CompanyView, entities: readonly string[], key: string): void => {
  const seen = new Set<string>();
  for (const entity of entities)
    for (const record of view.all(entity)) {
      const name = textAt(record, key).trim().toLowerCase();
      view.expect(name !== '' && !seen.has(name), entity, record, `${key} is missing or used twice`);
      if (record['Active'] !== false) seen.add(name);
    }
};

const checkCustomers = (view: CompanyView): void => {
  for (const customer of view.all('Customer')) {
    view.expectRef('Customer', customer, 'SalesTermRef', 'Term');
    view.expectRef('Customer', customer, 'ParentRef', 'Customer');
    const name = textAt(customer, 'DisplayName');
    view.expect(
      !/[:\t\n]/.test(name) && name.length <= 500,
      'Customer',
      customer,
      'DisplayName is not allowed',
    );
    const parent = view.find('Customer', refAt(customer, 'ParentRef'));
    const qualified = parent ? `${textAt(parent, 'FullyQualifiedName')}:${name}` : name;
    view.expect(
      textAt(customer, 'FullyQualifiedName') === qualified,
      'Customer',
      customer,
      'FullyQualifiedName',
    );
    view.expect(
      (customer['Job'] === true) === (parent !== undefined),
      'Customer',
      customer,
      'Job without a parent',
    );
    view.expect(
      (customer['Active'] === false) === name.endsWith(' (deleted)'),
      'Customer',
      customer,
      'inactive names end in (deleted)',
    );
  }
};

/** Accounts that each type of item needs, with the account's type (qbo API, Item). */
const ITEM_ACCOUNTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Service: { IncomeAccountRef: 'Income' },
  NonInventory: { IncomeAccountRef: 'Income' },
  Inventory: {
    IncomeAccountRef: 'Income',
    ExpenseAccountRef: 'Cost of Goods Sold',
    AssetAccountRef: 'Other Current Asset',
  },
  Category: {},
  Group: {},
};

const checkItems = (view: CompanyView): void => {
  for (const item of view.all('Item')) {
    const type = textAt(item, 'Type');
    const needed = ITEM_ACCOUNTS[type];
    view.expect(needed !== undefined, 'Item', item, 'Type is unknown');
    for (const [key, accountType] of Object.entries(needed ?? {})) {
      const account = view.find('Account', refAt(item, key));
      view.expect(
        account?.['AccountType'] === accountType,
        'Item',
        item,
        `${key} is not of type ${accountType}`,
      );
    }
    const stocked = type === 'Inventory';
    view.expect(
      (item['TrackQtyOnHand'] === true) === stocked,
      'Item',
      item,
      'TrackQtyOnHand is for Inventory',
    );
    view.expect(!stocked || textAt(item, 'InvStartDate') !== '', 'Item', item, 'InvStartDate is missing');
    const parent = view.find('Item', refAt(item, 'ParentRef'));
    view.expect(
      (item['SubItem'] === true) === (parent !== undefined),
      'Item',
      item,
      'SubItem without a parent',
    );
    if (parent) {
      view.expect(parent['Type'] === 'Category', 'Item', item, 'the parent is no category');
      const qualified = `${textAt(parent, 'FullyQualifiedName')}:${textAt(item, 'Name')}`;
      view.expect(textAt(item, 'FullyQualifiedName') === qualified, 'Item', item, 'FullyQualifiedName');
    }
    for (const line of listAt(objectAt(item, 'ItemGroupDetail') ?? {}, 'ItemGroupLine'))
      view.expect(
        view.find('Item', refAt(line, 'ItemRef')) !== undefined,
        'Item',
        item,
        'a bundled item is missing',
      );
  }
};

const checkTaxes = (view: CompanyView): void => {
  for (const rate of view.all('TaxRate')) view.expectRef('TaxRate', rate, 'AgencyRef', 'TaxAgency', true);
  for (const code of view.all('TaxCode'))
    for (const detail of listAt(objectAt(code, 'SalesTaxRateList') ?? {}, 'TaxRateDetail'))
      view.expect(
        view.find('TaxRate', refAt(detail, 'TaxRateRef')) !== undefined,
        'TaxCode',
        code,
        'a rate is missing',
      );
};
