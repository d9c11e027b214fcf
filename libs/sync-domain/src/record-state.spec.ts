import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordEvent } from './record-events.js';
import { evolveRecord, foldRecord, initialRecordState, isLinked, noteFingerprint } from './record-state.js';

type Data<Type extends RecordEvent['type']> = Extract<RecordEvent, { type: Type }>['data'];

const linked = (more: Partial<Data<'RecordLinked'>> = {}): RecordEvent => ({
  type: 'RecordLinked',
  data: {
    bproId: 'c',
    qboId: '145',
    key: '0',
    createdAt: '2026-01-01T12:00:00Z',
    agreed: { name: ['a', 'a'] },
    versions: { bpro: '1', qbo: '0' },
    ...more,
  },
});
const intended = (more: Partial<Data<'WriteIntended'>> = {}): RecordEvent => ({
  type: 'WriteIntended',
  data: {
    side: 'qbo',
    operation: 'create',
    requestId: 'r-1',
    body: 'content/1',
    fields: ['name'],
    sourceId: 'c',
    agreed: { name: ['b', 'b'] },
    createdAt: '2026-01-01T12:00:00Z',
    at: '2026-02-01T12:00:00Z',
    ...more,
  },
});
const confirmed = (more: Partial<Data<'WriteConfirmed'>> = {}): RecordEvent => ({
  type: 'WriteConfirmed',
  data: {
    side: 'qbo',
    requestId: 'r-1',
    sideId: '145',
    version: '0',
    agreed: { name: ['b', 'b'] },
    versions: { bpro: '1', qbo: '0' },
    ...more,
  },
});
const importing = intended({ side: 'bpro', sourceId: '145' });
const raised = (more: Partial<Data<'NoteRaised'>> = {}): RecordEvent => ({
  type: 'NoteRaised',
  data: { code: 'name-taken', rule: 'F9', ...more },
});
const refused: RecordEvent = { type: 'WriteRefused', data: { side: 'qbo', requestId: 'r-1', code: '6240' } };
const abandoned: RecordEvent = {
  type: 'WriteAbandoned',
  data: { side: 'bpro', requestId: 'r-1', why: 'stale' },
};

