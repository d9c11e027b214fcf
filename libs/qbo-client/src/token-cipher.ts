import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A key of the ring: 32 bytes in base64, named so that what it sealed can be found again. */
export interface CipherKey {
  readonly id: string;
  readonly key: string;
}

/** What a sealed text is tied to: moved to another row it does not open. */
export interface Belonging {
  readonly tenant: string;
  readonly realmId: string;
}

/** AES-256-GCM over a ring of keys (rule B2). */
export interface TokenCipher {
  /** With the first key. */
  encrypt(plain: string, belonging: Belonging): string;
  /** With whichever key of the ring sealed it. Throws an error without the text when none opens it. */
  decrypt(sealed: string, belonging: Belonging): string;
  /** Whether another key than the first sealed it. */
  needsRotation(sealed: string): boolean;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The first key encrypts, any decrypts: to rotate, put a new key first, and take an old one away when no row needs
 * rotation. `random` gives bytes fit for cryptography. Throws `TypeError` for keys that cannot work.
 */
export function createTokenCipher(
  keys: readonly CipherKey[],
  random: (size: number) => Buffer = randomBytes,
): TokenCipher {
  const ring = new Map(keys.map(({ id, key }) => [checkedId(id), checkedKey(id, key)]));
  const first = keys[0];
  if (!first) throw new TypeError('the token cipher needs a key');
  if (ring.size !== keys.length) throw new TypeError('two keys of the token cipher have the same id');
  const keyOf = (id: string | undefined): Buffer => {
    const key = id === undefined ? undefined : ring.get(id);
    if (!key) throw new Error('the tokens were sealed with a key that is not in the ring');
    return key;
  };
  return {
    encrypt(plain, belonging) {
      const iv = random(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(first.id), iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(associated(first.id, belonging));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [VERSION, first.id, ...[iv, cipher.getAuthTag(), body].map(encode)].join('.');
    },
    decrypt(sealed, belonging) {
      const [version, id, iv, tag, body] = sealed.split('.');
      if (version !== VERSION || iv === undefined || tag === undefined || body === undefined)
        throw new Error('the sealed tokens have a form that is not known');
      const key = keyOf(id);
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, decode(iv), { authTagLength: TAG_BYTES });
        cipher.setAAD(associated(id ?? '', belonging));
        cipher.setAuthTag(decode(tag));
        return Buffer.concat([cipher.update(decode(body)), cipher.final()]).toString('utf8');
      } catch {
        throw new Error(
          'the sealed tokens do not open: they were changed, or belong to another tenant or company',
        );
      }
    },
    needsRotation: (sealed) => sealed.split('.')[1] !== first.id,
  };
}

const associated = (id: string, { tenant, realmId }: Belonging): Buffer =>
  Buffer.from(JSON.stringify([VERSION, id, tenant, realmId]));

const encode = (bytes: Buffer): string => bytes.toString('base64url');
const decode = (text: string): Buffer => Buffer.from(text, 'base64url');

function checkedId(id: string): string {
  if (!/^[\w-]{1,40}$/.test(id)) throw new TypeError('a key id is letters, digits, dashes and underscores');
  return id;
}

function checkedKey(id: string, key: string): Buffer {
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32) throw new TypeError(`key ${id} of the token cipher is not 32 bytes in base64`);
  return bytes;
}
