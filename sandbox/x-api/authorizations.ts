/**
 * OAuth 2.0 of the sandbox's X: who consented to what, the codes for it and the access tokens.
 * Must never hand out a token without the client's secret, the code and its PKCE verifier together.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Answer } from '../http.ts';
import { oauthError } from './problems.ts';

/** An application registered with X. */
export type XClient = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared whole, as X does. */
  readonly redirectUris: readonly string[];
};

/** What the consent page hands over when a person has clicked "Authorise". */
export type CodeRequest = {
  readonly userId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  /** `S256`, in either case: `twitter-api-v2` writes `s256` and X takes it. */
  readonly codeChallengeMethod: string;
  /** Separated by spaces. */
  readonly scope: string;
  readonly state: string;
};

/** The authorise link can't be honoured: the consent page shows an error and must not redirect. */
export class ConsentRefusedError extends Error {
  override readonly name = 'ConsentRefusedError';
}

export type AccessToken = { readonly userId: string; readonly scopes: ReadonlySet<string> };

/** X's authorisation codes are good for 30 seconds, its access tokens for two hours. */
const codeLifetimeMs = 30_000;
const tokenLifetimeS = 7_200;
/** More than any test makes; the oldest go first. */
const kept = 10_000;
const scopesKnown: ReadonlySet<string> = new Set([
  'users.read',
  'tweet.read',
  'tweet.write',
  'dm.read',
  'dm.write',
  'offline.access',
]);

type Consent = Pick<CodeRequest, 'userId' | 'clientId' | 'scope'>;
type Grant = CodeRequest & { readonly expiresAt: number };
type LiveToken = AccessToken & { readonly clientId: string; readonly expiresAt: number };
type Parameters = Readonly<Record<string, string>>;

export class Authorizations {
  readonly #clients: ReadonlyMap<string, XClient>;
  readonly #now: () => number;
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, LiveToken>();
  /** Each is good for one use, as X's are. */
  readonly #refreshTokens = new Map<string, Consent>();

  constructor(clients: readonly XClient[], now: () => number) {
    this.#clients = new Map(clients.map((client) => [client.clientId, client]));
    this.#now = now;
  }

