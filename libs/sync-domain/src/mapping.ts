import type { z } from 'zod';
import type { BproRecord } from './bpro-record.js';
import type { CompanyProfile } from './company.js';
import type { Fields } from './fields.js';
import type { NoteCode } from './notes.js';
import type { RecordType, Side } from './record-types.js';
import type { Settings } from './settings.js';

export type QboContent = Readonly<Record<string, unknown>>;

/** One thing in a QuickBooks record that is a record for us: usually the record itself (rule F14: applications). */
export interface QboUnit {
  readonly id: string;
  /** SyncToken. */
  readonly version: string;
  readonly createdAt: string;
  /** When it was last edited: LastUpdatedTime, or the creation while SyncToken is 0 (rule F3). */
  readonly updatedAt: string;
  readonly state: 'active' | 'inactive' | 'voided';
  readonly content: QboContent;
}

/** A reference that a record holds, as its side names it. */
export interface Reference {
  readonly field: string;
  readonly type: RecordType;
  readonly sideId: string;
  /** Without it the record is not created (rule F5). */
  readonly required: boolean;
}

/** What can be foreseen as refused before QuickBooks (or BPro) is asked (rules F6, F10). */
export interface Problem {
  readonly code: NoteCode;
  readonly field?: string;
  /** `block`: nothing is written; `note`: written, and said. */
  readonly effect: 'block' | 'note';
}

/** What a mapping may know besides the record. */
export interface MappingContext {
  readonly company: CompanyProfile;
  readonly settings: Settings;
  /** IANA time zone of the company's days. */
  readonly timeZone: string;
  /** Our id of a side's record: its link's, its planned match's, or the one derived from side and id. */
  recordId(type: RecordType, side: Side, sideId: string): string;
  /** The cached content of a record by our id and side; for what a document needs of its neighbours. */
  content(type: RecordType, side: Side, recordId: string): QboContent | undefined;
}

/** For composing a write: the sides' ids of the records that it refers to. */
export interface ComposeContext extends MappingContext {
  /** Undefined: an optional reference that has no counterpart is left out. */
  sideId(type: RecordType, side: Side, recordId: string): string | undefined;
  /** Where payments and refunds carry their mark (rule 4 of the house): names our record. */
  readonly marker: string;
}

export interface QboWriteDraft {
  readonly entity: string;
  readonly body: QboContent;
}

/** A key that one side keeps unique within a type, and the note that a second one gets (rule F10). */
export interface UniqueKey {
  /** Which of the type's keys: the level of rule F1. */
  readonly level: number;
  readonly code: NoteCode;
  /** QuickBooks' vendors and employees have their names in the same name space. */
  readonly sharedWithOtherNames?: true;
}

/** Under which a QuickBooks record is found again whose create had no answer. */
export interface BusinessKey {
  readonly property: string;
  readonly value: string;
  /** Many have the same key: ours is the one that carries our marker in its PrivateNote. */
  readonly marked?: true;
}

/** The form that each record type fills in. One file per type, one registry. */
export interface EntityMapping<BproSchema extends z.ZodType = z.ZodType> {
  readonly type: RecordType;
  /** What the page calls the records of this type. */
  readonly label: string;
  /** Its page in QuickBooks' web application, before the id; undefined: it has none of its own. */
  readonly qboPage: string | undefined;
  /** The start date leaves records out (rule C2). */
  readonly dated: boolean;
  /** It refers to records of its own type: those go first. */
  readonly nested: boolean;
  /** Mappings of other types look into its content (an invoice into its tax, a payment into its invoice). */
  readonly lookedInto: boolean;
  /** Written to QuickBooks one by one: it moves money, or fits in no batch. */
  readonly oneByOne: boolean;
  readonly qboUnique: UniqueKey | undefined;
  /** Of what is created in BPro: unique there, whatever the rest of the record says. */
  readonly bproUnique: UniqueKey | undefined;
  /** What to read from QuickBooks for it. */
  readonly qboEntity: string;
  readonly qboWhere: readonly {
    readonly property: string;
    readonly operator: 'IN' | '=';
    readonly value: readonly (string | boolean)[] | string | boolean;
  }[];
  /** Fields whose first difference is never sent to that side (a product's type, rule F6). */
  readonly neverSent?: Readonly<Partial<Record<Side, readonly string[]>>>;
  /** Fields that QuickBooks clears by itself: against an edit in BPro, blank there is nobody's edit (rule F3). */
  readonly clearedByQbo?: readonly string[];
  /** Fields that QuickBooks could not take when they were agreed and can now, though neither side changed them (F13). */
  possibleNow?(bpro: Fields, exists: QboContent, context: MappingContext): readonly string[];
  /** QuickBooks can void, delete or inactivate it when BPro ends it (rule F8). */
  readonly qboRemoval: 'void' | 'delete' | 'inactivate' | 'none';
  /** What in QuickBooks' record stands in the way of its removal. */
  readonly removalProblem?: (content: QboContent) => Problem | undefined;
  /** BPro creates none of this type by sync (sales terms). */
  readonly bproCreates: boolean;
  /** `data` of a BPro record of this type. */
  readonly bproSchema: BproSchema;
  /** The fields of a QuickBooks record that the mapping reads; unknown ones pass. */
  readonly qboSchema: z.ZodType;
  /**
   * The units in one QuickBooks record; none: not ours (a category among items, a link payment). `linked`: the names of
   * its units that are linked already (a payment's, rule F14).
   */
  units(raw: QboContent, linked?: readonly string[]): QboUnit[];
  bproKeys(data: BproRecord['data']): string[];
  qboKeys(content: QboContent): string[];
  /** Whether two records with a common key of this level are the same in the rest of the key. */
  identifies(level: number, bpro: Fields, qbo: Fields): boolean;
  bproReferences(data: BproRecord['data'], context: MappingContext): Reference[];
  qboReferences(content: QboContent, context: MappingContext): Reference[];
  fromBpro(data: BproRecord['data'], context: MappingContext): Fields;
  fromQbo(content: QboContent, context: MappingContext): Fields;
  /** What stands in the way of writing these fields to a side. `exists`: it is an update. */
  problems(side: Side, fields: Fields, context: MappingContext, exists: QboContent | undefined): Problem[];
  /** Left out by the settings or the company, whatever else holds; a reason code (rules C5, F12, F15). */
  leftOut?(fields: Fields, side: Side, content: QboContent, context: MappingContext): string | undefined;
  /** Of the body of a create that `toQbo` made. */
  businessKey(body: QboContent): BusinessKey;
  /** A create (no `exists`) or a sparse update of the named fields. */
  toQbo(
    fields: Fields,
    changed: readonly string[],
    exists: QboContent | undefined,
    context: ComposeContext,
  ): QboWriteDraft;
  /** `data` of a new BPro record (no `exists`), or the named fields of it. */
  toBpro(
    fields: Fields,
    changed: readonly string[],
    exists: BproRecord['data'] | undefined,
    context: ComposeContext,
  ): BproRecord['data'];
}
