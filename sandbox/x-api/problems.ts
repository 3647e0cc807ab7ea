/**
 * X's errors in X's shapes: problem details for `/2/users…`, OAuth errors for `/2/oauth2/…`.
 * The types under `https://api.x.com/2/problems/` are those of X's OpenAPI; `about:blank` (401, 404, 429)
 * and `unsupported-authentication` (403) are what X answers though its OpenAPI does not list them.
 * Must never invent a shape: a client that works here must work there.
 */
import type { Answer } from '../http.ts';

const problemHeaders = { 'content-type': 'application/problem+json; charset=utf-8' } as const;
const problemBase = 'https://api.x.com/2/problems';

function plainProblem(status: number, title: string): Answer {
  return { status, body: { title, type: 'about:blank', status, detail: title }, headers: problemHeaders };
}

export const unauthorized = (): Answer => plainProblem(401, 'Unauthorized');
export const notFound = (): Answer => plainProblem(404, 'Not Found');
export const tooManyRequests = (): Answer => plainProblem(429, 'Too Many Requests');
export const serviceUnavailable = (): Answer => plainProblem(503, 'Service Unavailable');
/** X's token lacks a scope that the call needs. */
export const forbidden = (): Answer => plainProblem(403, 'Forbidden');

/** The caller's kind of token is not one that the call takes: by default the application's, where a person's is needed. */
export function unsupportedAuthentication(
  given = 'OAuth 2.0 Application-Only',
  taken = 'OAuth 1.0a User Context, OAuth 2.0 User Context',
): Answer {
  const problem = {
    title: 'Unsupported Authentication',
    detail:
      `Authenticating with ${given} is forbidden for this endpoint.  ` +
      `Supported authentication types are [${taken}].`,
    type: `${problemBase}/unsupported-authentication`,
    status: 403,
  };
  return { status: 403, body: problem, headers: problemHeaders };
}

/** X will not do it for this caller: a reply to a post that is gone, a message to who takes none, the same text again. */
export function refused(detail: string): Answer {
  return {
    status: 403,
    body: { title: 'Forbidden', type: 'about:blank', status: 403, detail },
    headers: problemHeaders,
  };
}

/** A parameter is not of its documented form. */
export function invalidRequest(parameter: string, value: string, message: string): Answer {
  const body = {
    errors: [{ parameters: { [parameter]: [value] }, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: `${problemBase}/invalid-request`,
  };
  return { status: 400, body, headers: problemHeaders };
}

/** Nobody has this handle or id: X answers 200, with `errors` and without `data`. */
export function noSuchUser(parameter: 'username' | 'id', value: string): Answer {
  return { status: 200, body: { errors: [userNotFound(parameter, value)] } };
}

/** One of the `errors` beside or instead of data. */
export function userNotFound(parameter: 'username' | 'id' | 'ids', value: string): object {
  return resourceNotFound('user', parameter, value, `Could not find user with ${parameter}: [${value}].`);
}

export function postNotFound(parameter: 'id' | 'ids', value: string): object {
  return resourceNotFound('tweet', parameter, value, `Could not find tweet with ${parameter}: [${value}].`);
}

function resourceNotFound(type: 'user' | 'tweet', parameter: string, value: string, detail: string): object {
  return {
    ...{ value, detail, title: 'Not Found Error', resource_type: type, parameter, resource_id: value },
    type: `${problemBase}/resource-not-found`,
  };
}

/** An error of the token endpoint (RFC 6749 section 5.2, with X's words). */
export function oauthError(status: 400 | 401, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}
