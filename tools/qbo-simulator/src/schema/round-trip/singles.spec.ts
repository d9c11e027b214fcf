import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../../model/record.js';
import { Bench, REALM } from '../../spec-support/in-process.js';
import { definitionOf } from '../definitions.js';
import { leavesOf, readOnlyOf, valueAt, withValue } from './leaves.js';

const SINGLES = [
  ['CompanyInfo', `companyinfo/${REALM}`],
  ['Preferences', 'preferences'],
] as const;

/** Properties that need a record to refer to, or decide about others: their own tests. */
const EXCEPT: readonly string[] = [
  'CompanyInfo.Country',
  'CompanyInfo.NameValue',
  'Preferences.OtherPrefs',
  'Preferences.CurrencyPrefs',
  'Preferences.TaxPrefs',
];

describe.each(SINGLES)('%s', (entity, path) => {
  const { fields } = definitionOf(entity);
  const read = async (bench: Bench): Promise<QboRecord> =>
    (await bench.call('GET', path)).body[entity] as QboRecord;
  const update = async (bench: Bench, changes: QboRecord): Promise<string> => {
    const { Id, SyncToken } = await read(bench);
    return bench.refusal(entity, { Id, SyncToken, sparse: true, ...changes });
  };
  const isLeftOut = (name: string): boolean =>
    EXCEPT.some((left) => `${entity}.${name}` === left || `${entity}.${name}`.startsWith(`${left}.`));
  const leaves = [...leavesOf(fields)].filter(
    ({ path: name, field }) => !isLeftOut(name) && field.kind !== 'ref',
  );

  it.each(leaves)(`${entity}.$path is written and read [documented]`, async ({ path: name, values }) => {
    const bench = new Bench();
    for (const value of values) {
      expect(await update(bench, withValue({}, name, value, fields))).toBe('200');
      expect(valueAt(await read(bench), name)).toEqual(value);
    }
  });

  it.each([...readOnlyOf(fields)].filter((name) => !isLeftOut(name)))(
    `${entity}.%s is read-only: sent, it is ignored [assumed]`,
    async (name) => {
      const bench = new Bench();
      await update(bench, withValue({}, name, 987, fields));
      expect(valueAt(await read(bench), name)).not.toBe(987);
    },
  );
});

describe('TaxAgency', () => {
  const { fields } = definitionOf('TaxAgency');
  it('has a name of 100 characters that is its own; the rest is QuickBooks’ [documented]', async () => {
    const bench = new Bench();
    const DisplayName = 'x'.repeat(100);
    const rest = Object.fromEntries(
      [...readOnlyOf(fields)].filter((name) => !name.includes('.')).map((name) => [name, 987]),
    );
    const made = await bench.post('TaxAgency', { DisplayName, ...rest });
    expect(made).toMatchObject({ DisplayName });
    for (const name of Object.keys(rest)) expect(made[name]).not.toBe(987);
    expect(await bench.refusal('TaxAgency', { DisplayName: `x${DisplayName}` })).toMatch(/^2050/);
    expect(await bench.refusal('TaxAgency', { DisplayName })).toMatch(/^6240/);
    expect(await bench.refusal('TaxAgency', {})).toMatch('2020: Required parameter DisplayName');
    const { Id, SyncToken } = made;
    expect(await bench.refusal('TaxAgency', { Id, SyncToken, DisplayName: 'Other' })).toMatch(/^500/);
  });
});
