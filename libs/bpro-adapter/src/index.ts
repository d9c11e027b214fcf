export {
  type BproFetch,
  type BproHttpRequest,
  type BproHttpResponse,
  fetchOverNetwork,
} from './http-exchange.js';
export { createHttpBpro, type HttpBproSettings } from './http-bpro.js';
export { parseBproRecord, type ParsedRecord } from './parse-record.js';
export * from './port.js';
export { type BproProblem, bproProblem } from './problem-details.js';
