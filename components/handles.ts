/** Handles as people type or paste them. */
import { MOST_PAYEES } from '../lib/protocol/most-payees.ts';

/** `@bob`, `bob`, or the address of a profile pasted whole; null when it is no handle. */
export function handleOf(text: string): string | null {
  const plain = text
    .trim()
    .replace(/^https:\/\/(?:mobile\.)?(?:x|twitter)\.com\//i, '')
    .replace(/[/?#].*$/, '');
  return /^@?([A-Za-z0-9_]{1,15})$/.exec(plain)?.[1] ?? null;
}

/**
 * One handle; or several, joined by commas or each with its @. Null when anything in it is no handle: "bob martin" is a
 * name, and not two people.
 */
export function handlesOf(text: string): string[] | null {
  const parts = text.split(/[,;]+|\s+(?=@)/).filter((part) => part.trim() !== '');
  const handles = parts.map(handleOf).filter((handle) => handle !== null);
  const isRight = handles.length === parts.length && parts.length > 0 && parts.length <= MOST_PAYEES;
  return isRight ? handles : null;
}
