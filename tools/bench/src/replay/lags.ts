import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectedDemo } from '@bpro-qbo-sync/demo';

const LOOK_EVERY_MS = 5;
const GIVE_UP_MS = 30_000;
/** The scheduler listens to a tenant's feed from its next tick on. */
const LISTENS_AFTER_MS = 16_000;
const BETWEEN_MS = 50;

interface Call {
  readonly at: number;
  readonly entity?: string;
  readonly operation: string;
  readonly status?: number;
}

/** Changes customers in BPro, one at a time, and sees when QuickBooks has each. */
export class Lags {
  constructor(
    private readonly demo: ConnectedDemo,
    private readonly clockScale: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Milliseconds of the programs' clock per change. */
  async measure(changes: number): Promise<number[]> {
    const { systems } = this.demo;
    const lives = await systems.lives();
    const linked = lives.filter(
      ({ type, state }) => type === 'customer' && state.bproId && state.qboId && !state.note,
    );
    await pause(LISTENS_AFTER_MS / this.clockScale, undefined, { signal: this.signal });
    const lags: number[] = [];
    for (let n = 0; n < changes; n++) {
      const id = linked[n % linked.length]?.state.bproId;
      if (id === undefined) throw new Error('no customer is linked: there is nothing to measure');
      lags.push(await this.lagOf(id, `555-${String(1000 + n)}`));
      await pause(BETWEEN_MS, undefined, { signal: this.signal });
    }
    return lags;
  }

  private async lagOf(id: string, phone: string): Promise<number> {
    const { stack } = this.demo;
    const since = Date.now();
    const url = `${stack.bproUrl}/_control/tenants/${stack.tenant}/user`;
    const body = JSON.stringify({ action: 'update', type: 'customer', id, data: { phone } });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${stack.bproToken ?? ''}` };
    const changed = await fetch(url, { method: 'POST', body, headers, signal: this.signal });
    const { updatedAt } = (await changed.json()) as { readonly updatedAt: string };
    for (let waited = 0; waited < GIVE_UP_MS; waited += LOOK_EVERY_MS) {
      const answer = await fetch(`${stack.qboUrl}/_control/calls`, { signal: this.signal });
      const calls = (await answer.json()) as readonly Call[];
      const write = calls.find(
        (call) =>
          call.entity === 'Customer' &&
          call.operation === 'update' &&
          call.status === 200 &&
          call.at >= since,
      );
      if (write) return Math.max(0, write.at - Date.parse(updatedAt));
      await pause(LOOK_EVERY_MS, undefined, { signal: this.signal });
    }
    throw new Error('a change did not reach QuickBooks within half a minute');
  }
}
