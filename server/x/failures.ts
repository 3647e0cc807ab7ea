/**
 * What the client library throws, in our words. The library's error is never attached: it holds the request, and that
 * holds the token.
 */
import { ApiResponseError } from 'twitter-api-v2';
import { XLimitedError, XRefusedError, XUnavailableError } from './port.ts';

/** When X does not say how long. */
const LIMIT_MS = 60_000;

/** X's absence: a limit (429), 5xx, silence, nonsense. */
export function unavailable(call: string, error: unknown): XUnavailableError {
  if (error instanceof XUnavailableError) return error;
  if (error instanceof ApiResponseError && error.code === 429) {
    return new XLimitedError(`X limits the ${call}`, resetOf(error));
  }
  const reason =
    error instanceof ApiResponseError
      ? `HTTP ${error.code}`
      : error instanceof Error
        ? error.name
        : 'unknown';
  return new XUnavailableError(`X: no answer to the ${call} (${reason})`);
}

/** The same for what changes something at X: there, X's 4xx is its last word. */
export function refusedOrUnavailable(call: string, error: unknown): XRefusedError | XUnavailableError {
  const isRefusal =
    error instanceof ApiResponseError && error.code >= 400 && error.code < 500 && error.code !== 429;
  return isRefusal
    ? new XRefusedError(`X refused the ${call} (HTTP ${error.code})`)
    : unavailable(call, error);
}

/** X's own header; the daily limits have others, and the later one counts. */
function resetOf({ headers, rateLimit }: ApiResponseError): Date {
  const seconds = [
    rateLimit?.remaining === 0 ? rateLimit.reset : undefined,
    ...['x-app-limit-24hour-reset', 'x-user-limit-24hour-reset'].map((name) =>
      headers[name.replace('reset', 'remaining')] === '0' ? Number(headers[name]) : undefined,
    ),
  ].filter((value): value is number => value !== undefined && Number.isFinite(value));
  const latest = Math.max(...seconds) * 1_000;
  return new Date(Math.max(Number.isFinite(latest) ? latest : Date.now() + LIMIT_MS, Date.now() + 1_000));
}
