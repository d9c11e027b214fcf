import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** Writes a file that only its owner reads: it is there with all its content on the disk, or as it was before. */
export function writeWhole(file: string, text: string): void {
  const unfinished = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(unfinished, text);
    fsyncSync(unfinished);
  } finally {
    closeSync(unfinished);
  }
  renameSync(`${file}.new`, file);
}
