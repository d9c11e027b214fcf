import { describe, expect, it } from '@jest/globals';
import { Bench, REALM } from '../spec-support/in-process.js';

const page = async (bench: Bench, url: string): Promise<{ status: number; text: string }> => {
  const { status, body } = await bench.simulator.handle({ method: 'GET', url, headers: {}, body: '' });
  return { status, text: body };
};

describe('the pages of the simulator', () => {
  it('list companies, their records by type, and the last calls with their request ids', async () => {
    const bench = new Bench();
    await bench.post('Customer', { DisplayName: 'Ann' }, '?requestid=req-1');
    const { status, text } = await page(bench, '/');
    expect(status).toBe(200);
    for (const part of ['Sandbox Company', 'Customer create', 'req-1', `href="/companies/${REALM}/Customer"`])
      expect(text).toContain(part);
  });

  it('list the records of a type a hundred at a time, and show one as it is stored', async () => {
    const bench = new Bench();
    for (let n = 1; n <= 101; n++) await bench.post('Customer', { DisplayName: `Customer ${String(n)}` });
    const first = (await page(bench, `/companies/${REALM}/Customer`)).text;
    expect(first).toContain('1 to 100 of 101');
    expect(first).not.toContain('Customer 101');
    expect((await page(bench, `/companies/${REALM}/Customer?from=101`)).text).toContain('Customer 101');
    const [{ Id } = { Id: '' }] = bench.simulator.dump(REALM).Customer;
    expect((await page(bench, `/companies/${REALM}/Customer/${String(Id)}`)).text).toContain(
      '&quot;SyncToken&quot;',
    );
  });

  it('show hostile names as text', async () => {
    const bench = new Bench();
    const DisplayName = '<script>alert(1)</script>"onload=';
    const { Id } = await bench.post('Customer', { DisplayName });
    for (const url of [`/companies/${REALM}/Customer`, `/companies/${REALM}/Customer/${Id}`]) {
      const { text } = await page(bench, url);
      expect(text).not.toContain('<script>');
      expect(text).toContain('&lt;script&gt;');
    }
  });

  it.each([
    '/companies/1/Customer',
    `/companies/${REALM}/Shoe`,
    `/companies/${REALM}/Customer/999`,
    '/elsewhere',
  ])('%s is not found', async (url) => {
    expect((await page(new Bench(), url)).status).toBe(404);
  });
});
