/**
 * For tests only: what a person's browser and an application's server do with X's sign-in, step by step.
 * Must never be imported by what is not a test.
 */
import { createHash, randomBytes } from 'node:crypto';
import { ask, type Reply, type Served } from '../serve-for-test.ts';
import type { CodeRequest, XClient } from './authorizations.ts';

export const client: XClient = {
  clientId: 'moineau-client',
  // Characters that must be percent-encoded in Basic credentials.
  clientSecret: 's3cret/+:é',
  redirectUris: ['https://abcdefgh.chromiumapp.org/x', 'https://api.moineau.example/v1/link/x'],
};
export const bearerToken = 'AAAA-application';
export const redirectUri = 'https://abcdefgh.chromiumapp.org/x';
export const aliceId = '1500000000000000101';

export type Pkce = { readonly verifier: string; readonly challenge: string };

export function pkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export function consentTo(challenge: string, changes: Partial<CodeRequest> = {}): CodeRequest {
  return {
    userId: aliceId,
    clientId: client.clientId,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: 's256',
    scope: 'users.read tweet.read',
    state: 'a-state',
    ...changes,
  };
}

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** A form posted to an OAuth endpoint of X's API with the client's credentials. */
export async function postForm(
  server: Served,
  path: string,
  form: Record<string, string>,
  authorization = basic(client.clientId, client.clientSecret),
): Promise<Reply> {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  return ask(server, 'api.x.com', path, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form).toString(),
  });
}

/** The form of the code exchange. */
export function exchangeForm(code: string, verifier: string): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    client_id: client.clientId,
  };
}

export async function getAs(server: Served, token: string, path: string): Promise<Reply> {
  return ask(server, 'api.x.com', path, { headers: { authorization: `Bearer ${token}` } });
}