  /** A single-use code for a consent. @throws ConsentRefusedError */
  issueCode(consent: CodeRequest): string {
    const client = this.#clients.get(consent.clientId);
    if (!client) throw new ConsentRefusedError('unknown client_id');
    if (!client.redirectUris.includes(consent.redirectUri))
      throw new ConsentRefusedError('unknown redirect_uri');
    if (consent.codeChallengeMethod.toUpperCase() !== 'S256') throw new ConsentRefusedError('S256 only');
    if (!/^[A-Za-z0-9_-]{43}$/.test(consent.codeChallenge))
      throw new ConsentRefusedError('bad code_challenge');
    if (consent.state === '') throw new ConsentRefusedError('state is missing');
    const scopes = scopesOf(consent.scope);
    if (scopes.size === 0 || [...scopes].some((scope) => !scopesKnown.has(scope))) {
      throw new ConsentRefusedError('unknown scope');
    }
    const code = randomBytes(48).toString('base64url');
    keep(this.#codes, code, { ...consent, expiresAt: this.#now() + codeLifetimeMs });
    return code;
  }

  /** A consent that was given before the sandbox began: its refresh token. */
  admitRefreshToken(token: string, consent: Consent): void {
    keep(this.#refreshTokens, token, consent);
  }

  /** `POST /2/oauth2/token`. */
  exchange(authorization: string | undefined, parameters: Parameters): Answer {
    const client = this.#authenticate(authorization, parameters);
    if ('status' in client) return client;
    if (parameters.grant_type === 'refresh_token') return this.#refresh(parameters, client);
    if (parameters.grant_type !== 'authorization_code') {
      return oauthError(400, 'unsupported_grant_type', 'The sandbox knows codes and refresh tokens.');
    }
    for (const name of ['code', 'redirect_uri', 'code_verifier']) {
      if (!parameters[name])
        return oauthError(400, 'invalid_request', `Missing required parameter [${name}].`);
    }
    const grant = this.#take(parameters.code ?? '', client);
    if (!grant) {
      return oauthError(400, 'invalid_request', 'Value passed for the authorization code was invalid.');
    }
    if (grant.redirectUri !== parameters.redirect_uri) {
      return oauthError(
        400,
        'invalid_request',
        'Value passed for the redirect uri did not match the uri of the authorization code.',
      );
    }
    if (!verifies(parameters.code_verifier ?? '', grant.codeChallenge)) {
      return oauthError(
        400,
        'invalid_request',
        'Value passed for the code verifier did not match the code challenge.',
      );
    }
    return { status: 200, body: this.#issueToken(grant) };
  }

  /** `POST /2/oauth2/revoke`; a token that is unknown is no error (RFC 7009 section 2.2). */
  revoke(authorization: string | undefined, parameters: Parameters): Answer {
    const client = this.#authenticate(authorization, parameters);
    if ('status' in client) return client;
    const token = parameters.token ?? '';
    if (this.#tokens.get(token)?.clientId === client.clientId) this.#tokens.delete(token);
    return { status: 200, body: { revoked: true } };
  }

  /** The person behind an access token, or null when it is unknown, revoked or expired. */
  lookUp(token: string): AccessToken | null {
    const live = this.#tokens.get(token);
    return live && live.expiresAt > this.#now() ? live : null;
  }

  #authenticate(authorization: string | undefined, parameters: Parameters): XClient | Answer {
    const [id, secret] = basicCredentials(authorization);
    const client = this.#clients.get(id);
    if (!client || !sameText(secret, client.clientSecret)) {
      return oauthError(401, 'unauthorized_client', 'Missing valid authorization header');
    }
    if (parameters.client_id !== undefined && parameters.client_id !== id) {
      return oauthError(
        400,
        'invalid_request',
        'Value passed for the client_id did not match the authorization header.',
      );
    }
    return client;
  }

  #refresh(parameters: Parameters, client: XClient): Answer {
    const token = parameters.refresh_token ?? '';
    const consent = this.#refreshTokens.get(token);
    if (consent?.clientId !== client.clientId) {
      return oauthError(400, 'invalid_request', 'Value passed for the token was invalid.');
    }
    this.#refreshTokens.delete(token);
    return { status: 200, body: this.#issueToken(consent) };
  }

  /** The code is spent by the first try, whether the rest of the request is right or not. */
  #take(code: string, client: XClient): Grant | null {
    const grant = this.#codes.get(code);
    if (grant?.clientId !== client.clientId) return null;
    this.#codes.delete(code);
    return grant.expiresAt > this.#now() ? grant : null;
  }

  #issueToken({ userId, clientId, scope }: Consent): Record<string, unknown> {
    const token = randomBytes(48).toString('base64url');
    const scopes = scopesOf(scope);
    keep(this.#tokens, token, {
      ...{ userId, clientId, scopes },
      expiresAt: this.#now() + tokenLifetimeS * 1000,
    });
    const answer = { token_type: 'bearer', expires_in: tokenLifetimeS, access_token: token, scope };
    if (!scopes.has('offline.access')) return answer;
    const refreshToken = randomBytes(48).toString('base64url');
    keep(this.#refreshTokens, refreshToken, { userId, clientId, scope });
    return { ...answer, refresh_token: refreshToken };
  }
}

function scopesOf(scope: string): ReadonlySet<string> {
  return new Set(scope.split(' ').filter((word) => word !== ''));
}

/** Client id and secret of a Basic header, each percent-decoded (RFC 6749 section 2.3.1). */
function basicCredentials(authorization: string | undefined): [string, string] {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization ?? '');
  const [id = '', secret = ''] = Buffer.from(match?.[1] ?? '', 'base64')
    .toString('utf8')
    .split(':');
  try {
    return [decodeURIComponent(id), decodeURIComponent(secret)];
  } catch {
    return ['', ''];
  }
}

/** RFC 7636 section 4.6. */
function verifies(verifier: string, challenge: string): boolean {
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  return sameText(createHash('sha256').update(verifier).digest('base64url'), challenge);
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  const oldest = map.keys().next();
  if (map.size >= kept && !oldest.done) map.delete(oldest.value);
  map.set(key, value);
}
