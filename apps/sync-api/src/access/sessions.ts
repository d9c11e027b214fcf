import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { personOf, type Person } from './person.js';

const IDLE_S = 30 * 60;
const LONGEST_S = 12 * 60 * 60;
const RENEW_AFTER_S = 60;
const CONSENT_S = 15 * 60;

/** A browser's session (rule A3); everything is in the signed cookie. */
export interface Session {
  readonly id: string;
  readonly person: Person;
  readonly csrfToken: string;
  /** Epoch seconds of its beginning and of the present cookie. */
  readonly startedAt: number;
  readonly issuedAt: number;
}

/** A consent that was begun here (rule B1): ties the callback to the browser. */
export interface Consent {
  readonly tenant: string;
  readonly person: Person;
  readonly stateHash: string;
  /** The session that began it; none: a bearer token did. */
  readonly sessionId: string | undefined;
}

const now = (): number => Math.floor(Date.now() / 1000);
const random = (): string => randomBytes(24).toString('base64url');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

const equal = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));

const claimsOf = ({ id, role, tenant }: Person): JWTPayload => ({
  sub: id,
  role,
  ...(tenant === undefined ? {} : { tenant }),
});

/** Session and consent cookies: signed, HttpOnly, same-site, short-lived. Sessions run on the wall's time. */
export class Sessions {
  private readonly secure: boolean;
  private readonly sessionCookie: string;
  private readonly consentCookie: string;

  constructor(
    private readonly key: Uint8Array,
    publicUrl: string,
  ) {
    this.secure = publicUrl.startsWith('https:');
    this.sessionCookie = this.secure ? '__Host-bpro-qbo-sync' : 'bpro-qbo-sync';
    this.consentCookie = 'bpro-qbo-sync-consent';
  }

  async begin(response: Response, person: Person): Promise<Session> {
    const session = { id: random(), person, csrfToken: random(), startedAt: now(), issuedAt: now() };
    await this.give(response, session);
    return session;
  }

  /** The session of the request's cookie, renewed while it is used. */
  async resume(request: Request, response: Response): Promise<Session | undefined> {
    const session = await this.read(request);
    if (session && now() - session.issuedAt >= RENEW_AFTER_S)
      await this.give(response, { ...session, issuedAt: now() });
    return session;
  }

  async read(request: Request): Promise<Session | undefined> {
    const claims = await this.open(this.cookie(request, this.sessionCookie), 'session');
    const person = claims && personOf(claims);
    if (!person) return undefined;
    const { jti, csrf, started, iat } = claims as JWTPayload & { csrf?: unknown; started?: unknown };
    if (typeof jti !== 'string' || typeof csrf !== 'string' || typeof started !== 'number') return undefined;
    return now() - started > LONGEST_S
      ? undefined
      : { id: jti, person, csrfToken: csrf, startedAt: started, issuedAt: iat ?? 0 };
  }

  end(response: Response): void {
    response.clearCookie(this.sessionCookie, this.options('/'));
  }

  isCsrfToken(session: Session, given: string | undefined): boolean {
    return given !== undefined && equal(session.csrfToken, given);
  }

  async keepConsent(response: Response, consent: Omit<Consent, 'stateHash'>, state: string): Promise<void> {
    const value = await this.seal(
      { ...claimsOf(consent.person), for: consent.tenant, state: sha256(state), sid: consent.sessionId },
      'consent',
      CONSENT_S,
    );
    response.cookie(this.consentCookie, value, { ...this.options('/api/oauth'), maxAge: CONSENT_S * 1000 });
  }

  /** The consent that this browser began with this state, if any; it is taken back at once. */
  async takeConsent(request: Request, response: Response, state: string): Promise<Consent | undefined> {
    const claims = await this.open(this.cookie(request, this.consentCookie), 'consent');
    response.clearCookie(this.consentCookie, this.options('/api/oauth'));
    const person = claims && personOf(claims);
    if (!person) return undefined;
    const { for: tenant, state: stateHash, sid } = claims as Readonly<Record<string, unknown>>;
    if (typeof tenant !== 'string' || typeof stateHash !== 'string' || !equal(stateHash, sha256(state)))
      return undefined;
    const sessionId = typeof sid === 'string' ? sid : undefined;
    if (sessionId !== undefined && (await this.read(request))?.id !== sessionId) return undefined;
    return { tenant, person, stateHash, sessionId };
  }

  private async give(response: Response, { id, person, csrfToken, startedAt }: Session): Promise<void> {
    const claims = { ...claimsOf(person), jti: id, csrf: csrfToken, started: startedAt };
    const value = await this.seal(claims, 'session', IDLE_S);
    response.cookie(this.sessionCookie, value, { ...this.options('/'), maxAge: IDLE_S * 1000 });
  }

  /** Lax, not Strict: Intuit sends the browser back by a link from its own site (rule B1). */
  private options(path: string): CookieOptions {
    return { httpOnly: true, secure: this.secure, sameSite: 'lax', path };
  }

  private cookie(request: Request, name: string): string | undefined {
    const value = (request.cookies as Readonly<Record<string, unknown>> | undefined)?.[name];
    return typeof value === 'string' ? value : undefined;
  }

  private seal(claims: JWTPayload, audience: string, seconds: number): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(now() + seconds)
      .sign(this.key);
  }

  private async open(value: string | undefined, audience: string): Promise<JWTPayload | undefined> {
    if (value === undefined) return undefined;
    try {
      const { payload } = await jwtVerify(value, this.key, {
        audience,
        algorithms: ['HS256'],
        requiredClaims: ['exp'],
      });
      return payload;
    } catch {
      return undefined;
    }
  }
}
