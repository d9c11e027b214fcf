import { describe, expect, it } from '@jest/globals';
import { plainWords } from './failure.js';

const failed = (message: string, code?: string): Error => Object.assign(new Error(message), { code });

describe('what is said when the local system cannot start or go on', () => {
  it.each([
    ['by the file system', failed('ENOSPC: no space left on device, write', 'ENOSPC')],
    ['by the event store', failed('database or disk is full', 'SQLITE_FULL')],
    ['by PostgreSQL', failed('PostgreSQL did not start: FATAL: could not write: No space left on device')],
  ])('a full disk that was met %s: where to make room, and that nothing is lost', (_by, error) => {
    expect(plainWords(error, '/data', 1000)).toMatch(
      /^The disk is full: .*\nMake room where \/data is.* is kept\.$/,
    );
  });

  it('a full disk is named also where the program that met it does not', () => {
    const error = failed('sync-api ended by itself (1): sync-api could not start (RecordStoreUnavailable)');
    expect(plainWords(error, '/data', 1.2)).toMatch(/^The disk is full: sync-api ended by itself/);
  });

  it.each(['EACCES', 'EROFS', 'ENOTDIR', 'SQLITE_CANTOPEN'])(
    'a data folder that cannot be written to (%s): which, and how to choose another',
    (code) => {
      const words = plainWords(failed('permission denied', code), '/data', 1000);
      expect(words).toMatch(/data folder \/data cannot be used: permission denied\n.*DATA_DIRECTORY/);
    },
  );

  it('anything else as it is', () => {
    const message = 'sync-api ended by itself (1): PORT must be a port';
    expect(plainWords(failed(message), '/data', 1000)).toBe(message);
  });
});
