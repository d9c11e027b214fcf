import type { Clock } from '@bpro-qbo-sync/clock';
import {
  bodyFields,
  html,
  json,
  redirect,
  type SimulatorRequest,
  type SimulatorResponse,
} from '../api/http.js';
import { faultAfter, faultBefore } from '../faults/apply-fault.js';
import type { Faults } from '../faults/faults.js';
import { consentError, consentPage } from './consent-page.js';
import { ISSUER, SUBJECT } from './id-tokens.js';
import type { TokenService } from './token-service.js';

const SCOPES = ['openid', 'email', 'profile', 'address', 'phone'];

export interface OauthServerParts {
  readonly tokens: TokenService;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly companies: () => readonly { readonly realmId: string; readonly name: string }[];
}

/** The authorization server: discovery, consent, tokens, revocation, user info. */
export class OauthServer {
  constructor(private readonly parts: OauthServerParts) {}

  /** The answer to a request of OAuth's, undefined when the path is another's. */
  async handle(request: SimulatorRequest): Promise<SimulatorResponse | undefined> {
    const url = new URL(request.url, 'http://simulator');
    const path = url.pathname.replace(/\/$/, '');
    const post = request.method === 'POST';
    switch (path) {
      case '/.well-known/openid_configuration':
      case '/.well-known/openid_sandbox_configuration':
        return json(200, this.discovery(request));
      case '/connect/oauth2':
        return post ? this.decide(request) : this.consent(url.searchParams);
      case '/oauth2/v1/tokens/bearer':
        return post ? this.token(request) : undefined;
      case '/v2/oauth2/tokens/revoke':
        return post ? this.faulted('revoke', () => this.revoke(request)) : undefined;
      case '/v1/openid_connect/userinfo':
        return this.userInfo(request);
      case '/op/v1/jwks':
        return json(200, this.parts.tokens.idTokens.keys());
      default:
        return undefined;
    }
  }

  private discovery(request: SimulatorRequest): Record<string, unknown> {
    const base = `http://${request.headers['host'] ?? 'localhost'}`;
    return {
      issuer: ISSUER,
      authorization_endpoint: `${base}/connect/oauth2`,
      token_endpoint: `${base}/oauth2/v1/tokens/bearer`,
      userinfo_endpoint: `${base}/v1/openid_connect/userinfo`,
      revocation_endpoint: `${base}/v2/oauth2/tokens/revoke`,
      jwks_uri: `${base}/op/v1/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: SCOPES,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
    };
  }

  private consent(params: URLSearchParams): SimulatorResponse {
    const field = (name: string): string => params.get(name) ?? '';
    const problem = this.problem(field('client_id'), field('redirect_uri'), field('scope'));
    if (problem !== undefined) return html(400, consentError(problem));
    if (field('response_type') !== 'code') return html(400, consentError('The response_type must be code.'));
    return html(
      200,
      consentPage({
        clientId: field('client_id'),
        redirectUri: field('redirect_uri'),
        scope: field('scope'),
        state: field('state'),
        companies: this.parts.companies(),
      }),
    );
  }

  /** The form of the consent page: `action` connect or cancel, `realmId`, and the request's own fields. */
  private decide(request: SimulatorRequest): SimulatorResponse {
    const fields = bodyFields(request);
    const {
      client_id = '',
      redirect_uri = '',
      scope = '',
      state = '',
      realmId = '',
      action = 'connect',
    } = fields;
    const problem = this.problem(client_id, redirect_uri, scope);
    if (problem !== undefined) return html(400, consentError(problem));
    const target = new URL(redirect_uri);
    if (action === 'cancel') {
      target.searchParams.set('error', 'access_denied');
    } else {
      if (!this.parts.companies().some((company) => company.realmId === realmId))
        return html(400, consentError('Choose a company.'));
      const code = this.parts.tokens.issueCode({
        clientId: client_id,
        realmId,
        redirectUri: redirect_uri,
        scope,
      });
      target.searchParams.set('code', code);
      target.searchParams.set('realmId', realmId);
    }
    target.searchParams.set('state', state);
    return redirect(target.toString());
  }

  private problem(clientId: string, redirectUri: string, scope: string): string | undefined {
    const { options } = this.parts.tokens;
    if (clientId !== options.clientId) return 'The client_id is not known.';
    if (!isAllowed(redirectUri, options.redirectUris))
      return 'The redirect_uri query parameter value is invalid.';
    if (scope.trim() === '') return 'The scope is missing.';
    return undefined;
  }

  private token(request: SimulatorRequest): Promise<SimulatorResponse> {
    const fields = bodyFields(request);
    const operation = fields['grant_type'] === 'refresh_token' ? 'refresh' : 'exchange';
    return this.faulted(operation, () => this.grant(request, fields));
  }

  private async faulted(operation: string, answer: () => SimulatorResponse): Promise<SimulatorResponse> {
    const { clock, faults } = this.parts;
    const call = { realmId: '', operation, entity: 'token', requestId: undefined, inBatch: false };
    const effect = faults.draw(call);
    const before = await faultBefore(effect, clock);
    return before ?? faultAfter(effect, clock, answer());
  }

  private grant(request: SimulatorRequest, fields: Readonly<Record<string, string>>): SimulatorResponse {
    if (!this.isClient(request, fields)) return json(401, { error: 'invalid_client' });
    const { tokens } = this.parts;
    const showHard = request.headers['x-include-refresh-token-hard-expires-in'] === 'true';
    switch (fields['grant_type']) {
      case 'authorization_code': {
        const answer = tokens.exchange(fields['code'] ?? '', fields['redirect_uri'] ?? '', showHard);
        return answer ? json(200, answer) : invalidGrant('Invalid authorization code');
      }
      case 'refresh_token': {
        const answer = tokens.refresh(fields['refresh_token'] ?? '', showHard);
        return answer ? json(200, answer) : invalidGrant('Incorrect or invalid refresh token');
      }
      default:
        return json(400, { error: 'unsupported_grant_type' });
    }
  }

  private revoke(request: SimulatorRequest): SimulatorResponse {
    const fields = bodyFields(request);
    if (!this.isClient(request, fields)) return json(401, { error: 'invalid_client' });
    if (!this.parts.tokens.revoke(fields['token'] ?? '')) return json(400, { error: 'invalid_request' });
    return { status: 200, headers: {}, body: '' };
  }

  private userInfo(request: SimulatorRequest): SimulatorResponse {
    const token = (request.headers['authorization'] ?? '').replace(/^Bearer /i, '');
    if (!this.parts.tokens.isLive(token)) return json(401, { error: 'invalid_token' });
    return json(200, { sub: SUBJECT, email: 'owner@example.com', emailVerified: true });
  }

  private isClient(request: SimulatorRequest, fields: Readonly<Record<string, string>>): boolean {
    const { clientId, clientSecret } = this.parts.tokens.options;
    const basic = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    if (basic !== undefined)
      return Buffer.from(basic, 'base64').toString('utf8') === `${clientId}:${clientSecret}`;
    return fields['client_id'] === clientId && fields['client_secret'] === clientSecret;
  }
}

const invalidGrant = (error_description: string): SimulatorResponse =>
  json(400, { error: 'invalid_grant', error_description });

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function isAllowed(redirectUri: string, allowed: readonly string[] | undefined): boolean {
  if (allowed) return allowed.includes(redirectUri);
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  return /^https?:$/.test(protocol) && LOOPBACK.includes(hostname);
}
