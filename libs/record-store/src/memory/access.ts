import { RecordStoreUnavailable } from '../errors.js';
import type { RecordStore } from '../port.js';

export type PortName = {
  [K in keyof RecordStore]: RecordStore[K] extends (...args: never[]) => unknown ? never : K;
}[keyof RecordStore];

/**
 * Called around every operation of the twin: `before` it has any effect and `after` it had all of it (what it
 * throws then is a lost reply).
 */
export type StoreFault = (
  port: PortName | 'store',
  method: string,
  phase: 'before' | 'after',
) => void | Promise<void>;

/** A process's way to the twin's tables: faults strike here, and nothing gets through once it is closed. */
export class Access {
  private open = true;
  private markGone: () => void = () => undefined;
  /** Settles when the process behind this access is gone. */
  readonly gone = new Promise<void>((resolve) => {
    this.markGone = resolve;
  });

  constructor(private readonly fault: StoreFault | undefined) {}

  /** Runs an operation, all of it or nothing of it. */
  async call<T>(port: PortName | 'store', method: string, work: () => T | Promise<T>): Promise<T> {
    if (this.fault) await this.fault(port, method, 'before');
    this.assertOpen();
    const result = await work();
    if (this.fault) await this.fault(port, method, 'after');
    return result;
  }

  close(): void {
    this.open = false;
    this.markGone();
  }

  assertOpen(): void {
    if (!this.open) throw new RecordStoreUnavailable('the record store is closed');
  }
}
