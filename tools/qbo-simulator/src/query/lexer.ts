import { refuse } from '../api/service-fault.js';

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'symbol' | 'end';
  /** The text; for a string its value without quotes and escapes. */
  readonly text: string;
  /** 1-based. */
  readonly column: number;
}

const SYMBOL = /(<=|>=|!=|[=<>*(),])/y;
const WORD = /[A-Za-z_][A-Za-z0-9_.]*/y;
const NUMBER = /-?\d+(\.\d+)?/y;
const SPACE = /\s+/y;

const match = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** Splits a query into tokens. A character that no token begins with is a lexical error (4000). */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (kind: Token['kind'], text: string, length = text.length): void => {
    tokens.push({ kind, text, column: at + 1 });
    at += length;
  };
  while (at < query.length) {
    const space = match(SPACE, query, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    if (query[at] === "'") {
      const { value, length } = quoted(query, at);
      take('string', value, length);
      continue;
    }
    const word = match(WORD, query, at);
    if (word !== undefined) {
      take('word', word);
      continue;
    }
    const number = match(NUMBER, query, at);
    if (number !== undefined) {
      take('number', number);
      continue;
    }
    const symbol = match(SYMBOL, query, at);
    if (symbol === undefined) throw lexical(query, at);
    take('symbol', symbol);
  }
  take('end', '<EOF>');
  return tokens;
}

/** A string in single quotes; `\'` is a quote and `\\` a backslash. */
function quoted(query: string, at: number): { readonly value: string; readonly length: number } {
  let value = '';
  for (let i = at + 1; i < query.length; i++) {
    const character = query.charAt(i);
    if (character === "'") return { value, length: i - at + 1 };
    if (character === '\\' && i + 1 < query.length) value += query.charAt(++i);
    else value += character;
  }
  throw lexical(query, query.length);
}

/** Refuses ’ and ‘ anywhere in a query (4000). */
export function refuseTypographicQuotes(query: string): void {
  const at = query.search(/[\u2018\u2019]/);
  if (at >= 0) throw lexical(query, at);
}

function lexical(query: string, at: number): Error {
  const character = query.charAt(at);
  const encountered = character === '' ? '<EOF>' : `"${character}" (${String(character.charCodeAt(0))})`;
  return refuse.queryGrammar(
    `QueryParserError: Lexical error at line 1, column ${String(at + 1)}.  Encountered: ${encountered}, after : ""`,
  );
}
