import { moneyNumber } from '../world/money.js';
import { type Address, type CustomerFields, type Entity, qboFields } from '../world/entities.js';
import type { World } from '../world/world.js';
import { type CompanyContext, createdInQbo, filled, framedEntity, type QboObject } from './frame.js';
import type { Ledger } from './ledger.js';

const DELETED = ' (deleted)';

/** Customers, vendors and employees share one counter. */
export function numberPeople(world: World): void {
  const people: Entity<unknown>[] = [...world.inQbo('customer'), ...world.inQbo('vendor')];
  people.sort((a, b) => createdInQbo(a) - createdInQbo(b));
  for (const [i, person] of people.entries()) person.qboId = String(i + 1);
}

export const shownName = (customer: Entity<CustomerFields>): string => {
  const { displayName } = qboFields(customer);
  return customer.qboState === 'inactive' ? displayName + DELETED : displayName;
};

const qualified = (customer: Entity<CustomerFields>): string => {
  const { parent } = qboFields(customer);
  return parent ? `${qualified(parent)}:${shownName(customer)}` : shownName(customer);
};

const depth = (customer: Entity<CustomerFields>): number => {
  const { parent } = qboFields(customer);
  return parent ? 1 + depth(parent) : 0;
};

export const address = (id: string, from: Address): QboObject =>
  filled({
    Id: id,
    Line1: from.line1,
    Line2: from.line2,
    City: from.city,
    CountrySubDivisionCode: from.region,
    PostalCode: from.postalCode,
    Country: from.country,
  });

const wrapped = (key: string, value: string | null): QboObject | undefined =>
  value === null ? undefined : { [key]: value };

export function customers(world: World, context: CompanyContext, ledger: Ledger): QboObject[] {
  const withJobs = new Map<Entity<CustomerFields>, number>();
  for (const [customer, cents] of ledger.customerBalance)
    for (let c: Entity<CustomerFields> | null = customer; c; c = qboFields(c).parent)
      withJobs.set(c, (withJobs.get(c) ?? 0) + cents);
  return world.inQbo('customer').map((customer) => {
    const f = qboFields(customer);
    return {
      ...framedEntity(customer, ledger.customerPosting.get(customer) ?? 0),
      ...filled({
        GivenName: f.givenName,
        FamilyName: f.familyName,
        CompanyName: f.companyName,
        PrimaryEmailAddr: wrapped('Address', f.email),
        PrimaryPhone: wrapped('FreeFormNumber', f.phone),
        BillAddr: f.billing ? address(`${customer.qboId}1`, f.billing) : undefined,
        ShipAddr: f.shipping ? address(`${customer.qboId}2`, f.shipping) : undefined,
        SalesTermRef: f.term ? { value: f.term.qboId, name: qboFields(f.term).name } : undefined,
        ParentRef: f.parent ? { value: f.parent.qboId, name: qualified(f.parent) } : undefined,
      }),
      DisplayName: shownName(customer),
      FullyQualifiedName: qualified(customer),
      PrintOnCheckName: f.companyName ?? f.displayName,
      Active: customer.qboState === 'active',
      Taxable: !f.taxExempt,
      Job: f.parent !== null,
      ...(f.parent ? { Level: depth(customer) } : {}),
      IsProject: false,
      BillWithParent: false,
      PreferredDeliveryMethod: 'Print',
      CurrencyRef: context.currency,
      Balance: moneyNumber(ledger.customerBalance.get(customer) ?? 0),
      BalanceWithJobs: moneyNumber(withJobs.get(customer) ?? 0),
    };
  });
}

export const vendors = (world: World, context: CompanyContext): QboObject[] =>
  world.inQbo('vendor').map((vendor) => ({
    ...framedEntity(vendor),
    ...filled({ CompanyName: vendor.fields.companyName }),
    DisplayName: vendor.fields.displayName,
    PrintOnCheckName: vendor.fields.displayName,
    Active: true,
    Balance: 0,
    Vendor1099: false,
    CurrencyRef: context.currency,
  }));
