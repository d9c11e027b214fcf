import { refuse } from '../api/service-fault.js';
import { isObject, type QboRecord, text } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import type { UnitOfWork } from '../store/unit-of-work.js';

const ALLOWED = ['TaxCode', 'TaxCodeId', 'TaxRateDetails'];
const DETAIL_ALLOWED = ['TaxRateName', 'TaxRateId', 'RateValue', 'TaxAgencyId', 'TaxApplicableOn'];

/**
 * POST /taxservice/taxcode: a tax code with new or existing rates. The answer has no entity wrapper. Companies
 * with automated sales tax refuse it unless switched to allow it.
 */
export function createTaxCode(work: UnitOfWork, body: QboRecord): QboRecord {
  if (work.company.profile === 'us-automated' && !work.switches.allowAutomatedTaxCodes)
    throw refuse.business('Tax codes cannot be created while automated sales tax is on.');
  for (const key of Object.keys(body)) if (!ALLOWED.includes(key)) throw refuse.unsupportedProperty(key);
  const name = (text(body, 'TaxCode') ?? '').trim();
  if (name === '') throw refuse.missing('TaxCode');
  if (name.length > 100) throw refuse.length('TaxCode', 100, name.length);
  if (work.where('TaxCode', 'Name', name).length > 0)
    throw refuse.duplicateName('Another tax code is already using this \nname. Please use a different name.');
  const details = body['TaxRateDetails'];
  if (!Array.isArray(details) || details.length === 0) throw refuse.missing('TaxRateDetails');
  const rates = details.map((detail: unknown) => {
    if (!isObject(detail)) throw refuse.unsupportedProperty('TaxRateDetails');
    return rateOf(work, detail);
  });
  const codeId = String(work.next('tax-code'));
  work.put('TaxCode', taxCodeRecord(codeId, name, rates, pacificTime(work.now)));
  return { TaxCode: name, TaxCodeId: codeId, TaxRateDetails: rates };
}

function rateOf(work: UnitOfWork, detail: QboRecord): QboRecord {
  for (const key of Object.keys(detail))
    if (!DETAIL_ALLOWED.includes(key)) throw refuse.unsupportedProperty(key);
  if (!['Sales', 'Purchase'].includes(text(detail, 'TaxApplicableOn') ?? 'Sales'))
    throw refuse.unsupportedProperty('TaxApplicableOn');
  const existing = detail['TaxRateId'];
  if (existing !== undefined) {
    if (!work.get('TaxRate', String(existing)))
      throw refuse.invalidReference(
        `TaxRates element id ${String(existing)} not found`,
        'TaxRateDetails.TaxRateId',
      );
    return { TaxRateId: String(existing), TaxApplicableOn: text(detail, 'TaxApplicableOn') ?? 'Sales' };
  }
  const name = (text(detail, 'TaxRateName') ?? '').trim();
  if (name === '') throw refuse.missing('TaxRateName');
  const max = work.switches.taxRateNameMax;
  if (name.length > max) throw refuse.length('TaxRateName', max, name.length);
  if (work.where('TaxRate', 'Name', name).length > 0)
    throw refuse.duplicateName('Another tax rate is already using this \nname. Please use a different name.');
  const value = Number(detail['RateValue'] ?? NaN);
  if (!(value >= 0 && value <= 100)) throw refuse.missing('RateValue');
  const agency = String(detail['TaxAgencyId'] ?? '');
  if (!work.get('TaxAgency', agency))
    throw refuse.invalidReference(`TaxAgencies element id ${agency} not found`, 'TaxRateDetails.TaxAgencyId');
  const id = String(work.next('tax-rate'));
  work.put('TaxRate', taxRateRecord(id, name, value, agency, pacificTime(work.now)));
  return {
    TaxRateName: name,
    TaxRateId: id,
    RateValue: value,
    TaxAgencyId: agency,
    TaxApplicableOn: text(detail, 'TaxApplicableOn') ?? 'Sales',
  };
}

const stamp = (id: string, time: string): QboRecord => ({
  domain: 'QBO',
  sparse: false,
  Id: id,
  SyncToken: '0',
  MetaData: { CreateTime: time, LastUpdatedTime: time },
});

export const taxRateRecord = (
  id: string,
  name: string,
  percent: number,
  agency: string,
  time: string,
): QboRecord => ({
  Name: name,
  Description: name,
  Active: true,
  RateValue: percent,
  AgencyRef: { value: agency },
  SpecialTaxType: 'NONE',
  DisplayType: 'ReadOnly',
  EffectiveTaxRate: [{ RateValue: percent, EffectiveDate: `${time.slice(0, 10)}T00:00:00-08:00` }],
  ...stamp(id, time),
});

/** A tax code over `rates` (`{TaxRateId, TaxApplicableOn}`). */
export function taxCodeRecord(
  id: string,
  name: string,
  rates: readonly QboRecord[],
  time: string,
): QboRecord {
  const listOf = (side: string): QboRecord => ({
    TaxRateDetail: rates
      .filter((rate) => (rate['TaxApplicableOn'] ?? 'Sales') === side)
      .map((rate, index) => ({
        TaxRateRef: { value: String(rate['TaxRateId']) },
        TaxTypeApplicable: 'TaxOnAmount',
        TaxOrder: index,
      })),
  });
  return {
    Name: name,
    Description: name,
    Active: true,
    Hidden: false,
    Taxable: true,
    TaxGroup: true,
    TaxCodeConfigType: 'USER_DEFINED',
    SalesTaxRateList: listOf('Sales'),
    PurchaseTaxRateList: listOf('Purchase'),
    ...stamp(id, time),
  };
}
