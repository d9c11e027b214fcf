import { pacificTimeMs } from '../model/time.js';
import { html, json, type SimulatorResponse } from './http.js';

/** What the gateway before the service answers: lower-case `fault`, XML or HTML, whatever Accept says. */

interface GatewayFault {
  readonly status: number;
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly detail: string;
}

const lowerCase = (fault: GatewayFault, now: number): SimulatorResponse =>
  json(fault.status, {
    warnings: null,
    intuitObject: null,
    fault: {
      error: [{ message: fault.message, detail: fault.detail, code: fault.code, element: null }],
      type: fault.type,
    },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now,
    status: null,
    cdcresponse: [],
  });

/** 401, code 3200: the access token is expired, revoked or malformed. */
export const unauthorized = (now: number, detail: string): SimulatorResponse =>
  lowerCase(
    {
      status: 401,
      type: 'AUTHENTICATION',
      code: '3200',
      message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
      detail,
    },
    now,
  );

/** 403, code 3100: the token is for another company, or none is known under the realm. */
export const forbidden = (now: number): SimulatorResponse =>
  lowerCase(
    {
      status: 403,
      type: 'AUTHORIZATION',
      code: '3100',
      message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
      detail: '',
    },
    now,
  );

/** A fault in lower case inside HTTP 200, which some libraries take for success. */
export const faultInOk = (now: number): SimulatorResponse =>
  lowerCase(
    {
      status: 200,
      type: 'SystemFault',
      code: '10000',
      message: 'An application error has occurred',
      detail: '',
    },
    now,
  );

const THROTTLED = 'message=ThrottleExceeded; errorCode=003001; statusCode=429';
const THROTTLED_DETAIL = 'The request limit was reached.  Try again later';

/** 429, code 3001, as XML (seen) or JSON. */
export function throttled(
  now: number,
  options: { readonly format: 'xml' | 'json'; readonly retryAfter?: number | undefined },
): SimulatorResponse {
  const answer =
    options.format === 'json'
      ? lowerCase(
          { status: 429, type: 'SERVICE', code: '3001', message: THROTTLED, detail: THROTTLED_DETAIL },
          now,
        )
      : {
          status: 429,
          headers: { 'content-type': 'application/xml' },
          body: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="${pacificTimeMs(now)}" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>${THROTTLED}</Message><Detail>${THROTTLED_DETAIL}</Detail></Error></Fault></IntuitResponse>`,
        };
  if (options.retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(options.retryAfter) } };
}

/** The month's metered calls are used up (the exact body is not known). */
export const quotaExhausted = (now: number): SimulatorResponse =>
  lowerCase(
    {
      status: 429,
      type: 'SERVICE',
      code: '3001',
      message: 'message=QuotaExceeded; errorCode=003001; statusCode=429',
      detail: 'The monthly limit of CorePlus API calls was reached.',
    },
    now,
  );

export const gatewayPage = (status: number): SimulatorResponse =>
  html(
    status,
    `<html><head><title>${String(status)}</title></head><body><center><h1>${String(status)} Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>`,
  );

/** 5xx of the service or of what stands before it. */
export function serverError(
  status: number,
  format: 'json' | 'html' | 'xml' | 'empty',
  now: number,
): SimulatorResponse {
  const message = 'An application error has occurred while processing your request';
  const detail = 'System Failure Error: Unexpected Internal Error. (-30000)';
  switch (format) {
    case 'html':
      return gatewayPage(status);
    case 'empty':
      return { status, headers: {}, body: '' };
    case 'xml':
      return {
        status,
        headers: { 'content-type': 'application/xml' },
        body: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="${pacificTimeMs(now)}" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SystemFault"><Error code="10000"><Message>${message}</Message><Detail>${detail}</Detail></Error></Fault></IntuitResponse>`,
      };
    case 'json':
      return json(status, {
        Fault: { Error: [{ Message: message, Detail: detail, code: '10000' }], type: 'SystemFault' },
        time: pacificTimeMs(now),
      });
  }
}
