import { createHash } from 'node:crypto';
import type { Clock } from '@bpro-qbo-sync/clock';

const START = Date.UTC(2026, 0, 5, 9);

/** Where a process reaches out of itself: the port, what is asked of it, and about what (a stream, a record type). */
export interface Boundary {
  readonly port: string;
  readonly method: string;
  readonly subject: string;
}

/**
 * What crossed the ports, in order (invariant I15): a hash of all of it, content included, and, when they are wanted,
 * lines for people: virtual time, process, port, operation, outcome; a fault on a line of its own.
 */
export class Trace {
  private readonly hash = createHash('sha256');
  private readonly lines: string[] | undefined;

  constructor(
    private readonly clock: Clock,
    isReadable: boolean,
  ) {
    this.lines = isReadable ? [] : undefined;
  }

  /** `content`: what was sent or answered; it counts for the hash only. */
  add(process: string, { port, method, subject }: Boundary, outcome: string, content = ''): void {
    this.line(`${process.padEnd(12)} ${port}.${method} ${subject} ${outcome}`, content);
  }

  fault(kind: string, id: string): void {
    this.line(`${'FAULT'.padEnd(12)} ${kind} (${id})`, '');
  }

  said(what: string): void {
    this.line(`${'STORY'.padEnd(12)} ${what}`, '');
  }

  private line(text: string, content: string): void {
    const line = `${timeText(this.clock.now() - START)} ${text}`;
    this.hash.update(`${line}\n${content}\n`);
    this.lines?.push(line);
  }

  readable(): readonly string[] {
    return this.lines ?? [];
  }

  /** Of all that was added so far. */
  digest(): string {
    return this.hash.copy().digest('hex').slice(0, 16);
  }
}

/** `0:01:02.345` since the story began. */
function timeText(ms: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}
