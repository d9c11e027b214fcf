import { describe, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { type Bench, paying, salesLine } from '../spec-support/in-process.js';
import { expectRefused, type Refused } from '../spec-support/refusals.js';

const post = (path: string, body: unknown) => (bench: Bench) => bench.call('POST', path, body);
const invoiceOf = async (bench: Bench, more: QboRecord = {}): Promise<QboRecord> => ({
  CustomerRef: { value: await bench.customer('Ann') },
  Line: [salesLine(10)],
  ...more,
});

/** Message and Detail of the official list, in the words of recorded answers where there are any. */
const CATALOGUE: Readonly<Record<string, Refused>> = {
  'a path that is not known [documented]': {
    answer: ['500', 'Unsupported Operation', /^Operation .* is not supported\.$/],
    call: (bench) => bench.call('GET', 'shoe/1'),
  },
  'a record that is not there [recorded]': {
    answer: [
      '610',
      'Object Not Found',
      "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
    ],
    call: (bench) => bench.call('GET', 'customer/999'),
  },
  'an invoice of another customer in a payment [recorded]': {
    answer: ['620', 'TxnID Cannot Be Linked', /Cannot validate linked transactions/],
    call: async (bench) => {
      const invoice = await bench.post('Invoice', await invoiceOf(bench));
      const CustomerRef = { value: await bench.customer('Bob') };
      return bench.call('POST', 'payment', { CustomerRef, TotalAmt: 10, Line: [paying(invoice.Id, 10)] });
    },
  },
  'a property that is not known [recorded]': {
    answer: [
      '2010',
      'Request has invalid or unsupported property',
      'Property Name:failed to parse json object; a property specified is unsupported or invalid',
    ],
    call: post('customer', { DisplayName: 'Ann', Shoe: 42 }),
  },
  'a body in a wrapper [recorded]': {
    answer: [
      '2010',
      'Request has invalid or unsupported property',
      'Property Name:failed to parse json object; a property specified is unsupported or invalid',
    ],
    call: post('customer', { Customer: { DisplayName: 'Ann' } }),
  },
  'an invoice without lines [recorded]': {
    answer: [
      '2020',
      'Required param missing, need to supply the required value for the API',
      'Required parameter Line is missing in the request',
    ],
    call: async (bench) => bench.call('POST', 'invoice', await invoiceOf(bench, { Line: undefined })),
  },
  'an update without SyncToken [documented]': {
    answer: [
      '2020',
      'Required param missing, need to supply the required value for the API',
      'Required parameter SyncToken is missing in the request',
    ],
    call: async (bench) => bench.call('POST', 'customer', { Id: await bench.customer('Ann'), sparse: true }),
  },
  'a colon in a name [recorded]': {
    answer: [
      '2040',
      'Invalid String. The String may contain unsupported or illegal chars',
      'Element contains invalid characters. Rob:Barnett:Company',
    ],
    call: post('customer', { DisplayName: 'Rob:Barnett:Company' }),
  },
  'a text that is too long [recorded]': {
    answer: [
      '2050',
      'String length is either shorter or longer than supported by specification',
      'String length specified does not match the supported length. Min:0 Max:1,000 supported. Supplied length:1,001',
    ],
    call: async (bench) =>
      bench.call('POST', 'invoice', await invoiceOf(bench, { CustomerMemo: { value: 'm'.repeat(1001) } })),
  },
  'an e-mail address that is none [documented]': {
    answer: ['2210', 'Invalid Email', /RFC 822/],
    call: post('customer', { DisplayName: 'Ann', PrimaryEmailAddr: { Address: 'ann at home' } }),
  },
  'a reference to nothing [recorded]': {
    answer: ['2500', 'Invalid Reference Id', /^Invalid Reference Id : .* 999 not found/],
    call: post('invoice', { CustomerRef: { value: '999' }, Line: [salesLine(1)] }),
  },
  'an old SyncToken [documented]': {
    answer: [
      '5010',
      'Stale Object Error',
      'Stale Object Error : You and root were working on this at the same time. root finished before you did, so your work was not saved.',
    ],
    call: async (bench) =>
      bench.call('POST', 'customer', {
        Id: await bench.customer('Ann'),
        SyncToken: '7',
        sparse: true,
        Notes: 'n',
      }),
  },
  'a class in a plan without classes [documented]': {
    answer: ['5030', 'Feature Not Supported', /Feature Not Supported/],
    bench: { options: { inventory: false } },
    call: post('class', { Name: 'Retail' }),
  },
  'a location in a plan without locations [documented]': {
    answer: ['5030', 'Feature Not Supported', /Feature Not Supported/],
    bench: { options: { inventory: false } },
    call: post('department', { Name: 'Downtown' }),
  },
  'an amount that is not price times quantity [documented]': {
    answer: [
      '6070',
      'Amount calculation incorrect in the request',
      /Amount is not equal to UnitPrice \* Qty\. Supplied value:10$/,
    ],
    call: async (bench) =>
      bench.call(
        'POST',
        'invoice',
        await invoiceOf(bench, { Line: [salesLine(10, { Qty: 3, UnitPrice: 4 })] }),
      ),
  },
  'a tax code on a line of a US company [recorded]': {
    answer: ['6100', 'Invalid tax code', 'Valid line TaxCodes for US should be TAX or NON. Supplied value:8'],
    call: async (bench) =>
      bench.call(
        'POST',
        'invoice',
        await invoiceOf(bench, { Line: [salesLine(10, { TaxCodeRef: { value: '8' } })] }),
      ),
  },
  'a line without a tax code outside the US [recorded]': {
    answer: [
      '6000',
      'A business validation error has occurred while processing your request',
      'Business Validation Error: Make sure all your transactions have a GST/HST rate before you save.',
    ],
    bench: { profile: 'ca' },
    call: async (bench) =>
      bench.call('POST', 'invoice', await invoiceOf(bench, { GlobalTaxCalculation: 'TaxExcluded' })),
  },
  'a document number that is taken [recorded]': {
    answer: [
      '6140',
      'Duplicate Document Number Error',
      /You must specify a different number\. This number has already been used\. DocNumber=77 is assigned to TxnType=Invoice with TxnId=\d+$/,
    ],
    call: async (bench) => {
      await bench.post('Invoice', await invoiceOf(bench, { DocNumber: '77' }));
      const CustomerRef = { value: await bench.customer('Bob') };
      return bench.call('POST', 'invoice', { CustomerRef, Line: [salesLine(1)], DocNumber: '77' });
    },
  },
  'a date in closed books [recorded]': {
    answer: [
      '6210',
      'Account Period Closed, Cannot Update Through Services API',
      'The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.',
    ],
    bench: { options: { bookCloseDate: '2026-03-31' } },
    call: async (bench) => bench.call('POST', 'invoice', await invoiceOf(bench, { TxnDate: '2026-03-31' })),
  },
  'putting away a customer with a balance [recorded]': {
    answer: [
      '6220',
      'The entity you are trying to delete has an open balance.',
      /This customer cannot be deleted because it has a non-zero balance$/,
    ],
    call: async (bench) => {
      const Id = await bench.customer('Ann');
      await bench.invoice(Id, 10);
      return bench.call('POST', 'customer', { Id, SyncToken: '0', sparse: true, Active: false });
    },
  },
  'a name that is taken, at a create [recorded]': {
    answer: [
      '6240',
      'Duplicate Name Exists Error',
      'The name supplied already exists. : Another customer, vendor or employee is already using this \nname. Please use a different name.',
    ],
    call: async (bench) => {
      await bench.customer('Ann');
      return bench.call('POST', 'customer', { DisplayName: 'ANN' });
    },
  },
  'a name that is taken, at an update [recorded]': {
    answer: [
      '6240',
      'Duplicate Name Exists Error',
      'The name supplied already exists. : Another customer is already using this name.  Please use a different name.',
    ],
    call: async (bench) => {
      await bench.customer('Ann');
      const Id = await bench.customer('Bob');
      return bench.call('POST', 'customer', { Id, SyncToken: '0', sparse: true, DisplayName: 'Ann' });
    },
  },
  'an item name that is taken [recorded]': {
    answer: ['6240', 'Duplicate Name Exists Error', /Another product or service is already using this name/],
    call: async (bench) => {
      const item = { Name: 'Fitting', Type: 'Service', IncomeAccountRef: { value: '79' } };
      await bench.post('Item', item);
      return bench.call('POST', 'item', item);
    },
  },
  'money into an account that takes none [documented]': {
    answer: [
      '6430',
      'Invalid account type',
      /You need to select a different type of account for this transaction\.$/,
    ],
    call: async (bench) => {
      const CustomerRef = { value: await bench.customer('Ann') };
      return bench.call('POST', 'payment', {
        CustomerRef,
        TotalAmt: 1,
        DepositToAccountRef: { value: '79' },
      });
    },
  },
};

describe('what QuickBooks answers to', () => {
  it.each(Object.keys(CATALOGUE))('%s', (name) => expectRefused(CATALOGUE[name]!));
});
