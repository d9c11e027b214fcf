/** Of a run, or of an event; in the names of streams with its dashes encoded. */
const UUID = /[0-9a-f]{8}(?:(?:-|%2D)[0-9a-f]{4}){3}(?:-|%2D)[0-9a-f]{12}/g;
const LONGEST = 80;

/**
 * Says what a call is about, the same in every run of a seed however many faults are taken away: a stream, a record
 * type and its first id, a path of QuickBooks. Ids that are made during a run are replaced by their order.
 */
export class Subjects {
  private readonly order = new Map<string, string>();

  of(port: string, args: readonly unknown[]): string {
    return (port === 'http' ? ofRequest(args[0]) : args.map(ofArgument).filter(Boolean).join(' '))
      .replace(UUID, (id) => this.ordinal(id.replaceAll('%2D', '-')))
      .slice(0, LONGEST);
  }

  private ordinal(id: string): string {
    const known = this.order.get(id) ?? `~${String(this.order.size + 1)}`;
    this.order.set(id, known);
    return known;
  }
}

function ofArgument(value: unknown): string {
  if (typeof value === 'string') return value;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  if (typeof first !== 'object' || first === null) return '';
  const { type, recordId, id, metadata } = first as Readonly<Record<string, unknown>>;
  const name = metadata === undefined ? (recordId ?? id) : undefined;
  return [type, name].filter((part) => typeof part === 'string').join('/');
}

function ofRequest(config: unknown): string {
  const { url, method, params } = config as {
    readonly url?: string;
    readonly method?: string;
    readonly params?: Readonly<Record<string, unknown>>;
  };
  const path = (url ?? '').replace(/^.*\/company\/\d+\//, '').split('?')[0] ?? '';
  const query = /from (\w+)/i.exec(
    decodeURIComponent(`${url ?? ''} ${String(params?.['query'] ?? '')}`),
  )?.[1];
  return `${(method ?? 'get').toUpperCase()} ${path}${query === undefined ? '' : ` ${query}`}`;
}
