import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

/** What the next API call meets. `…-done`: the work is done first. */
export type Mishap =
  | 'refused-connection'
  | 'reset'
  | 'reset-done'
  | 'hang-done'
  | '429-xml'
  | '429-json'
  | '429-retry-after'
  | '401-lower-case'
  | '403-forbidden'
  | '500-done'
  | '502-html'
  | '503-empty'
  | '200-html'
  | '200-html-done'
  | '200-lower-case-fault'
  | '200-empty'
  | '200-empty-done'
  | '400-5010'
  | '400-6000'
  | '400-6240'
  | '400-610'
  | '400-6190'
  | '429-quota';

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const json = (status: number, body: unknown): Reply => ({ status, body: JSON.stringify(body) });

export const fault = (status: number, code: string, message = 'planted', detail = 'planted Ann'): Reply =>
  json(status, {
    Fault: { Error: [{ Message: message, Detail: detail, code, element: '' }], type: 'ValidationFault' },
  });

const THROTTLED =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="2026-01-05T01:00:00.000-08:00" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message><Detail>The request limit was reached.  Try again later</Detail></Error></Fault></IntuitResponse>';
export const HTML = '<!DOCTYPE html><html><body>planted-customer@example.com</body></html>';
export const lowerCase = (code: string): unknown => ({
  warnings: null,
  fault: {
    error: [
      {
        message: `message=X; errorCode=00${code}; statusCode=401`,
        detail: 'Token expired',
        code,
        element: null,
      },
    ],
    type: 'AUTHENTICATION',
  },
  queryResponse: null,
});

export const EARLY: Partial<Record<Mishap, Reply>> = {
  '429-xml': { status: 429, body: THROTTLED },
  '429-json': json(429, lowerCase('3001')),
  '429-retry-after': { status: 429, body: THROTTLED, headers: { 'retry-after': '7' } },
  '429-quota': json(429, lowerCaseQuota()),
  '401-lower-case': json(401, lowerCase('3200')),
  '403-forbidden': json(403, lowerCase('3100')),
  '502-html': { status: 502, body: HTML },
  '503-empty': { status: 503, body: '' },
  '200-html': { status: 200, body: HTML },
  '200-lower-case-fault': json(200, lowerCase('3200')),
  '200-empty': { status: 200, body: '' },
  '400-5010': fault(400, '5010', 'Stale Object Error'),
  '400-6000': fault(400, '6000'),
  '400-6240': fault(400, '6240'),
  '400-610': fault(400, '610'),
  '400-6190': fault(400, '6190'),
};

export const LATE: Partial<Record<Mishap, Reply>> = {
  '500-done': { status: 500, body: HTML },
  '200-html-done': { status: 200, body: HTML },
  '200-empty-done': { status: 200, body: '' },
};

function lowerCaseQuota(): unknown {
  return { fault: { error: [{ message: 'Monthly CorePlus quota exceeded', detail: '', code: '3001' }] } };
}

export const networkError = (code: string): Error =>
  Object.assign(new Error(`${code} planted-token`), { code });

/** What axios's own adapters do: headers with every answer, an error for a status that is not accepted. */
export function settle(config: InternalAxiosRequestConfig, reply: Reply): AxiosResponse {
  const response: AxiosResponse = {
    status: reply.status,
    statusText: '',
    data: reply.body,
    headers: { intuit_tid: '1-fake-tid', ...reply.headers },
    config,
  };
  if (config.validateStatus?.(reply.status) ?? true) return response;
  throw Object.assign(new Error(`status ${String(reply.status)}`), { config, response });
}
