import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import { type BproUnderTest, contractCustomer, type Data } from './bpro-under-test.js';

/** One record of every type that the sync creates, in dependency order, each with all of its fields. */
export function everyType(
  salesTermId: string,
): readonly (readonly [RecordType, (made: ReadonlyMap<RecordType, string>) => Data])[] {
  const id = (made: ReadonlyMap<RecordType, string>, type: RecordType): string => made.get(type) ?? '';
  return [
    ['payment-method', () => ({ name: 'Visa', kind: 'card' })],
    ['tax', () => ({ name: 'Bay', rates: [{ name: 'State', percent: '7.25', agency: 'State board' }] })],
    ['product-category', () => ({ name: 'Bikes', parentId: null })],
    [
      'product',
      (made) => ({
        name: 'Bell',
        number: 'B-1',
        description: 'Rings.',
        kind: 'retail',
        tracksInventory: true,
        cost: '4.5',
        price: '9.99',
        categoryId: id(made, 'product-category'),
        taxable: true,
      }),
    ],
    ['customer', () => ({ ...contractCustomer('Zoë “Zip” Löwe 🚲'), salesTermId })],
    [
      'invoice',
      (made) => ({
        number: '90001',
        customerId: id(made, 'customer'),
        date: '2025-02-03',
        dueDate: '2025-03-05',
        salesTermId,
        taxGroupId: id(made, 'tax'),
        lines: [
          {
            id: '1',
            productId: id(made, 'product'),
            description: 'Bell',
            quantity: '3',
            unitPrice: '9.99',
            amount: '29.97',
            taxable: true,
          },
        ],
        discount: '1.00',
        taxTotal: '2.10',
        total: '31.07',
        memo: 'Thank you',
      }),
    ],
    [
      'payment',
      (made) => ({
        customerId: id(made, 'customer'),
        invoiceId: id(made, 'invoice'),
        methodId: id(made, 'payment-method'),
        date: '2025-02-04',
        amount: '31.07',
        tip: '0.00',
        reference: '1234',
        note: null,
      }),
    ],
    [
      'refund',
      (made) => ({
        customerId: id(made, 'customer'),
        invoiceId: id(made, 'invoice'),
        paymentId: id(made, 'payment'),
        methodId: id(made, 'payment-method'),
        date: '2025-02-05',
        amount: '5.00',
        reference: null,
        note: 'Scratched',
      }),
    ],
  ];
}

/** Creates them all; their ids by type. */
export async function createEveryType({ port, tenant }: BproUnderTest): Promise<Map<RecordType, string>> {
  const { salesTermIds } = await port.capabilities(tenant);
  const made = new Map<RecordType, string>();
  for (const [type, data] of everyType(salesTermIds[0] ?? ''))
    made.set(type, (await port.create(tenant, type, data(made), { idempotencyKey: `k-${type}` })).id);
  return made;
}
