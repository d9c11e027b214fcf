import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { realClock } from '@bpro-qbo-sync/clock';
import { type SimulatorServer, startQboSimulator } from './http-server.js';
import type { QboRecord } from './model/record.js';
import { paying, REALM, salesLine } from './spec-support/in-process.js';
import { ACCOUNTING_SCOPE, intuitClient, quickBooksClient } from './spec-support/official-clients.js';

const REDIRECT = 'http://localhost:3000/callback';

describe('the official clients, unmodified', () => {
  let server: SimulatorServer;
  let qbo: ReturnType<typeof quickBooksClient>;

  beforeAll(async () => {
    server = await startQboSimulator({ clock: realClock, switches: { limits: 'none' } });
    server.simulator.createCompany({ realmId: REALM, name: 'Sandbox Company', profile: 'us-manual' });
    qbo = quickBooksClient(server.baseUrl, REALM, server.simulator.connect(REALM).access_token);
  });

  afterAll(() => server.close());

  it('intuit-oauth connects through the consent form, refreshes and revokes [documented]', async () => {
    const client = intuitClient(server.baseUrl, REDIRECT);
    const authorize = client.authorizeUri({ scope: [ACCOUNTING_SCOPE], state: 'session-1' });
    const page = await fetch(authorize);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Sandbox Company');
    const fields = new URL(authorize).searchParams;
    fields.set('realmId', REALM);
    fields.set('action', 'connect');
    const answer = await fetch(`${server.baseUrl}/connect/oauth2`, {
      method: 'POST',
      body: fields,
      redirect: 'manual',
    });
    expect(answer.status).toBe(302);
    const callback = String(answer.headers.get('location'));
    expect(callback).toMatch(
      /^http:\/\/localhost:3000\/callback\?code=.+&realmId=9130000000000001&state=session-1$/,
    );
    const token = (await client.createToken(callback)).getJson();
    expect(token).toMatchObject({ expires_in: 3600, x_refresh_token_expires_in: 8726400 });
    const refreshed = (await client.refreshUsingToken(token.refresh_token)).getJson();
    expect(refreshed.refresh_token).toBe(token.refresh_token);
    expect(refreshed.access_token).not.toBe(token.access_token);
    await client.revoke({ token: refreshed.refresh_token });
    await expect(client.refreshUsingToken(refreshed.refresh_token)).rejects.toMatchObject({
      error: expect.stringContaining('invalid_grant'),
    });
  });

  it('node-quickbooks creates, reads, finds, updates, pays, voids and deletes [recorded]', async () => {
    const customer = await qbo('createCustomer', { DisplayName: "Mickey O'Neil" });
    const invoice = await qbo('createInvoice', {
      CustomerRef: { value: customer['Id'] },
      Line: [salesLine(100, { Qty: 4, UnitPrice: 25 })],
    });
    expect(invoice).toMatchObject({ DocNumber: '1001', TotalAmt: 100, Balance: 100, SyncToken: '0' });
    await qbo('createPayment', {
      CustomerRef: { value: customer['Id'] },
      TotalAmt: 60,
      Line: [paying(invoice['Id'], 60)],
    });
    const read = await qbo('getInvoice', invoice['Id']);
    expect(read).toMatchObject({ Balance: 40, SyncToken: '1' });
    const found = await qbo('findCustomers', { DisplayName: "Mickey O'Neil" });
    expect((found['QueryResponse'] as { Customer: QboRecord[] }).Customer).toHaveLength(1);
    const renamed = await qbo('updateCustomer', {
      Id: customer['Id'],
      SyncToken: '0',
      DisplayName: 'Mickey',
    });
    expect(renamed).toMatchObject({ DisplayName: 'Mickey', SyncToken: '1' });
    const voided = await qbo('voidInvoice', { Id: invoice['Id'], SyncToken: '1' });
    expect(voided['Invoice']).toMatchObject({ TotalAmt: 0, Balance: 0 });
    const deleted = await qbo('deleteInvoice', { Id: invoice['Id'], SyncToken: '2' });
    expect(deleted['Invoice']).toMatchObject({ status: 'Deleted' });
  });

  it('node-quickbooks counts, reads the company, batches, captures changes and makes tax codes [recorded]', async () => {
    expect(await qbo('getCompanyInfo', REALM)).toMatchObject({
      CompanyName: 'Sandbox Company',
      Country: 'US',
    });
    expect(await qbo('getPreferences')).toMatchObject({ TaxPrefs: { UsingSalesTax: true } });
    expect(await qbo('findTerms', { count: true })).toMatchObject({ QueryResponse: { totalCount: 4 } });
    const batch = await qbo('batch', [
      { bId: '01', operation: 'create', PaymentMethod: { Name: 'Gift card' } },
      { bId: '02', operation: 'create', PaymentMethod: { Name: 'Visa' } },
      { bId: '03', Query: 'select * from Term' },
    ]);
    expect(batch['BatchItemResponse']).toMatchObject([
      { bId: '01', PaymentMethod: { Name: 'Gift card' } },
      { bId: '02', Fault: { Error: [{ code: '6240' }], type: 'ValidationFault' } },
      { bId: '03', QueryResponse: { maxResults: 4 } },
    ]);
    const since = new Date(Date.now() - 60_000);
    const changes = await qbo('changeDataCapture', ['PaymentMethod', 'Term'], since);
    expect(JSON.stringify(changes)).toContain('Gift card');
    const tax = await qbo('createTaxService', {
      TaxCode: 'Oregon',
      TaxRateDetails: [{ TaxRateName: 'OR 1%', RateValue: '1', TaxAgencyId: '1', TaxApplicableOn: 'Sales' }],
    });
    expect(tax).toMatchObject({ TaxCode: 'Oregon', TaxCodeId: expect.any(String) });
  });

  it('a refused write reaches the callback as an error that carries the Fault [recorded]', async () => {
    await qbo('createCustomer', { DisplayName: 'Twice' });
    await expect(qbo('createCustomer', { DisplayName: ' twice' })).rejects.toMatchObject({
      response: { status: 400, data: { Fault: { Error: [{ code: '6240' }] } } },
    });
  });
});