describe('the life of a record', () => {
  it('F1 a record of which nothing happened is known on no side', () => {
    expect(foldRecord([])).toEqual(initialRecordState);
    expect(isLinked(initialRecordState)).toBe(false);
  });

  it('F1 linking ties both ids and keeps what was agreed, the versions and the earlier creation', () => {
    const state = foldRecord([linked()]);
    expect(isLinked(state)).toBe(true);
    expect(state).toMatchObject({
      bproId: 'c',
      qboId: '145',
      agreed: { name: ['a', 'a'] },
      versions: { bpro: '1', qbo: '0' },
      createdAt: '2026-01-01T12:00:00Z',
    });
  });

  it('E4 a record whose creation is under way is not linked yet, and a crash finds all that it needs', () => {
    const batch = { id: 'b-1', bId: '7' };
    const state = foldRecord([intended({ batch, targetId: '9' })]);
    expect(isLinked(state)).toBe(false);
    expect(state).toMatchObject({ bproId: 'c', qboId: undefined });
    expect(state.open).toEqual({
      side: 'qbo',
      operation: 'create',
      requestId: 'r-1',
      body: 'content/1',
      fields: ['name'],
      targetId: '9',
      batch,
      agreed: { name: ['b', 'b'] },
      createdAt: '2026-01-01T12:00:00Z',
      at: '2026-02-01T12:00:00Z',
    });
  });

  it('E4 what was intended is agreed only when the other side confirmed it', () => {
    const before = foldRecord([linked(), intended({ operation: 'update' })]);
    expect(before.agreed).toEqual({ name: ['a', 'a'] });
    const after = evolveRecord(before, confirmed({ versions: { qbo: '1' } }));
    expect(after).toMatchObject({
      agreed: { name: ['b', 'b'] },
      versions: { bpro: '1', qbo: '1' },
      open: undefined,
      removed: false,
    });
  });

  it('C2 a confirmed creation links the two and keeps the original’s creation date', () => {
    const state = foldRecord([intended(), confirmed()]);
    expect(isLinked(state)).toBe(true);
    expect(state).toMatchObject({ qboId: '145', createdAt: '2026-01-01T12:00:00Z' });
  });

  it('C2 a later write does not make the record younger', () => {
    const later = intended({ operation: 'update', createdAt: '2026-05-01T12:00:00Z' });
    expect(foldRecord([linked(), later, confirmed()]).createdAt).toBe('2026-01-01T12:00:00Z');
  });

  it('E4 an import ties the QuickBooks record first and BPro’s answer completes it', () => {
    const state = foldRecord([importing]);
    expect(state).toMatchObject({ bproId: undefined, qboId: '145' });
    expect(evolveRecord(state, confirmed({ side: 'bpro', sideId: 'new' }))).toMatchObject({
      bproId: 'new',
      qboId: '145',
    });
  });

  it('F14 an intent does not rename what is linked already', () => {
    const state = foldRecord([
      linked(),
      intended({ sourceId: 'other' }),
      intended({ side: 'bpro', sourceId: '9' }),
    ]);
    expect(state).toMatchObject({ bproId: 'c', qboId: '145' });
  });

  it.each([refused, abandoned])('F9 after %j nothing is under way', (end) => {
    const state = foldRecord([linked(), intended({ operation: 'update' }), end]);
    expect(state).toMatchObject({ open: undefined, bproId: 'c', qboId: '145', agreed: { name: ['a', 'a'] } });
  });

  it.each([refused, abandoned])('F9 an import that ended in %j lets go of the QuickBooks record', (end) => {
    expect(foldRecord([importing, end])).toMatchObject({ qboId: undefined, open: undefined });
  });

  it('F9 a refused creation in QuickBooks still knows its BPro record', () => {
    expect(foldRecord([intended(), refused])).toMatchObject({ bproId: 'c', qboId: undefined });
  });

  it('F9 a refused update in BPro keeps the link', () => {
    const update = intended({ side: 'bpro', operation: 'update', sourceId: '145' });
    expect(foldRecord([linked(), update, refused])).toMatchObject({ bproId: 'c', qboId: '145' });
  });

  it('E7 what both sides came to by themselves is agreed anew', () => {
    const agreed: RecordEvent = {
      type: 'RecordAgreed',
      data: { agreed: { name: ['c', 'c'] }, versions: { qbo: '4' } },
    };
    expect(foldRecord([linked(), agreed])).toMatchObject({
      agreed: { name: ['c', 'c'] },
      versions: { bpro: '1', qbo: '4' },
    });
  });

  it('F8 a removal that QuickBooks confirmed is remembered, and ends with the next write', () => {
    const removed = foldRecord([
      linked(),
      intended({ operation: 'inactivate' }),
      confirmed({ removed: true }),
    ]);
    expect(removed.removed).toBe(true);
    const back = [intended({ operation: 'reactivate' }), confirmed()].reduce(evolveRecord, removed);
    expect(back.removed).toBe(false);
  });

  it('F8 a side that lost the record is remembered until the record is there again', () => {
    const gone = foldRecord([linked(), { type: 'SideGone', data: { side: 'qbo' } }]);
    expect(gone).toMatchObject({ gone: 'qbo', qboId: '145' });
    expect(evolveRecord(gone, linked()).gone).toBeUndefined();
    expect(evolveRecord(gone, confirmed({ side: 'bpro', sideId: 'c' })).gone).toBe('qbo');
    expect(evolveRecord(gone, confirmed()).gone).toBeUndefined();
  });

  it('F2 a person’s answer is remembered: this one, or none of these', () => {
    const chosen = (qboId: string | null): RecordEvent => ({
      type: 'MatchChosen',
      data: { bproId: 'c', qboId },
    });
    expect(foldRecord([chosen('145')])).toMatchObject({ bproId: 'c', choice: { qboId: '145' } });
    expect(foldRecord([chosen('145'), chosen(null)])).toMatchObject({ choice: { qboId: null } });
    expect(foldRecord([linked({ bproId: 'first' }), chosen(null)]).bproId).toBe('first');
  });

  it('H3 a request to run again changes nothing by itself', () => {
    const state = foldRecord([linked(), raised()]);
    expect(evolveRecord(state, { type: 'RerunRequested', data: {} })).toEqual(state);
  });
});

