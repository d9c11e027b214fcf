import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Change, ChangeStore } from './changes.js';

const FILE = 'qbo-simulator.jsonl';
const CHUNK = 1 << 20;
const NEWLINE = 10;

/**
 * Changes in one append-only file of JSON lines, written before the request is answered: a killed process loses
 * nothing that it answered. A torn last line (killed while writing) was never answered and is dropped.
 */
export class JournalFile implements ChangeStore {
  private readonly path: string;
  private descriptor: number | undefined;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.path = join(directory, FILE);
  }

  *read(): Generator<Change> {
    if (!existsSync(this.path)) return;
    let line = 0;
    for (const { text, complete } of lines(this.path)) {
      line++;
      const change = parse(text);
      if (change) yield change;
      else if (complete) throw new Error(`${this.path}, line ${String(line)}: not a change of the simulator`);
    }
  }

  append(change: Change): void {
    this.descriptor ??= openSync(this.path, 'a');
    writeAll(this.descriptor, `${JSON.stringify(change)}\n`);
  }

  compact(changes: Iterable<Change>): void {
    this.close();
    const next = `${this.path}.next`;
    const descriptor = openSync(next, 'w');
    for (const change of changes) writeAll(descriptor, `${JSON.stringify(change)}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(next, this.path);
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

function writeAll(descriptor: number, text: string): void {
  const buffer = Buffer.from(text);
  for (let at = 0; at < buffer.length;) at += writeSync(descriptor, buffer, at);
}

function parse(text: string): Change | undefined {
  try {
    return JSON.parse(text) as Change;
  } catch {
    return undefined;
  }
}

/** The lines of a file of any size; `complete` is false for a last line without its newline. */
function* lines(path: string): Generator<{ readonly text: string; readonly complete: boolean }> {
  const descriptor = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    let pending: Buffer[] = [];
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
      let begin = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0 && at < size; at = chunk.indexOf(NEWLINE, begin)) {
        pending.push(Buffer.from(chunk.subarray(begin, at)));
        yield { text: Buffer.concat(pending).toString('utf8'), complete: true };
        pending = [];
        begin = at + 1;
      }
      pending.push(Buffer.from(chunk.subarray(begin, size)));
    }
    const rest = Buffer.concat(pending).toString('utf8');
    if (rest !== '') yield { text: rest, complete: false };
  } finally {
    closeSync(descriptor);
  }
}
