/**
 * What the payment API needs of X, in our words. `server/x/twitter.ts` is the only importer of
 * `twitter-api-v2`; services see this port alone.
 */

/** One account of X. `xUserId` is the numeric id (64 bits, so a string); the handle may change. */
export type XAccount = { readonly xUserId: string; readonly handle: string; readonly name: string };

/** What must be kept between the two steps of signing in. The verifier never leaves the server. */
export type XAuthorization = { readonly url: string; readonly state: string; readonly codeVerifier: string };

/** X does not answer, answers 5xx or limits us: the caller may try again. */
export class XUnavailableError extends Error {
  override readonly name = 'XUnavailableError';
}

/** X refused the code, verifier or redirect address. */
export class XSignInError extends Error {
  override readonly name = 'XSignInError';
}

export interface XPort {
  /** OAuth 2.0 with PKCE, scopes `users.read tweet.read`, no refresh token. */
  startAuthorization(redirectUri: string): XAuthorization;
  /**
   * Ends a sign-in: who authorised us. The access token is used once for this and forgotten.
   * @throws XSignInError, XUnavailableError
   */
  finishAuthorization(input: { code: string; codeVerifier: string; redirectUri: string }): Promise<XAccount>;
  /** The account that bears this handle now, or null. @throws XUnavailableError */
  findByHandle(handle: string): Promise<XAccount | null>;
}
