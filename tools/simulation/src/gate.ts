const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** One call of a process across a port: `before` anything is done, and `after` all of it was. */
export type Crossing = (port: string, method: string, phase: 'before' | 'after') => void;

/**
 * What a process holds of the world. Once the process is dead nothing it still wants happens, and no answer reaches
 * it: as after kill -9. `crossing` is asked at every boundary and may throw or kill.
 */
export class Gate {
  dead = false;

  constructor(private readonly crossing: Crossing) {}

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
          this.pass(name, String(property), () =>
            Reflect.apply(value as (...a: unknown[]) => unknown, target, args),
          );
      },
    });
  }

  private pass(port: string, method: string, work: () => unknown): unknown {
    if (this.dead) return never();
    const result = method === 'usage' || method === 'now' ? work() : undefined;
    if (result !== undefined) return result;
    if (ITERABLES.has(method)) return this.iterable(work() as AsyncIterable<unknown>);
    return this.call(port, method, work);
  }

  private async call(port: string, method: string, work: () => unknown): Promise<unknown> {
    this.crossing(port, method, 'before');
    if (this.dead) return never();
    try {
      const result = await work();
      if (!this.dead) this.crossing(port, method, 'after');
      return this.dead ? await never() : this.wrapLease(port, result);
    } catch (error) {
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

const ITERABLES = new Set(['subscribe', 'readAll', 'pages']);
