import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateBooks } from './generate-books.js';
import { BOOKS_PROFILES } from './profiles.js';

/**
 * `node dist/write-books.js FOLDER [--seed 1] [--size 1000] [--profile us-manual] [--until 2025-12-31T23:59:59Z]
 * [--plain]`: writes `bpro.json`, `qbo/<Entity>.json`, `pairs.json` and `facts.json`. `--plain`: without the traps.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '1000' },
    profile: { type: 'string', default: 'us-manual' },
    until: { type: 'string' },
    plain: { type: 'boolean', default: false },
  },
});

const wholeNumber = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} must be a whole number above 0`);
  return value;
};

const [folder] = positionals;
const profile = BOOKS_PROFILES.find((name) => name === values.profile);
if (folder === undefined) throw new RangeError('which folder?');
if (profile === undefined) throw new RangeError(`--profile is one of ${BOOKS_PROFILES.join(', ')}`);

const books = generateBooks({
  seed: wholeNumber('seed', values.seed),
  size: wholeNumber('size', values.size),
  profile,
  traps: !values.plain,
  ...(values.until === undefined ? {} : { until: values.until }),
});

/** One record per line: files that can be read and compared. */
const linesOf = (records: readonly unknown[]): string =>
  `[\n${records.map((r) => JSON.stringify(r)).join(',\n')}\n]\n`;

mkdirSync(join(folder, 'qbo'), { recursive: true });
writeFileSync(join(folder, 'pairs.json'), `${JSON.stringify(books.pairs, null, 1)}\n`);
const { records, ...frame } = books.bpro;
writeFileSync(
  join(folder, 'bpro.json'),
  `${JSON.stringify(frame).slice(0, -1)},"records":${linesOf(records)}}\n`,
);
for (const [entity, objects] of Object.entries(books.qbo))
  writeFileSync(join(folder, 'qbo', `${entity}.json`), linesOf(objects));
writeFileSync(join(folder, 'facts.json'), `${JSON.stringify(books.facts, null, 2)}\n`);
process.stdout.write(`${JSON.stringify({ folder, bpro: books.facts.bpro, qbo: books.facts.qbo })}\n`);
