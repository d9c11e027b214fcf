import { createRemoteJWKSet, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { Configuration } from '../configuration.js';
import { personOf, type Person } from './person.js';

const PUBLISHED = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const DEMO_LIFETIME = '12h';

/** Reads the platform's tokens (rule A3). Their times are the wall's, however fast the product's clock runs. */
export class PlatformTokens {
  private readonly read: (token: string) => Promise<JWTPayload>;

  constructor(private readonly platform: Configuration['platform']) {
    const { keys, issuer, audience } = platform;
    const claims: JWTVerifyOptions = { issuer, audience, requiredClaims: ['exp', 'sub'] };
    if (keys.kind === 'shared') {
      const secret = new TextEncoder().encode(keys.key);
      this.read = async (token) =>
        (await jwtVerify(token, secret, { ...claims, algorithms: ['HS256'] })).payload;
    } else {
      const published = createRemoteJWKSet(new URL(keys.url));
      this.read = async (token) =>
        (await jwtVerify(token, published, { ...claims, algorithms: PUBLISHED })).payload;
    }
  }

  /** Undefined: not a token of the platform, or no longer, or for nobody that the sync knows. */
  async personBy(token: string): Promise<Person | undefined> {
    try {
      return personOf(await this.read(token));
    } catch {
      return undefined;
    }
  }

  /** A token as the platform would give it. Only with a shared key. */
  async forDemo({ id, role, tenant }: Person): Promise<string> {
    const { keys, issuer, audience } = this.platform;
    if (keys.kind !== 'shared') throw new Error('demo tokens need a shared key');
    return new SignJWT({ role, ...(tenant === undefined ? {} : { tenant }) })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(DEMO_LIFETIME)
      .sign(new TextEncoder().encode(keys.key));
  }
}
