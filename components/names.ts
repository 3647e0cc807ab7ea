/**
 * Names as their owners wrote them on X, made safe to show: a name must never turn the text around it (T08),
 * nor hide in invisible characters. What identifies a person is the handle, which is always shown beside it.
 */

/** Direction controls, invisible and control characters. Joiners stay: emoji and some scripts need them. */
const DECEPTIVE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is taken out
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu;

/** The name without deceptive characters, at most 50 code points; the handle when nothing is left. */
export function safeName(name: string, handle: string): string {
  const shown = [...name.replace(DECEPTIVE, ' ').replace(/\s+/g, ' ').trim()];
  if (shown.length === 0) return `@${handle}`;
  return shown.length > 50 ? `${shown.slice(0, 49).join('')}…` : shown.join('');
}

/** Text of a post or memo, on one line. */
export function safeText(text: string): string {
  return text.replace(DECEPTIVE, ' ').replace(/\s+/g, ' ').trim();
}

/** One or two letters for the avatar: no picture is ever fetched from elsewhere. */
export function initialsOf(name: string): string {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 0);
  const first = parts.at(0)?.match(/./u)?.[0] ?? '?';
  const last = parts.length > 1 ? (parts.at(-1)?.match(/./u)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** One of six tints, always the same for the same account: a small help to recognise someone. */
export function tintOf(xUserId: string): number {
  return [...xUserId].reduce((sum, digit) => (sum * 31 + digit.charCodeAt(0)) % 6, 0);
}
