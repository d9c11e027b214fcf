import { QboFault, type QboFaultKind } from './port.js';

/** A fault that this library finds before anything is sent. `message` is a fixed text. */
export const notSent = (code: string, message: string, kind: QboFaultKind = 'validation'): QboFault =>
  new QboFault({
    kind,
    code,
    message,
    detail: '',
    element: undefined,
    httpStatus: undefined,
    intuitTid: undefined,
    retryable: kind === 'unavailable',
  });
