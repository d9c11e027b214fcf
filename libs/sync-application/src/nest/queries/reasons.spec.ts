import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ruleOf, textOf } from './reasons.js';

const LIBRARIES = join(dirname(fileURLToPath(import.meta.url)), '../../../../');
const CODE = /['"`]([A-Z]\d{1,2}:[a-z][a-z0-9-]*[a-z0-9])['"`]/g;

/** Reason codes as they stand in the decisions' sources. */
const codesIn = (library: string): string[] =>
  readdirSync(join(LIBRARIES, library, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.includes('nest'))
    .flatMap((file) => [...readFileSync(join(LIBRARIES, library, 'src', file), 'utf8').matchAll(CODE)])
    .map(([, code = '']) => code);

describe('the reasons of decisions', () => {
  it('K3 every code that a decision can give has plain words of its own', () => {
    const codes = new Set([...codesIn('sync-domain'), ...codesIn('sync-application')]);
    expect(codes.size).toBeGreaterThan(15);
    const wordless = [...codes].filter((code) => /^Rule [A-Z]\d+:/.test(textOf(code)));
    expect(wordless).toEqual([]);
  });

  it.each([
    ['F1:matched-2', 'F1', 'recognised'],
    ['F5:customer-ignored', 'F5', 'needs (customer) is ignored'],
    ['F5:invoice-left-out', 'F5', 'needs (invoice) is left out'],
    ['F10:name-invalid', 'F10', 'colon'],
    ['Z9:never-heard-of', 'Z9', 'Rule Z9: never heard of.'],
  ])('K3 %s cites %s and says so', (reason, rule, words) => {
    expect(ruleOf(reason)).toBe(rule);
    expect(textOf(reason)).toContain(words);
  });
});
