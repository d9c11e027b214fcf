import type { Bench } from '../../spec-support/in-process.js';
import { salesLine } from '../../spec-support/in-process.js';
import type { EntityName } from '../entity-names.js';

/** Ids of two records of each type that something may refer to. */
export type Targets = Readonly<Partial<Record<EntityName, readonly [string, string]>>>;

/** Makes what a new company does not have. */
export async function makeTargets(bench: Bench): Promise<Targets> {
  const two = async (entity: EntityName, body: (n: string) => object): Promise<[string, string]> => {
    const one = await bench.post(entity, { ...body('One') });
    const other = await bench.post(entity, { ...body('Two') });
    return [one.Id, other.Id];
  };
  const Customer = await two('Customer', (n) => ({ DisplayName: `Target ${n}` }));
  return {
    Account: ['35', '36'],
    Term: ['1', '2'],
    PaymentMethod: ['1', '2'],
    TaxCode: ['2', '3'],
    Customer,
    Vendor: await two('Vendor', (n) => ({ DisplayName: `Seller ${n}` })),
    Class: await two('Class', (n) => ({ Name: `Class ${n}` })),
    Department: await two('Department', (n) => ({ Name: `Place ${n}` })),
    Item: await two('Item', (n) => ({
      Name: `Thing ${n}`,
      Type: 'Service',
      IncomeAccountRef: { value: '79' },
    })),
    Estimate: await two('Estimate', () => ({ CustomerRef: { value: Customer[0] }, Line: [salesLine(5)] })),
    Invoice: await two('Invoice', () => ({ CustomerRef: { value: Customer[0] }, Line: [salesLine(5)] })),
  };
}
