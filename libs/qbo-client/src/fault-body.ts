/** The first error of a fault, as the answer spells it. Nothing here is safe to log. */
export interface RawFault {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element: string;
  readonly type: string;
}

export type BodyShape = 'fault' | 'html' | 'empty' | 'other';

/** Finds a fault in JSON (`Fault`, `fault`), XML or neither. */
export function readBody(body: unknown): { readonly shape: BodyShape; readonly fault?: RawFault } {
  if (typeof body === 'string') return readText(body);
  if (body === null || body === undefined) return { shape: 'empty' };
  if (Buffer.isBuffer(body)) return readText(body.toString('utf8'));
  const fault = jsonFault(body);
  return fault ? { shape: 'fault', fault } : { shape: 'other' };
}

function readText(text: string): { readonly shape: BodyShape; readonly fault?: RawFault } {
  if (text.trim() === '') return { shape: 'empty' };
  const head = text.slice(0, 100_000);
  if (/<(\w+:)?(Fault|Error)[\s>]/i.test(head) && !/<html[\s>]/i.test(head))
    return { shape: 'fault', fault: xmlFault(head) };
  return { shape: /<(!doctype html|html|head|body)[\s>]/i.test(head) ? 'html' : 'other' };
}

function jsonFault(body: unknown): RawFault | undefined {
  const outer = recordOf(body);
  const inner = recordOf(outer?.['IntuitResponse']) ?? outer;
  const fault = recordOf(inner?.['Fault']) ?? recordOf(inner?.['fault']);
  if (!fault) return undefined;
  const errors = fault['Error'] ?? fault['error'];
  const error = recordOf(Array.isArray(errors) ? (errors as unknown[])[0] : errors) ?? {};
  return {
    code: text(error['code'] ?? error['@code']),
    message: text(error['Message'] ?? error['message']),
    detail: text(error['Detail'] ?? error['detail']),
    element: text(error['element'] ?? error['@element']),
    type: text(fault['type'] ?? fault['@type']),
  };
}

/** A reader for the few tags of Intuit's fault, tolerant of prefixes, order and breaks; not an XML parser. */
function xmlFault(xml: string): RawFault {
  const tag = (name: string): string =>
    new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^]*?)</(?:\\w+:)?${name}>`, 'i').exec(xml)?.[1] ?? '';
  const attribute = (element: string, name: string): string =>
    new RegExp(`<(?:\\w+:)?${element}\\s[^>]*?\\b${name}\\s*=\\s*["']([^"']*)["']`, 'i').exec(xml)?.[1] ?? '';
  return {
    code: plain(attribute('Error', 'code')),
    message: plain(tag('Message')),
    detail: plain(tag('Detail')),
    element: plain(attribute('Error', 'element')),
    type: plain(attribute('Fault', 'type')),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const plain = (xml: string): string =>
  xml
    .replace(/<!\[CDATA\[([^]*?)\]\]>/g, '$1')
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim();

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
