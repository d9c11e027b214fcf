import { describe, expect, it } from '@jest/globals';
import { ALSO_OUTAGE, CODES } from './fault-table.js';
import { faultOnReplay, normaliseFault } from './normalise-fault.js';

const answer = (status: number, body: unknown) => ({
  answer: { status, body, intuitTid: '1-abc', retryAfter: undefined },
});
const json = (code: string, type = 'ValidationFault') => ({
  Fault: { Error: [{ Message: 'M', Detail: 'D', code, element: 'Line.Amount' }], type },
});
const xml = (code: string, prefix = '') =>
  `<?xml version="1.0"?>\n<${prefix}IntuitResponse xmlns="x"><${prefix}Fault type="SERVICE"><${prefix}Error code="${code}" element="Id">` +
  `<${prefix}Message>M &amp; N</${prefix}Message><${prefix}Detail><![CDATA[<D>]]></${prefix}Detail></${prefix}Error></${prefix}Fault></${prefix}IntuitResponse>`;

describe('a fault', () => {
  it.each(Object.entries(CODES).filter(([, { kind }]) => kind !== 'outage'))(
    'code %s with status 400 means the same for reads and writes',
    (code, { kind, message }) => {
      for (const write of [true, false])
        expect(normaliseFault(answer(400, json(code)), write)).toEqual({
          kind,
          code,
          message,
          detail: 'D',
          element: 'Line.Amount',
          httpStatus: 400,
          intuitTid: '1-abc',
          retryable: kind === 'throttled',
        });
    },
  );

  it.each([
    ['JSON', json('5010')],
    ['JSON in lower case', { fault: { error: [{ message: 'M', detail: 'D', code: '005010' }], type: 'X' } }],
    ['one error that is not a list', { Fault: { Error: { Message: 'M', code: 5010 } } }],
    [
      'a code that only the message names',
      { fault: { error: [{ message: 'message=X; errorCode=005010; statusCode=400' }] } },
    ],
    ['XML', xml('5010')],
    ['XML with a prefix', xml('005010', 'ns0:')],
    ['XML as bytes', Buffer.from(xml('5010'))],
  ])('is read from %s', (_, body) => {
    expect(normaliseFault(answer(400, body), true)).toMatchObject({ kind: 'stale', code: '5010' });
  });

  it('reads the texts of XML', () => {
    expect(normaliseFault(answer(400, xml('777')), true).detail).toBe('M & N: <D>');
  });

  it.each([
    [401, '', 'auth', 'auth', 'http-401'],
    [403, '', 'auth', 'auth', 'http-403'],
    [404, '<html></html>', 'validation', 'validation', 'html'],
    [408, '', 'unavailable', 'unknown-outcome', 'http-408'],
    [429, '', 'throttled', 'throttled', 'http-429'],
    [429, xml('003001'), 'throttled', 'throttled', '3001'],
    [302, '', 'unavailable', 'unknown-outcome', 'http-302'],
    [500, '', 'unavailable', 'unknown-outcome', 'http-500'],
    [502, '<html><body>x</body></html>', 'unavailable', 'unknown-outcome', 'html'],
    [503, undefined, 'unavailable', 'unknown-outcome', 'http-503'],
    [504, '<!DOCTYPE html><p>x', 'unavailable', 'unknown-outcome', 'html'],
    [500, json('6000'), 'unavailable', 'unknown-outcome', '6000'],
    [500, json('500'), 'validation', 'validation', '500'],
    [400, json('10000', 'SystemFault'), 'unavailable', 'unknown-outcome', '10000'],
    [400, json('600'), 'unavailable', 'unknown-outcome', '600'],
    [400, json('99999'), 'validation', 'validation', '99999'],
    [400, 'not json {', 'validation', 'validation', 'http-400'],
    [200, '<html></html>', 'unavailable', 'unknown-outcome', 'html'],
    [200, '', 'unavailable', 'unknown-outcome', 'shape'],
    [200, { Customer: {} }, 'unavailable', 'unknown-outcome', 'shape'],
    [200, json('6240'), 'validation', 'validation', '6240'],
    [200, { fault: { error: [{ code: '3200', message: 'm' }] } }, 'auth', 'auth', '3200'],
    [429, { fault: { error: [{ message: 'Monthly quota exceeded' }] } }, 'quota', 'quota', 'http-429'],
  ])('status %i with %j is %s for a read and %s for a write', (status, body, read, write, code) => {
    expect(normaliseFault(answer(status, body), false)).toMatchObject({ kind: read, code });
    expect(normaliseFault(answer(status, body), true)).toMatchObject({ kind: write, code });
  });

  it.each([
    ['ECONNREFUSED', true, 'unavailable', 'network'],
    ['ENOTFOUND', true, 'unavailable', 'network'],
    ['CERT_HAS_EXPIRED', true, 'unavailable', 'network'],
    ['ECONNRESET', false, 'unavailable', 'network'],
    ['ECONNRESET', true, 'unknown-outcome', 'network'],
    ['EPIPE', true, 'unknown-outcome', 'network'],
    ['ETIMEDOUT', true, 'unknown-outcome', 'timeout'],
    ['UNKNOWN', true, 'unknown-outcome', 'network'],
  ])('without an answer, %s (sent: %s) leaves a write %s', (failure, sent, kind, code) => {
    const silence = { answer: undefined, failure, sent };
    expect(normaliseFault(silence, true)).toMatchObject({ kind, code, retryable: true });
    expect(normaliseFault(silence, false).kind).toBe('unavailable');
  });

  it('repeats no text of the answer but in its detail', () => {
    const planted = 'planted ann@example.com';
    const body = {
      Fault: { Error: [{ Message: planted, Detail: planted, code: planted, element: planted }] },
    };
    for (const text of [
      body,
      JSON.stringify(body),
      `<html>${planted}</html>`,
      xml('1').replace('M &amp; N', planted),
    ]) {
      const { detail, ...rest } = normaliseFault(answer(400, text), true);
      expect(JSON.stringify(rest)).not.toContain('planted');
      if (typeof text === 'string' && text.startsWith('<html>')) expect(detail).toBe('');
    }
  });

  it('does not repeat a trace id that is none', () => {
    const odd = { answer: { status: 500, body: '', intuitTid: 'a b\nSet-Cookie', retryAfter: undefined } };
    expect(normaliseFault(odd, true).intuitTid).toBeUndefined();
  });
});

describe('a fault on a replay', () => {
  const onReplay = (code: string) => faultOnReplay(normaliseFault(answer(400, json(code)), true));

  it('is unknown when the first try, done, would have caused it', () => {
    for (const code of ['600', '610', '5010', '6000', '6140', '6240', '3200', '6190'])
      expect(onReplay(code)).toMatchObject({ kind: 'unknown-outcome', code, retryable: true });
  });

  it('is definite when the first try would have met it too', () => {
    for (const code of ['2010', '2020', '2040', '2500', '6100', '6210', '6430'])
      expect(onReplay(code)).toMatchObject({ kind: 'validation', code });
  });

  it('knows every code that a server in trouble uses', () => {
    for (const code of ALSO_OUTAGE) expect(CODES[code]).toBeDefined();
  });
});
