import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../../model/record.js';
import { Bench } from '../../spec-support/in-process.js';
import { ref } from '../../spec-support/ledger.js';

describe('time and attachments', () => {
  it('time is an employee’s or a vendor’s, so long or from when to when; billable time has a customer [documented]', async () => {
    const bench = new Bench();
    const EmployeeRef = ref((await bench.post('Employee', { GivenName: 'Tim', FamilyName: 'Lee' })).Id);
    const body = { NameOf: 'Employee', EmployeeRef, Hours: 2 };
    expect(await bench.post('TimeActivity', body)).toMatchObject({
      TxnDate: '2026-05-05',
      BillableStatus: 'NotBillable',
      EmployeeRef: { name: 'Tim Lee' },
    });
    const refusal = (changes: QboRecord): Promise<string> =>
      bench.refusal('TimeActivity', { ...body, ...changes });
    expect(await refusal({ NameOf: 'Vendor' })).toMatch('2020: Required parameter VendorRef');
    expect(await refusal({ EmployeeRef: null })).toMatch('2020: Required parameter EmployeeRef');
    expect(await refusal({ Hours: null })).toMatch('2020: Required parameter Hours');
    const times = { StartTime: '2026-05-05T08:00:00-07:00', EndTime: '2026-05-05T10:00:00-07:00' };
    expect(await refusal({ Hours: null, ...times })).toBe('200');
    expect(await refusal({ ...times, EndTime: 'noon' })).toMatch(/^2010/);
    expect(await refusal({ Minutes: 60 })).toMatch(/^6000/);
    expect(await refusal({ BillableStatus: 'Billable' })).toMatch('2020: Required parameter CustomerRef');
  });

  it('an attachment has a file name or a note, and is attached to what exists [documented]', async () => {
    const bench = new Bench();
    const invoice = await bench.invoice(await bench.customer('Ann'), 1);
    const to = (type: string, value: string): QboRecord => ({
      Note: 'see',
      AttachableRef: [{ EntityRef: { type, value }, IncludeOnSend: true }],
    });
    expect(await bench.post('Attachable', to('Invoice', invoice.Id))).toMatchObject(
      to('Invoice', invoice.Id),
    );
    expect(await bench.refusal('Attachable', to('Invoice', '999'))).toMatch(/^2500/);
    expect(await bench.refusal('Attachable', to('Nothing', invoice.Id))).toMatch(/^2500/);
    expect(await bench.refusal('Attachable', { ContentType: 'text/plain' })).toMatch(/^2020/);
    const file = await bench.post('Attachable', { FileName: 'a.txt', Size: 9, TempDownloadUri: 'x' });
    expect(file).not.toHaveProperty('Size');
    expect(file).not.toHaveProperty('TempDownloadUri');
  });
});
