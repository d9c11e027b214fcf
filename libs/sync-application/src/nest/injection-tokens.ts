/** The engine's `Ports`. */
export const PORTS = Symbol('sync ports');
/** The `QboConnector`: consent, exchange, revocation. */
export const QBO_CONNECTOR = Symbol('QuickBooks connector');
/** `EngineOptions` of the process. */
export const ENGINE = Symbol('sync engine');
/** `RecordLinks`: where people find a record. */
export const RECORD_LINKS = Symbol('record links');
