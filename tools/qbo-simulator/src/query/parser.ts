import { refuse } from '../api/service-fault.js';
import { type Token, tokenize } from './lexer.js';

export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'IN' | 'LIKE';
export type Value = string | number | boolean;

export interface QueryCondition {
  readonly property: string;
  readonly operator: Operator;
  readonly values: readonly Value[];
}

export interface QueryStatement {
  readonly select: 'all' | 'count' | readonly string[];
  readonly entity: string;
  readonly where: readonly QueryCondition[];
  readonly orderBy: readonly { readonly property: string; readonly descending: boolean }[];
  /** 1-based. */
  readonly startPosition: number;
  readonly maxResults: number;
}

const DEFAULT_RESULTS = 100;
const MAX_RESULTS = 1000;
const EXPECTED = [
  '<EOF>',
  '"."',
  '"and"',
  '"between"',
  '"contains"',
  '"in"',
  '"iterator"',
  '"like"',
  '"maxresults"',
  '"not"',
  '"or"',
  '"order"',
  '"orderby"',
  '"startposition"',
  '"="',
  '"!="',
  '"<"',
  '"<="',
  '">"',
  '">="',
];

/**
 * SELECT … FROM … [WHERE … AND …] [ORDERBY …] [STARTPOSITION n] [MAXRESULTS n], as the data-queries page has it;
 * refuses the rest with the parser's own kind of message (4000) and bad limits (4001).
 */
export function parseQuery(query: string): QueryStatement {
  if (query.trim() === '') throw refuse.queryGrammar('\nQueryParserError: The query provided was empty');
  return new Parser(tokenize(query)).statement();
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  statement(): QueryStatement {
    this.keyword('select');
    const select = this.selection();
    this.keyword('from');
    const entity = this.word();
    const where = this.skip('where') ? this.conditions() : [];
    const orderBy = this.ordering();
    let startPosition = 1;
    let maxResults = DEFAULT_RESULTS;
    for (;;) {
      if (this.skip('startposition')) startPosition = this.limit(1, Infinity);
      else if (this.skip('maxresults')) maxResults = this.limit(1, MAX_RESULTS);
      else break;
    }
    if (this.peek().kind !== 'end') throw this.unexpected();
    return { select, entity, where, orderBy, startPosition, maxResults };
  }

  private selection(): QueryStatement['select'] {
    if (this.symbol('*')) return 'all';
    const first = this.word();
    if (first.toLowerCase() === 'count' && this.symbol('(')) {
      this.need('*');
      this.need(')');
      return 'count';
    }
    const properties = [first];
    while (this.symbol(',')) properties.push(this.word());
    return properties;
  }

  private conditions(): QueryCondition[] {
    const conditions = [this.condition()];
    while (this.skip('and')) conditions.push(this.condition());
    return conditions;
  }

  private condition(): QueryCondition {
    const property = this.word();
    if (this.skip('in')) return { property, operator: 'IN', values: this.values() };
    if (this.skip('like')) return { property, operator: 'LIKE', values: [this.value()] };
    for (const operator of ['=', '<=', '>=', '<', '>'] as const)
      if (this.symbol(operator)) return { property, operator, values: [this.value()] };
    throw this.unexpected();
  }

  private values(): Value[] {
    this.need('(');
    const values = [this.value()];
    while (this.symbol(',')) values.push(this.value());
    this.need(')');
    return values;
  }

  private value(): Value {
    const token = this.peek();
    const lower = token.text.toLowerCase();
    const isBoolean = token.kind === 'word' && (lower === 'true' || lower === 'false');
    if (token.kind !== 'string' && token.kind !== 'number' && !isBoolean) throw this.unexpected();
    this.at++;
    if (isBoolean) return lower === 'true';
    return token.kind === 'number' ? Number(token.text) : token.text;
  }

  private ordering(): QueryStatement['orderBy'] {
    if (this.skip('order')) this.keyword('by');
    else if (!this.skip('orderby')) return [];
    const order: { property: string; descending: boolean }[] = [];
    do {
      const property = this.word();
      const descending = this.skip('desc');
      if (!descending) this.skip('asc');
      order.push({ property, descending });
    } while (this.symbol(','));
    return order;
  }

  private limit(min: number, max: number): number {
    const token = this.peek();
    if (token.kind !== 'number' && !(token.kind === 'string' && /^\d+$/.test(token.text)))
      throw this.unexpected();
    this.at++;
    const value = Number(token.text);
    if (value < min)
      throw refuse.invalidQuery(`value ${token.text} is too small. Min allowed value is ${String(min)}`);
    if (value > max)
      throw refuse.invalidQuery(`value ${token.text} is too large. Max allowed value is ${String(max)}`);
    return value;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '<EOF>', column: 0 };
  }

  private word(): string {
    const token = this.peek();
    if (token.kind !== 'word') throw this.unexpected();
    this.at++;
    return token.text;
  }

  private skip(keyword: string): boolean {
    const token = this.peek();
    const found = token.kind === 'word' && token.text.toLowerCase() === keyword;
    if (found) this.at++;
    return found;
  }

  private keyword(keyword: string): void {
    if (!this.skip(keyword)) throw this.unexpected();
  }

  private symbol(symbol: string): boolean {
    const token = this.peek();
    const found = token.kind === 'symbol' && token.text === symbol;
    if (found) this.at++;
    return found;
  }

  private need(symbol: string): void {
    if (!this.symbol(symbol)) throw this.unexpected();
  }

  private unexpected(): Error {
    const token = this.peek();
    const kind = {
      word: '<ALPHANUMERIC>',
      string: '<STRING>',
      number: '<INTEGER>',
      symbol: `"${token.text}"`,
      end: '',
    }[token.kind];
    const encountered = token.kind === 'end' ? '"<EOF>"' : `" ${kind} "${token.text} ""`;
    const expected = EXPECTED.map((each) => `    ${each} ...`).join('\n');
    return refuse.queryGrammar(
      `QueryParserError: Encountered ${encountered} at line 1, column ${String(token.column)}.\nWas expecting one of:\n${expected}\n    `,
    );
  }
}
