import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const ISSUER = 'https://oauth.platform.intuit.com/op/v1';
/** The one person who works with the simulator. */
export const SUBJECT = 'simulator-user';

const KEY_ID = 'simulator-key-1';
const LIVES_SECONDS = 3600;

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RS256 id tokens with the claims of Intuit's discovery document. The key is made when it is first needed. */
export class IdTokens {
  private key: KeyObject | undefined;

  issue(token: { readonly clientId: string; readonly realmId: string; readonly now: number }): string {
    const iat = Math.floor(token.now / 1000);
    const claims = {
      sub: SUBJECT,
      aud: [token.clientId],
      realmid: token.realmId,
      iss: ISSUER,
      iat,
      exp: iat + LIVES_SECONDS,
    };
    const content = `${encoded({ kid: KEY_ID, typ: 'JWT', alg: 'RS256' })}.${encoded(claims)}`;
    return `${content}.${sign('RSA-SHA256', Buffer.from(content), this.privateKey()).toString('base64url')}`;
  }

  /** The JSON web key set that the tokens can be checked with. */
  keys(): { readonly keys: readonly unknown[] } {
    const jwk = createPublicKey(this.privateKey()).export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: KEY_ID, alg: 'RS256', use: 'sig' }] };
  }

  private privateKey(): KeyObject {
    this.key ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return this.key;
  }
}
