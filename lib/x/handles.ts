/**
 * Handles and addresses: what may be one, and what several sources together say. A handle decides who is paid,
 * so one source that disagrees is enough to say nothing.
 */
import { testIds } from './selectors.ts';

const HANDLE = /^[A-Za-z0-9_]{1,15}$/;
const X_ORIGIN = /^https?:\/\/(?:(?:www|mobile|pro)\.)?(?:x|twitter)\.com(?=\/|$)/i;
const PROFILE_PATH = /^\/([A-Za-z0-9_]{1,15})\/*$/;
const STATUS_PATH = /^\/(?:([A-Za-z0-9_]{1,15})|i\/web)\/status\/([1-9][0-9]{0,19})(?:\/|$)/;

/** First parts of X's own addresses: they look like handles and are not. */
const RESERVED = new Set(
  (
    'about account compose download explore hashtag home i intent jobs login logout messages notifications ' +
    'privacy search settings share signup tos'
  ).split(' '),
);
/** Second parts of a profile's addresses: its tabs. */
const PROFILE_TABS = new Set(
  'articles affiliates highlights likes media photo header_photo superfollows with_replies'.split(' '),
);

/** What the page calls a handle, or null. `unknown` is what X writes when it has none (REPORT §2.5). */
export function asHandle(text: string | null | undefined): string | null {
  return text && HANDLE.test(text) ? text : null;
}

/** `@bob` with nothing around but white space: `bob`. */
export function handleAfterAt(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.startsWith('@') ? asHandle(trimmed.slice(1)) : null;
}

/** The path of an address on X, without query; null for any other site. */
function pathOnX(href: string): string | null {
  const path = href.startsWith('/') ? href : href.replace(X_ORIGIN, '');
  if (path === '') return '/';
  if (!path.startsWith('/') || path.startsWith('//')) return null;
  const end = path.search(/[?#]/);
  return end < 0 ? path : path.slice(0, end);
}

/** The handle of a link to a profile, `/bob`, and of nothing longer. */
export function handleOfLink(link: Element): string | null {
  const handle = PROFILE_PATH.exec(pathOnX(link.getAttribute('href') ?? '') ?? '')?.[1];
  return handle !== undefined && !RESERVED.has(handle.toLowerCase()) ? handle : null;
}

/** Handle and id of `/bob/status/1…`; the handle is null in `/i/status/1` and `/i/web/status/1`. */
export function statusOfLink(link: Element): { handle: string | null; tweetId: string } | null {
  const match = STATUS_PATH.exec(pathOnX(link.getAttribute('href') ?? '') ?? '');
  if (!match?.[2]) return null;
  const handle = match[1] && match[1].toLowerCase() !== 'i' ? match[1] : null;
  return { handle, tweetId: match[2] };
}

/**
 * Whose profile an address shows. Null where it shows none, or where it says nothing of the page below (a photo,
 * a composer over it): then the page's own sources must do.
 */
export function profileHandleOfUrl(url: string): string | null {
  const [first, second, ...more] = (pathOnX(url) ?? '').split('/').filter(Boolean);
  const handle = asHandle(first);
  if (!handle || RESERVED.has(handle.toLowerCase()) || more.length > 0) return null;
  return second === undefined || PROFILE_TABS.has(second) ? handle : null;
}

/**
 * The handle that the address of a post's page names, where it isn't its author's: he has changed it since the link
 * was made, or the link lies. X shows the post under any handle. Null where the address is another page's.
 */
export function otherHandleOfUrl(
  url: string,
  post: { handle: string; tweetId: string | null },
): string | null {
  const match = STATUS_PATH.exec(pathOnX(url) ?? '');
  const named = match?.[1] && match[1].toLowerCase() !== 'i' ? match[1] : null;
  if (!named || post.tweetId === null || match?.[2] !== post.tweetId) return null;
  return named.toLowerCase() === post.handle.toLowerCase() ? null : named;
}

/** The one value all sources that speak agree on, as the first wrote it; null if none speaks or two differ. */
export function agreed(votes: readonly (string | null)[]): string | null {
  const spoken = votes.filter((vote) => vote !== null);
  const first = spoken[0] ?? null;
  if (first === null) return null;
  const key = first.toLowerCase();
  return spoken.every((vote) => vote.toLowerCase() === key) ? first : null;
}

/** True if two sources contradict each other: worse than silence. */
export function contradict(votes: readonly (string | null)[]): boolean {
  return votes.some((vote) => vote !== null) && agreed(votes) === null;
}

/** The handle that a picture's test id ends in. */
export function avatarHandle(avatar: Element | undefined | null): string | null {
  const suffix = avatar?.getAttribute('data-testid')?.slice(testIds.avatar.length);
  return suffix === 'unknown' ? null : asHandle(suffix);
}

/** The `@handle` line. The name comes before it and may look like one: the last counts. */
export function lastHandle(blocks: ArrayLike<Element>): string | null {
  for (let at = blocks.length - 1; at >= 0; at--) {
    const handle = handleAfterAt((blocks[at]?.textContent ?? '').slice(0, 400));
    if (handle) return handle;
  }
  return null;
}
