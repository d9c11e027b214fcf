import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import { readInput } from './input-files.js';
import { parseOptions, UsageError } from './options.js';

const handWritten = fileURLToPath(new URL('../../demo-books/hand-written/', import.meta.url));

describe('what the demonstration starts from', () => {
  let folder = '';
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const read = (...args: readonly string[]): ReturnType<typeof readInput> => {
    const options = parseOptions(args);
    if (options === 'help') throw new Error('help');
    return readInput(options, folder);
  };
  const refusal = (...args: readonly string[]): string => {
    try {
      read(...args);
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
    return '';
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'demo-input-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('generates both sides, and writes the QuickBooks company as a folder of files', () => {
    const { bpro, qboFolder, settings } = read('--records', '40');
    expect(bpro.records.length).toBeGreaterThan(30);
    expect(JSON.parse(readFileSync(join(qboFolder, 'Invoice.json'), 'utf8'))).not.toHaveLength(0);
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, chooseRefundAccount: true });
  });

  it('takes files in place of generated books', () => {
    const given = read('--bpro-data', `${handWritten}bpro.json`, '--qbo-company', `${handWritten}qbo`);
    expect(given.qboFolder).toBe(`${handWritten}qbo`);
    expect(given.bpro.records).toHaveLength(
      (JSON.parse(readFileSync(`${handWritten}bpro.json`, 'utf8')) as { records: unknown[] }).records.length,
    );
  });

  it('takes settings in part, and keeps a refund account that is null', () => {
    const settings = file('settings.json', '{"onlyInQbo":"ignore","refundAccountId":null}');
    expect(read('--records', '20', '--settings', settings).settings).toEqual({
      ...DEFAULT_SETTINGS,
      onlyInQbo: 'ignore',
      chooseRefundAccount: false,
    });
  });

  it.each([
    ['a file that is not there', () => ['--bpro-data', join(folder, 'none.json')], 'there is no such file'],
    ['a folder for a file', () => ['--bpro-data', folder], 'folder'],
    ['no JSON', () => ['--bpro-data', file('a.json', '{"format":')], 'not JSON'],
    ['a record without a field', () => ['--bpro-data', file('b.json', withoutName())], 'data.name'],
    [
      'settings that are misspelt',
      () => ['--settings', file('c.json', '{"onlyInQBO":"create"}')],
      'onlyInQBO',
    ],
    [
      'settings of the wrong kind',
      () => ['--settings', file('d.json', '{"fromDate":"yesterday"}')],
      'fromDate',
    ],
    ['a company that is not there', () => ['--qbo-company', join(folder, 'none')], 'there is no such folder'],
    ['a company file that is no JSON', () => ['--qbo-company', company('{')], 'Customer.json: not JSON'],
    [
      'a company record without Id',
      () => ['--qbo-company', company('[{"DisplayName":"A"}]')],
      'Customer.json[0].Id',
    ],
  ])('refuses %s in one line that names option, file and field', (_what, args, named) => {
    const said = refusal('--records', '10', ...args());
    expect(said).toContain(named);
    expect(said).toMatch(/^--(bpro-data|settings|qbo-company) \S/);
    expect(said).not.toContain('\n');
  });

  const withoutName = (): string => {
    const books = JSON.parse(readFileSync(`${handWritten}bpro.json`, 'utf8')) as {
      records: { type: string; data: Record<string, unknown> }[];
    };
    delete books.records[0]?.data['name'];
    return JSON.stringify(books);
  };

  const company = (customers: string): string => {
    const path = mkdtempSync(join(folder, 'company-'));
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'Customer.json'), customers);
    return path;
  };
});
