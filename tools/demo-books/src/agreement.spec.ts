import { describe, expect, it } from '@jest/globals';
import {
  companyProfile,
  DEFAULT_SETTINGS,
  type Fields,
  MAPPINGS,
  type MatchCandidate,
  matchBpro,
  type MappingContext,
  type QboContent,
  RECORD_TYPES,
  type RecordType,
  resolveTaxCode,
  sameValue,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import { BOOKS_PROFILES, generateBooks, type GeneratedBooks } from './index.js';

/** Records with their match keys, found by key. */
class Candidates {
  readonly all: readonly MatchCandidate[];
  private readonly byKey = new Map<string, MatchCandidate[]>();

  constructor(
    records: readonly [string, QboContent][],
    keysOf: (content: QboContent) => string[],
    fieldsOf: (content: QboContent) => Fields,
  ) {
    this.all = records.map(([id, content]) => ({ id, keys: keysOf(content), fields: fieldsOf(content) }));
    for (const candidate of this.all)
      for (const key of candidate.keys) this.byKey.set(key, [...(this.byKey.get(key) ?? []), candidate]);
  }

  sharing(keys: readonly string[]): MatchCandidate[] {
    return [...new Set(keys.flatMap((key) => this.byKey.get(key) ?? []))];
  }
}

/** The books as the sync's mappings see them, every pair linked. */
function mapped({ bpro, qbo, pairs }: GeneratedBooks) {
  const [companyInfo, preferences] = [qbo['CompanyInfo']?.[0] ?? {}, qbo['Preferences']?.[0] ?? {}];
  const [accounts, taxRates, taxAgencies] = ['Account', 'TaxRate', 'TaxAgency'].map((e) => qbo[e] ?? []);
  const lists = { accounts: accounts ?? [], taxRates: taxRates ?? [], taxAgencies: taxAgencies ?? [] };
  const taxCodes = (qbo['TaxCode'] ?? []).map((c) => resolveTaxCode(c, lists.taxRates, lists.taxAgencies));
  const contents = new Map<string, QboContent>();
  const recordIds = new Map<string, string>();
  const ours = new Map(bpro.records.map((r) => [`${r.type}/${r.id}`, r.data]));
  const theirs = new Map<string, QboContent>();
  for (const type of RECORD_TYPES) {
    const mapping = MAPPINGS[type];
    for (const raw of type === 'tax' ? taxCodes : (qbo[mapping.qboEntity] ?? []))
      for (const unit of mapping.units(raw)) theirs.set(`${type}/${unit.id}`, unit.content);
    for (const [bproId, qboId] of pairs[type]) {
      recordIds.set(`${type}/bpro/${bproId}`, bproId);
      recordIds.set(`${type}/qbo/${qboId}`, bproId);
    }
  }
  const context: MappingContext = {
    company: companyProfile({ companyInfo, preferences, taxCodes: qbo['TaxCode'] ?? [], ...lists }),
    settings: DEFAULT_SETTINGS,
    timeZone: bpro.settings.timeZone,
    recordId: (type: RecordType, side: Side, sideId) =>
      recordIds.get(`${type}/${side}/${sideId}`) ?? `${side}-${sideId}`,
    content: (type, side, recordId) => contents.get(`${type}/${side}/${recordId}`),
  };
  for (const [key, content] of theirs) {
    const [type = '', id = ''] = key.split('/');
    contents.set(`${type}/qbo/${context.recordId(type as RecordType, 'qbo', id)}`, content);
  }
  for (const { type, id, data } of bpro.records) contents.set(`${type}/bpro/${id}`, data);
  return { ours, theirs, context };
}

describe.each(BOOKS_PROFILES)('the plain books of %s', (profile) => {
  const books = generateBooks({ seed: 11, size: 1000, profile, traps: false });
  const { ours, theirs, context } = mapped(books);

  it.each(RECORD_TYPES)('E7 every shared %s is the same on both sides, field by field', (type) => {
    const differences: string[] = [];
    for (const [bproId, qboId] of books.pairs[type]) {
      const content = theirs.get(`${type}/${qboId}`);
      const bpro = MAPPINGS[type].fromBpro(ours.get(`${type}/${bproId}`) ?? {}, context);
      const qbo = MAPPINGS[type].fromQbo(content ?? {}, context);
      for (const field of new Set([...Object.keys(bpro), ...Object.keys(qbo)]))
        if (
          !(type === 'refund' && ['invoice', 'payment'].includes(field)) &&
          !sameValue(bpro[field], qbo[field])
        )
          differences.push(
            `${bproId} ${field}: ${JSON.stringify(bpro[field])} / ${JSON.stringify(qbo[field])}`,
          );
    }
    expect(differences.slice(0, 5)).toEqual([]);
    expect(books.pairs[type].length).toBeGreaterThan(type === 'tax' && profile === 'us-automated' ? -1 : 0);
  });

  it.each(RECORD_TYPES)('F1 every shared %s finds its counterpart and nothing else finds any', (type) => {
    const mapping = MAPPINGS[type];
    const ofType = (records: ReadonlyMap<string, QboContent>): [string, QboContent][] =>
      [...records]
        .filter(([key]) => key.startsWith(`${type}/`))
        .map(([key, c]) => [key.slice(type.length + 1), c]);
    const bpro = new Candidates(ofType(ours), mapping.bproKeys, (c) => mapping.fromBpro(c, context));
    const qbo = new Candidates(ofType(theirs), mapping.qboKeys, (c) => mapping.fromQbo(c, context));
    const partner = new Map(books.pairs[type]);
    for (const record of bpro.all) {
      const near = qbo.sharing(record.keys);
      const match = matchBpro(mapping, record, near, bpro.sharing(near.flatMap((q) => q.keys)));
      const expected = partner.get(record.id);
      expect([record.id, match.kind === 'matched' ? match.id : match.kind]).toEqual([
        record.id,
        expected ?? 'none',
      ]);
    }
  });
});
