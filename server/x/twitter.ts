/**
 * X by its official API, as everyone's sign-in and look-ups need it. It must never keep, log or hand on an access token, and never call X without a deadline.
 */
import {
  ApiResponseError,
  type IClientSettings,
  type ITwitterApiClientPlugin,
  TwitterApi,
} from 'twitter-api-v2';
import { z } from 'zod';
import { createDirectedAgent } from '../outbound/directed-agent.ts';
import { unavailable } from './failures.ts';
import { type XAccount, type XPort, XSignInError, XUnavailableError } from './port.ts';

export type TwitterConfig = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The application's own token, for look-ups by handle. */
  readonly bearerToken: string;
  /** `https://host:port` instead of api.x.com; the certificate there must still be for api.x.com. */
  readonly apiUrl?: string | undefined;
  /** PEM; the only CA believed at `apiUrl`. */
  readonly apiCa?: string | undefined;
  /** Origin of the page on which people consent, instead of `https://x.com`. */
  readonly authorizeOrigin?: string | undefined;
  /** For one call to X, from connecting to the last byte. */
  readonly timeoutMs?: number | undefined;
};

const apiHost = 'api.x.com';
const defaultTimeoutMs = 10_000;
const scopes = ['users.read', 'tweet.read'] as const;

/** X's own pattern for a handle (OpenAPI 2.167, `/2/users/by/username/{username}`). */
const handlePattern = /^[A-Za-z0-9_]{1,15}$/;

/** What is asked of an account; X gives these three unasked. */
export const userFields = { 'user.fields': 'id,name,username' } as const;

/** An account as X tells of one, in our words. */
export const userAccount = z
  .object({
    id: z.string().regex(/^[1-9][0-9]{0,18}$/),
    username: z.string().regex(handlePattern),
    name: z.string(),
  })
  .transform((user): XAccount => toAccount(user));

const userAnswer = z.object({
  data: userAccount.optional(),
  errors: z.array(z.object({ type: z.string() })).optional(),
});

/** The one problem type that means "nobody": not found, deleted and suspended accounts all bear it. */
const nobody = /\/problems\/resource-not-found$/;

/** How every client here reaches X. */
export function clientSettings(config: TwitterConfig): Partial<IClientSettings> {
  return {
    plugins: [deadlinePlugin(config.timeoutMs ?? defaultTimeoutMs)],
    ...(config.apiUrl === undefined
      ? {}
      : { httpAgent: createDirectedAgent({ url: config.apiUrl, ca: config.apiCa, servername: apiHost }) }),
  };
}

/** X's API as the product sees it. Without `apiUrl` it is the real X. */
export function createTwitterPort(config: TwitterConfig): XPort {
  const settings = clientSettings(config);
  const signIn = new TwitterApi({ clientId: config.clientId, clientSecret: config.clientSecret }, settings);
  const application = new TwitterApi(config.bearerToken, settings);
  return {
    startAuthorization(redirectUri) {
      const link = signIn.generateOAuth2AuthLink(redirectUri, { scope: [...scopes] });
      const url = withOrigin(link.url, config.authorizeOrigin);
      return { url, state: link.state, codeVerifier: link.codeVerifier };
    },

    async finishAuthorization(input) {
      const session = await signIn.loginWithOAuth2(input).catch((error: unknown) => {
        throw signInError(error);
      });
      try {
        return whoAuthorized(await session.client.v2.me());
      } catch (error) {
        throw signInError(error);
      } finally {
        // Not awaited: the person need not wait, and a failure leaves a token that dies within two hours.
        signIn.revokeOAuth2Token(session.accessToken, 'access_token').catch(() => undefined);
      }
    },

    async findByHandle(handle) {
      // Not a handle: nobody has it. X would answer 400, and charge for the look-up.
      if (!handlePattern.test(handle)) return null;
      try {
        return whoHasHandle(handle, await application.v2.userByUsername(handle));
      } catch (error) {
        throw unavailable('look-up by handle', error);
      }
    },
  };
}

/**
 * The library has no timeout at all, and its `timeout` option only counts silence: a deadline on the whole
 * exchange is given to Node's request instead.
 */
function deadlinePlugin(timeoutMs: number): ITwitterApiClientPlugin {
  return {
    onBeforeRequest({ requestOptions }) {
      requestOptions.signal = AbortSignal.timeout(timeoutMs);
    },
  };
}

function withOrigin(link: string, origin: string | undefined): string {
  if (origin === undefined) return link;
  const { pathname, search } = new URL(link);
  return new URL(`${pathname}${search}`, origin).toString();
}

function whoAuthorized(answer: unknown): XAccount {
  const { data } = userAnswer.parse(answer);
  if (!data) throw new XUnavailableError('X did not say whose token it is');
  return data;
}

function whoHasHandle(handle: string, answer: unknown): XAccount | null {
  const { data, errors = [] } = userAnswer.parse(answer);
  if (!data) {
    // HTTP 200 without data is "nobody" only if X says so: a passing fault must not look like an unknown payee.
    if (errors.every((problem) => nobody.test(problem.type))) return null;
    throw new XUnavailableError('X could not say who has this handle');
  }
  // Money follows this answer: one about somebody else must stop here.
  if (data.handle.toLowerCase() !== handle.toLowerCase()) {
    throw new XUnavailableError('X answered for another handle');
  }
  return data;
}

/** X allows 50 characters. */
const longestName = 50;
/** Control, direction and invisible marks: a name with them can make the handle beside it read as another (T08). */
const hidden = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

function toAccount({ id, username, name }: { id: string; username: string; name: string }): XAccount {
  const plain = [...name.replace(hidden, '')].slice(0, longestName).join('').trim();
  return { xUserId: id, handle: username, name: plain === '' ? username : plain };
}

/** 4xx is X's refusal of this sign-in; a limit (429), 5xx, silence and nonsense are X's absence. */
function signInError(error: unknown): XSignInError | XUnavailableError {
  if (error instanceof ApiResponseError && error.code >= 400 && error.code < 500 && !error.rateLimitError) {
    return new XSignInError(`X refused the sign-in (HTTP ${error.code})`);
  }
  return unavailable('sign-in', error);
}
