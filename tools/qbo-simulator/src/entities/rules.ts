import type { Draft, QboRecord } from '../model/record.js';
import type { EntityDefinition } from '../schema/definitions.js';
import type { UnitOfWork } from '../store/unit-of-work.js';

/** A create or update in the making. */
export interface WriteContext {
  readonly work: UnitOfWork;
  readonly definition: EntityDefinition;
  readonly id: string;
  /** The body, checked; nulls and read-only properties are gone. */
  readonly sent: QboRecord;
  /** The record before an update. */
  readonly stored: QboRecord | undefined;
  /** `include=allowduplicatedocnum`. */
  readonly allowDuplicateNumber: boolean;
}

/** A delete or void in the making. */
export interface RemovalContext {
  readonly work: UnitOfWork;
  readonly definition: EntityDefinition;
  readonly id: string;
  readonly stored: QboRecord;
}

/** What one record type adds to the common life of records. Every function throws `ServiceFault` to refuse. */
export interface EntityRules {
  /** Checks the draft and fills in what QuickBooks derives. Must not change other records. */
  complete(context: WriteContext, draft: Draft): Draft;
  /** Changes in other records that follow from a create or a real update. */
  follow?(context: WriteContext, record: QboRecord): void;
  /** Refuses a deletion, or changes what depends on the record. */
  beforeDelete?(context: RemovalContext): void;
  /** The voided record; changes what depends on it. */
  void?(context: RemovalContext): Draft;
}
