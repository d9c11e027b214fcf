import type { Profile } from '../profiles.js';
import { MINUTE, pacificText } from '../world/time.js';
import type { Entity } from '../world/entities.js';

/** A record in QuickBooks' own shape. */
export type QboObject = Record<string, unknown>;

/** A company as a folder of files: `Customer.json` and so on, each an array. */
export type QboCompany = Readonly<Record<string, readonly QboObject[]>>;

export interface Ref {
  readonly value: string;
  readonly name?: string;
}

/** What all writers need. */
export interface CompanyContext {
  readonly profile: Profile;
  readonly currency: Ref;
  /** When the company was opened. */
  readonly opened: number;
}

/** A record made in BPro was entered into QuickBooks so much later. */
const LAG = 2 * MINUTE;

export const createdInQbo = (entity: Entity<unknown>): number =>
  entity.presence === 'both' ? entity.created + LAG : entity.created;

/** When it was last touched there: made, edited, or (later) moved by a posting. */
export const touched = (entity: Entity<unknown>, ...postings: readonly number[]): number =>
  Math.max(createdInQbo(entity), entity.qboEdited ?? 0, ...postings);

/** How often a person edited it there, ending it included. */
export const edits = (entity: Entity<unknown>): number =>
  (entity.qboEdited === undefined ? 0 : 1) + (entity.qboState === 'active' ? 0 : 1);

/** The frame of every record. `syncToken` counts edits; a posting moves only the time (recorded). */
export const framed = (id: string, syncToken: number, created: number, updated: number): QboObject => ({
  domain: 'QBO',
  sparse: false,
  Id: id,
  SyncToken: String(syncToken),
  MetaData: { CreateTime: pacificText(created), LastUpdatedTime: pacificText(updated) },
});

export const framedEntity = (entity: Entity<unknown>, ...postings: readonly number[]): QboObject =>
  framed(entity.qboId, edits(entity), createdInQbo(entity), touched(entity, ...postings));

/** Without the properties that are undefined or null: QuickBooks leaves out what is empty. */
export const filled = (object: QboObject): QboObject => {
  const kept: QboObject = {};
  for (const [key, value] of Object.entries(object))
    if (value !== undefined && value !== null && value !== '') kept[key] = value;
  return kept;
};
