import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { PortTaken } from '../stack/host-environment.js';
import { RunningAlready } from './data-folder.js';

const NO_ROOM = /ENOSPC|EDQUOT|No space left on device|Check free disk space|disk is full|SQLITE_FULL/i;
const NOT_WRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'SQLITE_CANTOPEN', 'SQLITE_READONLY'];
/** With less, programs fail in ways that do not name the reason. */
const LEAST_MB = 20;
const WANTED_MB = 500;

/** Why it does not start or run, and what to do, in words for the person at the keyboard. */
export function plainWords(error: unknown, folder: string, free = freeMegabytes(folder)): string {
  if (error instanceof RunningAlready || error instanceof PortTaken) return error.message;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (NO_ROOM.test(`${code} ${message}`) || free < LEAST_MB)
    return `The disk is full: ${message}\nMake room where ${folder} is, about ${String(WANTED_MB)} MB, and start again. What was confirmed is kept.`;
  if (NOT_WRITABLE.includes(code))
    return `The data folder ${folder} cannot be used: ${message}\nCheck who owns it, or set DATA_DIRECTORY to another folder.`;
  if (code === 'EADDRINUSE') return `Another program took a port meanwhile: ${message}\nStart again.`;
  return message;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

function freeMegabytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : dirname(folder));
    return (bavail * bsize) / 2 ** 20;
  } catch {
    return Infinity;
  }
}
