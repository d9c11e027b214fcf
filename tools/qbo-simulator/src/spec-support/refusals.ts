import { expect } from '@jest/globals';
import { Bench, type BenchOptions, type Reply } from './in-process.js';

/** A call that QuickBooks refuses, and how. */
export interface Refused {
  /** Code, Message and Detail as QuickBooks words them; a Detail that holds changing values is matched. */
  readonly answer: readonly [code: string, message: string, detail: string | RegExp];
  readonly bench?: BenchOptions;
  readonly call: (bench: Bench) => Promise<Reply>;
}

/** The refusal in the official shape, with the time of the request and a trace id. */
export async function expectRefused({
  answer: [code, Message, detail],
  bench,
  call,
}: Refused): Promise<void> {
  const reply = await call(new Bench(bench));
  expect(reply.status).toBe(400);
  const Detail: unknown = typeof detail === 'string' ? detail : expect.stringMatching(detail);
  expect(reply.body).toEqual({
    Fault: { Error: [expect.objectContaining({ code, Message, Detail })], type: 'ValidationFault' },
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-0[78]:00$/),
  });
  expect(reply.headers['intuit_tid']).toMatch(/./);
}
