import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BproChange } from '@bpro-qbo-sync/bpro-adapter';
import type { BproRecord } from '@bpro-qbo-sync/sync-domain';
import type { BproSettings } from './tenant-books.js';

/** The answer that an idempotency key has been given. */
export interface KeptAnswer {
  readonly key: string;
  /** SHA-256 of what was asked. */
  readonly hash: string;
  readonly answer: BproRecord;
}

/** A line of a tenant's journal. A commit is one line, so that it is there as a whole or not at all. */
export type JournalLine =
  | { readonly kind: 'tenant'; readonly settings: BproSettings }
  | {
      readonly kind: 'commit';
      readonly records: readonly BproRecord[];
      readonly changes: readonly BproChange[];
      readonly kept?: KeptAnswer;
    };

const SUFFIX = '.jsonl';

/**
 * Append-only files, one per tenant. An append has reached the operating system when it returns: a killed process
 * loses nothing, a power cut may lose the last lines (there is no fsync; this is a simulator).
 */
export class Journal {
  private readonly descriptors = new Map<string, number>();

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
  }

  tenants(): string[] {
    return readdirSync(this.directory)
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .sort();
  }

  append(tenant: string, line: JournalLine): void {
    let descriptor = this.descriptors.get(tenant);
    if (descriptor === undefined) {
      descriptor = openSync(this.fileOf(tenant), 'a');
      this.descriptors.set(tenant, descriptor);
    }
    writeWhole(descriptor, `${JSON.stringify(line)}\n`);
  }

  /** Replaces the tenant's file at once: load, reset, and compaction at the start. */
  rewrite(tenant: string, lines: Iterable<JournalLine>): void {
    this.release(tenant);
    const target = this.fileOf(tenant);
    const descriptor = openSync(`${target}.new`, 'w');
    try {
      let chunk = '';
      for (const line of lines) {
        chunk += `${JSON.stringify(line)}\n`;
        if (chunk.length > 1 << 20) {
          writeWhole(descriptor, chunk);
          chunk = '';
        }
      }
      writeWhole(descriptor, chunk);
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${target}.new`, target);
  }

  /** A last line without its end was cut off by a kill before its commit was answered: it is left out. */
  *read(tenant: string): IterableIterator<JournalLine> {
    const content = readFileSync(this.fileOf(tenant));
    let number = 0;
    for (let from = 0, end: number; (end = content.indexOf(10, from)) !== -1; from = end + 1) {
      number++;
      yield parseLine(content.toString('utf8', from, end), `${tenant}${SUFFIX}`, number);
    }
  }

  remove(tenant: string): void {
    this.release(tenant);
    rmSync(this.fileOf(tenant), { force: true });
  }

  close(): void {
    for (const tenant of [...this.descriptors.keys()]) this.release(tenant);
  }

  private release(tenant: string): void {
    const descriptor = this.descriptors.get(tenant);
    if (descriptor === undefined) return;
    closeSync(descriptor);
    this.descriptors.delete(tenant);
  }

  private fileOf(tenant: string): string {
    return join(this.directory, `${tenant}${SUFFIX}`);
  }
}

const writeWhole = (descriptor: number, text: string): void => {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
};

const parseLine = (text: string, file: string, number: number): JournalLine => {
  try {
    return JSON.parse(text) as JournalLine;
  } catch {
    throw new Error(
      `${file}: line ${String(number)} is not JSON; the file was damaged outside the simulator`,
    );
  }
};
