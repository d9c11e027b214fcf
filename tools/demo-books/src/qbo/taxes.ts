import { moneyNumber } from '../world/money.js';
import { taxableNet, taxPerRate } from '../world/taxation.js';
import {
  type Entity,
  qboFields,
  type InvoiceFields,
  type LineFields,
  type RateFields,
  type TaxFields,
} from '../world/entities.js';
import type { World } from '../world/world.js';
import { type CompanyContext, createdInQbo, framed, framedEntity, type QboObject } from './frame.js';

type TaxGroup = Entity<TaxFields>;

/** The company's tax codes and what a document's lines and totals say about tax. */
export interface TaxBook {
  readonly codes: readonly QboObject[];
  readonly rates: readonly QboObject[];
  readonly agencies: readonly QboObject[];
  /** TaxCodeRef of a line. */
  lineCode(line: LineFields, group: TaxGroup | null): string;
  /** `total` in cents may differ from the rates' sum by what a person corrected by hand. */
  detail(priced: Pick<InvoiceFields, 'lines' | 'discount' | 'taxGroup'>, total: number): QboObject;
  /** Id of the code that most documents use. */
  readonly defaultCode: string | undefined;
}

const FIRST_ID = 2;

/** A US company knows TAX and NON; elsewhere a real code stands on every line (qbo API, TaxCode). */
export function taxBook(world: World, context: CompanyContext): TaxBook {
  const { profile } = context;
  const groups = profile.automated ? world.all('tax') : world.inQbo('tax');
  const agencies = distinct(groups.flatMap((g) => g.fields.rates.map((r) => r.agency)));
  const rates = distinct(groups.flatMap((g) => g.fields.rates.map(rateKey)));
  for (const [i, group] of groups.entries()) group.qboId = String(i + FIRST_ID);
  const rateId = (rate: RateFields): string => String(rates.indexOf(rateKey(rate)) + FIRST_ID);
  const zero = groups.find((g) => g.fields.name === profile.zeroTaxCode);
  const first = groups[0];

  const code = (group: TaxGroup): QboObject => ({
    ...(profile.automated
      ? framed(group.qboId, 0, createdInQbo(group), createdInQbo(group))
      : framedEntity(group)),
    Name: qboFields(group).name,
    Description: qboFields(group).name,
    Active: group.qboState === 'active',
    Hidden: profile.automated,
    Taxable: group !== zero,
    TaxGroup: true,
    TaxCodeConfigType: profile.automated ? 'SYSTEM_GENERATED' : 'USER_DEFINED',
    SalesTaxRateList: {
      TaxRateDetail: group.fields.rates.map((rate, order) => ({
        TaxRateRef: { value: rateId(rate), name: rate.name },
        TaxTypeApplicable: 'TaxOnAmount',
        TaxOrder: order,
      })),
    },
    PurchaseTaxRateList: { TaxRateDetail: [] },
  });

  const rateObject = (key: string): QboObject => {
    const [name = '', percent = '', agency = ''] = key.split('\n');
    return {
      ...framed(String(rates.indexOf(key) + FIRST_ID), 0, context.opened, context.opened),
      Name: name,
      Description: name,
      Active: true,
      RateValue: Number(percent),
      AgencyRef: { value: String(agencies.indexOf(agency) + 1) },
      SpecialTaxType: Number(percent) === 0 ? 'ZERO_RATE' : 'NONE',
      DisplayType: 'ReadOnly',
      EffectiveTaxRate: [{ RateValue: Number(percent), EffectiveDate: '2000-01-01T00:00:00-08:00' }],
    };
  };

  return {
    codes: [...(profile.isUs ? pseudoCodes(context) : []), ...groups.map(code)],
    rates: rates.map(rateObject),
    agencies: agencies.map((name, i) => ({
      ...framed(String(i + 1), 0, context.opened, context.opened),
      DisplayName: name,
      TaxTrackedOnSales: true,
      TaxTrackedOnPurchases: false,
    })),
    defaultCode: first?.qboId,
    lineCode: (line, group) => {
      if (profile.isUs) return line.taxable && group ? 'TAX' : 'NON';
      return (line.taxable ? group : zero)?.qboId ?? zero?.qboId ?? '';
    },
    detail: (priced, total) => {
      const { taxGroup } = priced;
      if (!taxGroup) return { TotalTax: 0 };
      const net = taxableNet(priced);
      const amounts = taxPerRate(net, taxGroup.fields.rates);
      const missing = total - amounts.reduce((a, b) => a + b, 0);
      return {
        ...(profile.isUs ? { TxnTaxCodeRef: { value: taxGroup.qboId } } : {}),
        TotalTax: moneyNumber(total),
        TaxLine: taxGroup.fields.rates.map((rate, i) => ({
          Amount: moneyNumber((amounts[i] ?? 0) + (i === 0 ? missing : 0)),
          DetailType: 'TaxLineDetail',
          TaxLineDetail: {
            TaxRateRef: { value: rateId(rate) },
            PercentBased: true,
            TaxPercent: Number(rate.percent),
            NetAmountTaxable: moneyNumber(net),
          },
        })),
      };
    },
  };
}

const pseudoCodes = (context: CompanyContext): QboObject[] =>
  (['TAX', 'NON'] as const).map((name) => ({
    ...framed(name, 0, context.opened, context.opened),
    Name: name,
    Description: name,
    Active: true,
    Hidden: false,
    Taxable: name === 'TAX',
    TaxGroup: false,
    TaxCodeConfigType: 'SYSTEM_GENERATED',
  }));

const rateKey = (rate: RateFields): string => `${rate.name}\n${rate.percent}\n${rate.agency}`;

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
