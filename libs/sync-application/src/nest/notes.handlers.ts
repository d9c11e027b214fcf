import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  dismissNote,
  rerunRecord,
  restoreNote,
  settleMatch,
  type RecordName,
} from '../notes/note-commands.js';
import type { Cause, Ports } from '../ports.js';
import { PORTS } from './injection-tokens.js';

/** A person settles an ambiguous match (rule F2); `qboId` null: none of these. */
export class SettleMatch extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly type: RecordType,
    readonly bproId: string,
    readonly qboId: string | null,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(SettleMatch)
export class SettleMatchHandler implements ICommandHandler<SettleMatch> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, type, bproId, qboId, cause }: SettleMatch): Promise<void> {
    return settleMatch(this.ports, tenant, bproId, type, qboId, cause);
  }
}

/** A person leaves a note, with a reason (rule H3). */
export class DismissNote extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly record: RecordName,
    readonly reason: string,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(DismissNote)
export class DismissNoteHandler implements ICommandHandler<DismissNote> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, record, reason, cause }: DismissNote): Promise<void> {
    return dismissNote(this.ports, tenant, record, reason, cause);
  }
}

/** Takes a dismissal back (rule H3). */
export class RestoreNote extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly record: RecordName,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(RestoreNote)
export class RestoreNoteHandler implements ICommandHandler<RestoreNote> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, record, cause }: RestoreNote): Promise<void> {
    return restoreNote(this.ports, tenant, record, cause);
  }
}

/** Decides and carries out one record again, and what waited for it (rules H2, H3). */
export class RerunRecord extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly record: RecordName,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(RerunRecord)
export class RerunRecordHandler implements ICommandHandler<RerunRecord> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, record, cause }: RerunRecord): Promise<void> {
    return rerunRecord(this.ports, tenant, record, cause);
  }
}

export const NOTES_HANDLERS = [
  SettleMatchHandler,
  DismissNoteHandler,
  RestoreNoteHandler,
  RerunRecordHandler,
];
