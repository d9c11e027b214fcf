import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './write-whole.js';

const random = (): string => randomBytes(32).toString('base64');

/** What the hosts must be given and nobody has to know, by the names of docs/configuration.md. */
const MAKE = {
  BPRO_TOKEN: random,
  JWT_SHARED_KEY: random,
  SESSION_KEY: random,
  TENANT_HASH_KEY: random,
  TOKEN_KEYS: () => `local:${random()}`,
} as const;

export type Secrets = Readonly<Record<keyof typeof MAKE, string>>;

/** The secrets of a folder, one file each that only its owner reads: made when they are not there yet. */
export function keptSecrets(folder: string): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const entries = Object.entries(MAKE).map(([name, make]) => [name, kept(join(folder, name), make)]);
  return Object.fromEntries(entries) as Secrets;
}

function kept(file: string, make: () => string): string {
  if (!existsSync(file)) writeWhole(file, make());
  return readFileSync(file, 'utf8');
}
