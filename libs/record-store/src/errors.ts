/** The store cannot be reached now, or the call's outcome is not known: the same call may be made again. */
export class RecordStoreUnavailable extends Error {
  override readonly name = 'RecordStoreUnavailable';
}

/** The store refused a call: a defect of the caller or of the schema. Carries no stored value. */
export class RecordStoreFailure extends Error {
  override readonly name = 'RecordStoreFailure';

  constructor(
    message: string,
    /** PostgreSQL's SQLSTATE, where it was PostgreSQL that refused. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** A content reference was used again for another body: bodies are written once (rule I3). */
export class ContentConflict extends Error {
  override readonly name = 'ContentConflict';

  constructor(readonly reference: string) {
    super(`content ${reference} is already stored with another body`);
  }
}

/** `exclusively` was called for a name inside its own turn: it would wait for itself for ever. */
export class ReentrantTurn extends Error {
  override readonly name = 'ReentrantTurn';

  constructor(readonly turn: string) {
    super(`exclusively("${turn}") was called inside itself`);
  }
}