describe('the note of a record', () => {
  const dismissed: RecordEvent = { type: 'NoteDismissed', data: { code: 'name-taken', reason: 'known' } };
  const restored: RecordEvent = { type: 'NoteRestored', data: { code: 'name-taken' } };

  it('H2 a record has one note, the last that was raised, with its cause', () => {
    const cause = { type: 'product', recordId: 'b.p', code: 'name-invalid' };
    const state = foldRecord([raised(), raised({ code: 'dependency-blocked', cause, bproId: 'i' })]);
    expect(state.note).toMatchObject({ code: 'dependency-blocked', dismissed: false, cause: 'product/b.p' });
    expect(state.bproId).toBe('i');
    expect(foldRecord([linked(), raised({ bproId: 'other' })]).bproId).toBe('c');
  });

  it('H3 a note can be dismissed, restored, and goes when its record syncs', () => {
    expect(foldRecord([raised(), dismissed]).note?.dismissed).toBe(true);
    expect(foldRecord([raised(), dismissed, restored]).note?.dismissed).toBe(false);
    expect(
      foldRecord([raised(), { type: 'NoteCleared', data: { code: 'name-taken' } }]).note,
    ).toBeUndefined();
  });

  it('H3 a dismissed note that says something new stands again', () => {
    expect(foldRecord([raised(), dismissed, raised({ code: 'refused' })]).note?.dismissed).toBe(false);
  });

  it('H3 where no note stands there is none to dismiss or restore', () => {
    expect(foldRecord([dismissed]).note).toBeUndefined();
    expect(foldRecord([restored]).note).toBeUndefined();
  });

  const plain = { code: 'refused', rule: 'F9' };
  it.each<[string, Partial<Data<'NoteRaised'>>]>([
    ['another code', { code: 'name-taken' }],
    ['a cause', { cause: { type: 'product', recordId: 'b.p', code: 'x' } }],
    ['other candidates', { candidates: ['1'] }],
    ['other fields', { fields: ['name'] }],
    ['another QuickBooks code', { qboCode: '6240' }],
  ])('H1 a note with %s says something new', (_what, more) => {
    expect(noteFingerprint({ ...plain, ...more })).not.toBe(noteFingerprint(plain));
  });

  it('H1 the same refusal under another intuit_tid says nothing new', () => {
    expect(noteFingerprint({ ...plain, intuitTid: '1-a' })).toBe(
      noteFingerprint({ ...plain, intuitTid: '1-b' }),
    );
  });
});

describe('any history', () => {
  const event = fc.constantFrom<RecordEvent>(
    linked(),
    intended(),
    importing,
    confirmed(),
    confirmed({ side: 'bpro', sideId: 'n', removed: true }),
    refused,
    abandoned,
    raised(),
    { type: 'SideGone', data: { side: 'qbo' } },
    { type: 'MatchChosen', data: { bproId: 'c', qboId: null } },
    { type: 'NoteCleared', data: { code: 'name-taken' } },
  );

  it('J1 a link row that was moved event by event equals one rebuilt from the stream', () => {
    fc.assert(
      fc.property(fc.array(event), fc.nat(), (events, at) => {
        const cut = events.length === 0 ? 0 : at % (events.length + 1);
        const kept: unknown = JSON.parse(JSON.stringify(foldRecord(events.slice(0, cut))));
        const moved = events.slice(cut).reduce(evolveRecord, kept as typeof initialRecordState);
        expect(JSON.parse(JSON.stringify(moved))).toEqual(JSON.parse(JSON.stringify(foldRecord(events))));
      }),
    );
  });
});
