/**
 * "Continue with X" in a page: the page leaves for X's consent and comes back to another address (OAuth 2.0 with PKCE; the
 * API is the confidential client and keeps the verifier). What is kept meanwhile is the link's id alone: it is worth
 * nothing without the device key that began, X's code and the `state` that the API compares.
 */
import { HOME_PATH, SIGNED_IN_PATH } from './addresses.ts';

const KEY = 'moineau.sign_in';

/** Leaves for X. Never resolves: the page that comes back is another one. */
export async function leaveForX(authorizeUrl: string, linkId: string): Promise<never> {
  localStorage.setItem(KEY, linkId);
  // Who goes back instead of answering X may find this page as it was, still waiting.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  location.assign(authorizeUrl);
  return new Promise<never>(() => undefined);
}

/** What X's answer is about: `landed` is this page's address as X made it, `linkId` null when nobody had asked here. */
export type Return = { readonly linkId: string | null; readonly landed: string };

/**
 * Takes X's answer out of the address, so that neither history, nor reload, nor a link from here tells it again.
 * @returns null when this is no return from X
 */
export function takeReturn(): Return | null {
  if (location.pathname !== SIGNED_IN_PATH) return null;
  const landed = location.href;
  history.replaceState(null, '', HOME_PATH);
  const linkId = localStorage.getItem(KEY);
  localStorage.removeItem(KEY);
  return { linkId, landed };
}
