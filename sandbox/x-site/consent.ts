/** X's OAuth 2.0 consent (authorization code with PKCE), as far as a browser takes part in it. */

import type { CodeRequest } from '../x-api/authorizations.ts';
import type { Consent } from './model.ts';

export type ConsentOptions = {
  /** Given by the X API's stand-in, which checks the client and later redeems the code. May throw. */
  readonly issueCode: (request: CodeRequest) => Promise<{ code: string }>;
  /** The app's name as registered with X; the client id is shown where it is not known. */
  readonly clientName?: (clientId: string) => Promise<string | undefined> | string | undefined;
};

/** What the consent page shows; 'invalid' when the address lacks something. */
export async function consentOf(
  query: URLSearchParams,
  options: ConsentOptions,
): Promise<Consent | 'invalid'> {
  const wanted = requestOf(query);
  if (wanted === undefined) return 'invalid';
  const clientName = (await options.clientName?.(wanted.clientId)) ?? wanted.clientId;
  return {
    clientName,
    redirectUri: wanted.redirectUri,
    scopes: wanted.scope.split(' ').filter(Boolean),
    state: wanted.state,
  };
}

/** Carries out the visitor's answer. The page then leaves by itself: form-action would not let a form be redirected. */
export async function answerConsent(
  query: URLSearchParams,
  body: unknown,
  userId: string,
  options: ConsentOptions,
): Promise<{ status: number; body: { redirect_uri?: string; error?: string } }> {
  const wanted = requestOf(query);
  if (wanted === undefined) return { status: 400, body: { error: 'invalid_request' } };
  const back = new URL(wanted.redirectUri);
  back.searchParams.set('state', wanted.state);
  const approved = typeof body === 'object' && body !== null && 'approval' in body && body.approval === true;
  if (!approved) {
    back.searchParams.set('error', 'access_denied');
    return { status: 200, body: { redirect_uri: back.href } };
  }
  try {
    const { code } = await options.issueCode({ ...wanted, userId });
    back.searchParams.set('code', code);
    return { status: 200, body: { redirect_uri: back.href } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : 'refused' } };
  }
}

function requestOf(query: URLSearchParams): Omit<CodeRequest, 'userId'> | undefined {
  const value = (name: string) => query.get(name) ?? '';
  const request = {
    clientId: value('client_id'),
    redirectUri: value('redirect_uri'),
    codeChallenge: value('code_challenge'),
    codeChallengeMethod: value('code_challenge_method') || 'plain',
    scope: value('scope'),
    state: value('state'),
  };
  const complete =
    query.get('response_type') === 'code' && Object.values(request).every((part) => part !== '');
  // The page goes there by script, so a javascript: address must never pass.
  const back = URL.parse(request.redirectUri);
  const safe =
    back !== null && ['https:', 'http:', 'chrome-extension:', 'moz-extension:'].includes(back.protocol);
  return complete && safe ? request : undefined;
}
