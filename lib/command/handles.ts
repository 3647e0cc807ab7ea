/**
 * Handles in a text: where one starts, where it ends, and what makes it none. Stricter than X: `@bоb` with a
 * Cyrillic о is a mention of `@b` to X, and must never be a payee here.
 */
import {
  charAt,
  charBefore,
  isAsciiWord,
  isHidden,
  isLetter,
  isNumeral,
  isWord,
  runEnd,
} from './characters.ts';
import type { Reason } from './reading.ts';

export type HandleRead =
  | { readonly kind: 'mention'; readonly start: number; readonly end: number; readonly handle: string }
  | { readonly kind: 'bad'; readonly start: number; readonly end: number; readonly reason: Reason }
  /** Something before the `@`: an e-mail address where it has a domain. */
  | { readonly kind: 'address'; readonly start: number; readonly end: number; readonly isEmail: boolean };

/** X's longest handle. */
const MAX_HANDLE = 15;

/** X lets no mention start after these (twitter-text, `validMentionPrecedingChars`). */
const FORBIDDEN_BEFORE = /[!#$%&*@＠_]/;
/** With a letter or digit behind, these make a longer name: `@dest-x`, `@bob.com`, `@l'ami`, `@bob/liste`. */
const CONNECTORS = /[-‐‑‒–—―.'’·/\\+&=*~#＃^%$|@＠:－．]/;

const SERVICE = new Set(['moineau', 'smoneyfr', 'smoney']);

/** The service's own handles: they call it, and are never paid. */
export function isService(handle: string): boolean {
  return SERVICE.has(handle.toLowerCase());
}

/** A handle as the API knows it, `@` allowed before; else null. */
export function asHandle(text: string | null | undefined): string | null {
  const match = /^@?([A-Za-z0-9_]{1,15})$/.exec(text ?? '');
  return match?.[1] ?? null;
}

/** Reads what stands at an `@`. `null`: a lone sign. The text is the original, not folded: `@bob１` is no handle. */
export function readHandle(text: string, at: number): HandleRead | null {
  const nameEnd = runEnd(text, at + 1, isAsciiWord);
  const before = charBefore(text, at);
  // An emoji may stand right before, and some end in a mark that is a part of words elsewhere: `❤️@bob`.
  const isEmojiEnd = before === '\ufe0f';
  if (!isEmojiEnd && (isWord(before) || FORBIDDEN_BEFORE.test(before)) && !isLoneA(text, at)) {
    return readAddress(text, at);
  }
  const next = charAt(text, nameEnd);
  const end = runEnd(text, nameEnd, (char) => isWord(char) || isHidden(char));
  if (end > nameEnd) return { kind: 'bad', start: at, end, reason: 'invalid_handle' };
  if (text.startsWith('...', nameEnd)) return bad(at, nameEnd + 3, 'truncated_handle');
  if (next === '…') return bad(at, nameEnd + 1, 'truncated_handle');
  if (nameEnd === at + 1) return null;
  if (nameEnd - at - 1 > MAX_HANDLE) return bad(at, nameEnd, 'handle_too_long');
  if (isLonger(text, nameEnd)) {
    const tail = runEnd(text, nameEnd, (char) => isWord(char) || CONNECTORS.test(char));
    return bad(at, tail, 'invalid_handle');
  }
  if (isHidden(before) && !isEmojiEnd && before !== '\u200b') {
    return bad(at - before.length, nameEnd, 'invalid_handle');
  }
  return { kind: 'mention', start: at, end: nameEnd, handle: text.slice(at + 1, nameEnd) };
}

function bad(start: number, end: number, reason: Reason): HandleRead {
  return { kind: 'bad', start, end, reason };
}

/** A connector with a letter, a digit or another `@` behind it. `@bob: merci`, `@bob:merci` and `@bob.` are fine. */
function isLonger(text: string, nameEnd: number): boolean {
  const next = charAt(text, nameEnd);
  if (next === '@' || next === '＠') return true;
  if (!CONNECTORS.test(next) || next === ':') return text.startsWith('://', nameEnd);
  const behind = charAt(text, nameEnd + next.length);
  return behind !== '' && (isLetter(behind) || isNumeral(behind) || '_@＠'.includes(behind));
}

/** `à@bob`: X links it, and it can't be read otherwise. */
function isLoneA(text: string, at: number): boolean {
  return /[àÀ]/.test(text.charAt(at - 1)) && !isWord(charBefore(text, at - 1));
}

/** `bob@example.com`, `10euros@bob`. Starts at the `@`; who scans knows the word before it. */
function readAddress(text: string, at: number): HandleRead {
  const end = runEnd(text, at + 1, (char) => isWord(char) || char === '.' || char === '-');
  const domain = text.slice(at + 1, end);
  return { kind: 'address', start: at, end: Math.max(end, at + 1), isEmail: /[^.]\.[^.]/.test(domain) };
}
