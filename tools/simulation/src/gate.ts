import type { Boundary, Trace } from './trace.js';
import type { Subjects } from './subject.js';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export type Phase = 'before' | 'after';

/** One call of a process across a port: `before` anything is done, and `after` all of it was. */
export type Crossing = (boundary: Boundary, phase: Phase) => void;

export interface GateOptions {
  readonly process: string;
  readonly trace: Trace;
  readonly subjects: Subjects;
  /** Asked at every boundary; it may throw or kill. */
  readonly crossing?: Crossing;
}

/** Methods that answer at once, and those that answer an async iterable. */
const AT_ONCE: ReadonlySet<string> = new Set(['usage', 'now']);
const ITERABLES: ReadonlySet<string> = new Set(['subscribe', 'readAll', 'pages']);

/**
 * What a process holds of the world. Once the process is dead nothing it still wants happens, and no answer reaches
 * it: as after kill -9.
 */
export class Gate {
  dead = false;
  private readonly death: Promise<never>;
  private die: (reason: Error) => void = () => undefined;

  constructor(private readonly options: GateOptions) {
    this.death = new Promise<never>((_, reject) => {
      this.die = reject;
    });
    this.death.catch(() => undefined);
  }

  /** As kill -9. */
  kill(): void {
    this.dead = true;
    this.die(new Error('killed'));
  }

  /** Rejects when the process is dead: for what others notice of that. */
  gone(): Promise<never> {
    return this.death;
  }

  /** Wraps a port: every method that answers a promise, or an async iterable, passes the gate. */
  around<Port extends object>(port: Port, name: string): Port {
    return new Proxy(port, {
      get: (target, property) => {
        const value = Reflect.get(target, property) as unknown;
        if (typeof value !== 'function')
          return typeof value === 'object' && value !== null
            ? this.around(value, `${name}.${String(property)}`)
            : value;
        return (...args: unknown[]): unknown =>
          this.pass(name, String(property), args, () =>
            Reflect.apply(value as (...a: unknown[]) => unknown, target, args),
          );
      },
    });
  }

  private pass(port: string, method: string, args: readonly unknown[], work: () => unknown): unknown {
    if (AT_ONCE.has(method)) return work();
    if (this.dead) return never();
    if (ITERABLES.has(method)) return this.iterable(work() as AsyncIterable<unknown>);
    return this.call({ port, method, subject: this.options.subjects.of(port, args) }, args, work);
  }

  private async call(boundary: Boundary, args: readonly unknown[], work: () => unknown): Promise<unknown> {
    const { process, trace, crossing } = this.options;
    try {
      crossing?.(boundary, 'before');
      if (this.dead) return await never();
      const result = await work();
      if (!this.dead) crossing?.(boundary, 'after');
      trace.add(process, boundary, this.dead ? 'died' : 'ok', contentOf(boundary, args, result));
      return this.dead ? await never() : this.wrapLease(boundary.port, result);
    } catch (error) {
      trace.add(process, boundary, error instanceof Error ? error.name : 'failed');
      if (this.dead) return never();
      throw error;
    }
  }

  private wrapLease(port: string, result: unknown): unknown {
    return port.endsWith('leases') && typeof result === 'object' && result !== null
      ? this.around(result, 'lease')
      : result;
  }

  private iterable(inner: AsyncIterable<unknown>): unknown {
    const live = (): boolean => !this.dead;
    return Object.assign(Object.create(inner as object) as object, {
      close: () => {
        (inner as { close?: () => void }).close?.();
      },
      [Symbol.asyncIterator]: () => {
        const iterator = inner[Symbol.asyncIterator]();
        return {
          next: async () => {
            const item = await iterator.next();
            return live() ? item : never();
          },
          return: async () => {
            await iterator.return?.();
            return { done: true, value: undefined };
          },
        };
      },
    });
  }
}

/** What was appended (but for the state of a consent, which is really random), and what QuickBooks was sent and answered. */
function contentOf({ port, method, subject }: Boundary, args: readonly unknown[], result: unknown): string {
  if (port === 'store' && method === 'append')
    return subject.includes('ConsentRequested') ? '' : JSON.stringify(args);
  if (port !== 'http') return '';
  const { data: sent } = args[0] as { readonly data?: unknown };
  const { status, data } = result as { readonly status?: unknown; readonly data?: unknown };
  return `${String(sent)} ${String(status)} ${String(data)}`;
}
