import type { ObservedCall } from '@bpro-qbo-sync/qbo-client';
import type { NextFunction, Request, Response } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120];

/** What an operator watches. No label names a tenant, a company or a record. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'sync_http_request_seconds',
    help: 'HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly calls = new Counter({
    name: 'sync_qbo_calls_total',
    help: 'Calls to QuickBooks by entity, operation and outcome; reads that succeed are metered by Intuit',
    labelNames: ['entity', 'operation', 'outcome', 'metered'],
    registers: [this.registry],
  });
  private readonly waits = new Histogram({
    name: 'sync_qbo_wait_seconds',
    help: "How long calls waited for QuickBooks' limits",
    labelNames: ['lane'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly oldKeys = new Gauge({
    name: 'sync_tokens_old_key',
    help: 'Tenants whose QuickBooks tokens are sealed with another key than the first of the ring',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observeCall(call: ObservedCall): void {
    const { entity, operation, outcome, metered, lane, waitedMs } = call;
    this.calls.inc({ entity, operation, outcome, metered: String(metered) });
    this.waits.observe({ lane }, waitedMs / 1000);
  }

  setOldKeys(count: number): void {
    this.oldKeys.set(count);
  }

  /** Express middleware. */
  readonly observeRequest = (request: Request, response: Response, next: NextFunction): void => {
    const stop = this.requests.startTimer({ method: request.method });
    response.once('close', () => {
      const { path } = (request.route ?? {}) as { path?: unknown };
      stop({ route: typeof path === 'string' ? path : 'none', status: String(response.statusCode) });
    });
    next();
  };
}
