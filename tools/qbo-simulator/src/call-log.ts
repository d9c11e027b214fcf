/** One call to the accounting API, without its content. */
export interface LoggedCall {
  readonly at: number;
  readonly realmId: string;
  readonly operation: string;
  readonly entity: string | undefined;
  /** Undefined: the connection was reset. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly tid: string;
}

const KEPT = 200;

/** The last calls, for people who look at the simulator's page. */
export class CallLog {
  private calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.calls.push(call);
    if (this.calls.length > 2 * KEPT) this.calls = this.calls.slice(-KEPT);
  }

  /** Newest first. */
  recent(): readonly LoggedCall[] {
    return this.calls.slice(-KEPT).reverse();
  }
}
