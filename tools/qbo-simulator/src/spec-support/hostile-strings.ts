import { seeded } from './in-process.js';

/** What breaks careless code: quoting, escaping, structure, direction, encoding. */
const ATOMS: readonly string[] = [
  "'",
  '"',
  '`',
  '\\',
  "\\'",
  "''",
  '\\\\',
  ':',
  '\t',
  '\n',
  '\r',
  '\u0000',
  '\u0007',
  '\u001b',
  '\u2018',
  '\u2019',
  '\u201c',
  '\u201d',
  '\u2028',
  '\u00a0',
  '\ufeff',
  '\u200b',
  '\u200f',
  '\u202e',
  '\u2066',
  '\u0301',
  'é',
  'e\u0301',
  'ß',
  'İ',
  'Ω',
  '漢',
  '\u{1f600}',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  '\u{1f1e8}\u{1f1e6}',
  '\ud800',
  '\udc00',
  '%',
  '%27',
  '%00',
  '&',
  '#',
  '+',
  '=',
  '?',
  '@',
  '<b>',
  '</script>',
  '&apos;',
  '<![CDATA[',
  '{"a":1}',
  '${x}',
  '{{x}}',
  '(',
  ')',
  ',',
  ';',
  '--',
  '/*',
  ' ',
  '  ',
  'a',
  'Z',
  '0',
];

const PHRASES: readonly string[] = [
  "x' or Id > '0",
  "' OR '1'='1",
  "') startposition 1 maxresults 1",
  "' orderby Id desc",
  "a' and Active = false and DisplayName = 'a",
  "\\' or 1=1 --",
  'select * from Customer',
  'maxresults 1',
  'null',
  'undefined',
  'true',
  '-1',
  '1e3',
  '__proto__',
  'constructor',
  ' (deleted)',
];

/** `count` strings, the same for the same seed; many near the limit of `max` characters, some of 4,000. */
export function hostileStrings(seed: number, count: number, max: number): string[] {
  const random = seeded(seed);
  const oneOf = (all: readonly string[]): string => all[Math.floor(random() * all.length)] ?? '';
  const mixed = (length: number): string => {
    let text = '';
    while (text.length < length) text += random() < 0.08 ? oneOf(PHRASES) : oneOf(ATOMS);
    return text;
  };
  const exactly = (length: number): string => mixed(length).slice(0, length);
  return Array.from({ length: count }, (_, i) => {
    const draw = random();
    if (draw < 0.02) return exactly(4_000);
    if (draw < 0.08) return exactly(max - 1 + Math.floor(random() * 3));
    if (draw < 0.2) return oneOf(PHRASES) + (random() < 0.5 ? '' : String(i));
    if (draw < 0.3) return `${oneOf(ATOMS)}${String(i)}${oneOf(ATOMS)}`;
    return mixed(1 + Math.floor(random() * 24));
  });
}
