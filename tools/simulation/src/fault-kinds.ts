/** Kinds of faults that many seeds must have met; one that never fires is a defect of the harness. */
export const FAULT_KINDS: readonly string[] = [
  // The process dies.
  'crash-before-append',
  'crash-after-append',
  'crash-before-http',
  'crash-after-http',
  'crash-before-bpro',
  'crash-after-bpro',
  'crash-before-records',
  'crash-after-records',
  'crash-before-store',
  'crash-after-store',
  'crash-before-vault',
  'crash-after-vault',
  'crash-before-checkpoints',
  'crash-after-checkpoints',
  'crash-before-clock',
  'crash-after-clock',
  // The event store.
  'append-unavailable',
  'append-reply-lost',
  'append-conflict',
  'store-read-reset',
  'subscription-redelivery',
  'subscription-reordering',
  'subscription-gap',
  'checkpoint-regress',
  // PostgreSQL.
  'postgres-read-reset',
  'postgres-transaction-lost',
  'postgres-reply-lost',
  // QuickBooks.
  '429-xml',
  '429-json',
  '503-before-commit',
  '500-after-commit',
  'reset-before-commit',
  'reset-after-commit',
  'html-instead-of-json',
  'html-after-commit',
  'truncated-after-commit',
  'fault-in-200',
  'slow-then-commits',
  'commits-then-slow',
  'batch-items-missing',
  'batch-partial-fault',
  'batch-replay-6000',
  'requestid-forgotten',
  'write-not-settled',
  'long-outage',
  // Tokens.
  '401-mid-run',
  'refresh-reply-lost',
  'two-refreshes-at-once',
  'invalid-grant',
  // BPro.
  'bpro-unavailable',
  'bpro-error-before-commit',
  'bpro-error-after-commit',
  'bpro-reset-before-commit',
  'bpro-reset-after-commit',
  // Processes and people.
  'second-worker',
  'clock-skew',
];

export const neverFired = (fired: ReadonlyMap<string, number>): string[] =>
  FAULT_KINDS.filter((kind) => !fired.has(kind));
