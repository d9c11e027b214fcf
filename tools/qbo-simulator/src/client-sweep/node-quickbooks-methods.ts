import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';

export type Verb = 'create' | 'get' | 'update' | 'delete' | 'void' | 'find' | 'send' | 'pdf';

/** What one method of node-quickbooks does, or why the simulator does not have it. */
export type MethodKind =
  /** An operation on one record type. */
  | { readonly kind: 'operation'; readonly verb: Verb; readonly entity: EntityName }
  /** Has a test of its own. */
  | { readonly kind: 'own-test' }
  /** QuickBooks has no such operation either and says so. */
  | { readonly kind: 'refused'; readonly entity: EntityName; readonly reason: string }
  /** Not in the simulator, which says so with a fault. */
  | { readonly kind: 'absent'; readonly reason: string }
  /** Reaches no part of QuickBooks that the simulator stands for. */
  | { readonly kind: 'elsewhere'; readonly reason: string };

const OWN_TESTS = new Set([
  'batch',
  'changeDataCapture',
  'createTaxService',
  'refreshAccessToken',
  'revokeAccess',
  'getUserInfo',
]);

const UPLOAD_METHOD = 'upload';
const UPLOAD = 'the content of attachments is not kept; Attachable itself is';
const NO_UPDATE = 'taxes are changed on the pages of QuickBooks: the reference has no update';

const ELSEWHERE: Readonly<Record<string, string>> = {
  capitalize: 'a function on a string, makes no call',
  pluralize: 'a function on a string, makes no call',
  reconnect: 'OAuth 1.0a at appcenter.intuit.com, ended in 2019',
  disconnect: 'OAuth 1.0a at appcenter.intuit.com, ended in 2019',
};

/** The methods that this file knows by their whole name. */
export const LISTED_METHODS: readonly string[] = [...OWN_TESTS, ...Object.keys(ELSEWHERE), UPLOAD_METHOD];

/** Record types that QuickBooks has and the simulator has not. */
const ABSENT_ENTITIES: Readonly<Record<string, string>> = {
  Budget: 'budgets only feed reports',
  CompanyCurrency: 'currencies of a company are set by an option when it is created',
  CustomerType: 'nothing depends on the type of a customer',
  ExchangeRate: 'rates are sent with each transaction',
  JournalCode: 'French companies only',
};

const REPORTS = 'the simulator has no reports';

const VERBS: readonly (readonly [RegExp, Verb])[] = [
  [/^get(\w+)Pdf$/, 'pdf'],
  [/^send(\w+?)(?:Pdf)?$/, 'send'],
  [/^create(\w+)$/, 'create'],
  [/^get(\w+)$/, 'get'],
  [/^update(\w+)$/, 'update'],
  [/^delete(\w+)$/, 'delete'],
  [/^void(\w+)$/, 'void'],
  [/^find(\w+)$/, 'find'],
];

/** What a method is; undefined when nobody has decided: then the library has something new. */
export function kindOf(method: string): MethodKind | undefined {
  if (OWN_TESTS.has(method)) return { kind: 'own-test' };
  if (method === UPLOAD_METHOD) return { kind: 'absent', reason: UPLOAD };
  const elsewhere = ELSEWHERE[method];
  if (elsewhere !== undefined) return { kind: 'elsewhere', reason: elsewhere };
  if (/^report[A-Z]/.test(method) || method === 'getReports') return { kind: 'absent', reason: REPORTS };
  for (const [pattern, verb] of VERBS) {
    const noun = pattern.exec(method)?.[1];
    if (noun === undefined) continue;
    const isNamed = (name: string): boolean => noun === (verb === 'find' ? plural(name) : name);
    const absent = Object.keys(ABSENT_ENTITIES).find(isNamed);
    if (absent !== undefined) return { kind: 'absent', reason: ABSENT_ENTITIES[absent] ?? '' };
    const entity = ENTITY_NAMES.find(isNamed);
    if (entity === undefined) return undefined;
    if (verb === 'update' && /^Tax(Agency|Code|Rate)$/.test(entity))
      return { kind: 'refused', entity, reason: NO_UPDATE };
    return { kind: 'operation', verb, entity };
  }
  return undefined;
}

/** The library's plurals: Bills, Classes, Preferenceses, Currencies. */
const plural = (name: string): string =>
  name.endsWith('s') ? `${name}es` : name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
