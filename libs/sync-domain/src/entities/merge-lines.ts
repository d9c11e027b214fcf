import { canonicalJson } from '../fields.js';
import { chargesIn, isCharge, type InvoiceLine, type QboLine } from './invoice-lines.js';
import { without } from './qbo-transaction.js';

/** Makes a line to send, out of the existing one that it continues. `same`: nothing in it that we own has changed. */
export type LineComposer = (line: InvoiceLine, onto: QboLine | undefined, same: boolean) => QboLine;

/** A line as it is sent back: QuickBooks numbers lines itself. */
export const carried = (line: QboLine): Record<string, unknown> =>
  without(line, 'LineNum', 'CustomExtensions');

interface Existing {
  readonly line: QboLine;
  readonly charges: readonly string[];
  readonly products: readonly (string | null)[];
}

const keyOf = (line: InvoiceLine): string => canonicalJson(line);

/**
 * QuickBooks replaces the whole list of lines, so what is not ours has to be sent again: an unchanged bundle, texts,
 * and on every line that stays its id, class and service date. A line stays when it is equal, or else when it is the
 * next one of the same product.
 */
export function mergeLines(
  lines: readonly InvoiceLine[],
  existing: readonly QboLine[],
  compared: readonly InvoiceLine[],
  compose: LineComposer,
): QboLine[] {
  let at = 0;
  const olds = existing.filter(isKept).map((line): Existing => {
    const own = compared.slice(at, (at += chargesIn(line).length));
    return { line, charges: own.map(keyOf), products: own.map((l) => l.product) };
  });
  const sources = assign(lines, olds);
  const textsAfter = textsByPredecessor(olds, new Set(sources.map((s) => s?.old)));
  const merged: QboLine[] = [...(textsAfter.get(-1) ?? [])];
  for (let i = 0; i < lines.length;) {
    const line = lines[i] as InvoiceLine;
    const source = sources[i];
    const old = source && olds[source.old];
    const size = old?.line.DetailType === 'GroupLineDetail' ? old.charges.length : 1;
    merged.push(
      old && size > 0 && old.line.DetailType === 'GroupLineDetail'
        ? mergeBundle(old.line, lines.slice(i, i + size), compose)
        : compose(line, old?.line, source?.same ?? false),
    );
    if (source) merged.push(...(textsAfter.get(source.old) ?? []));
    i += size;
  }
  return merged;
}

const isKept = (line: QboLine): boolean =>
  line.DetailType !== 'SubTotalLineDetail' && line.DetailType !== 'DiscountLineDetail';

interface Source {
  readonly old: number;
  readonly same: boolean;
}

/** For each new line the existing one that it continues. */
function assign(lines: readonly InvoiceLine[], olds: readonly Existing[]): (Source | undefined)[] {
  const sources: (Source | undefined)[] = lines.map(() => undefined);
  const keys = lines.map(keyOf);
  const isBundle = (old: Existing): boolean => old.line.DetailType === 'GroupLineDetail';
  olds.forEach((old, index) => {
    if (!isBundle(old) || old.charges.length === 0) return;
    const start = keys.findIndex((_, i) =>
      old.charges.every((key, n) => keys[i + n] === key && sources[i + n] === undefined),
    );
    if (start >= 0)
      for (let n = 0; n < old.charges.length; n++) sources[start + n] = { old: index, same: true };
  });
  for (const same of [true, false])
    olds.forEach((old, index) => {
      if (isBundle(old) || old.charges.length === 0 || sources.some((s) => s?.old === index)) return;
      const found = lines.findIndex(
        (line, i) =>
          sources[i] === undefined && (same ? keys[i] === old.charges[0] : line.product === old.products[0]),
      );
      if (found >= 0) sources[found] = { old: index, same };
    });
  return sources;
}

/** Lines of text, by the existing charging line that they follow and that stays; -1: at the top. */
function textsByPredecessor(
  olds: readonly Existing[],
  staying: ReadonlySet<number | undefined>,
): Map<number, QboLine[]> {
  const texts = new Map<number, QboLine[]>();
  let after = -1;
  olds.forEach((old, index) => {
    if (staying.has(index)) after = index;
    else if (old.charges.length === 0) texts.set(after, [...(texts.get(after) ?? []), carried(old.line)]);
  });
  return texts;
}

function mergeBundle(bundle: QboLine, lines: readonly InvoiceLine[], compose: LineComposer): QboLine {
  let at = 0;
  const parts = (bundle.GroupLineDetail?.Line ?? []).map((part) => {
    const line = isCharge(part) ? lines[at++] : undefined;
    return line ? compose(line, part, true) : part;
  });
  return { ...carried(bundle), GroupLineDetail: { ...bundle.GroupLineDetail, Line: parts } };
}
