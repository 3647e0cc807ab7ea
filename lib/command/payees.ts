/**
 * Who is paid: one list of handles in the command, or the author replied to. Handles that could belong to the list
 * or not are a question; the service is never paid, nor the author himself.
 */
import type { Clause } from './clause.ts';
import { isService } from './handles.ts';
import type { Question, Reason, Span } from './reading.ts';
import type { Piece } from './sums.ts';

export interface Payee {
  readonly handle: string;
  /** Null for the author replied to. */
  readonly span: Span | null;
}

/** What stops a reading, and where. No place: something is missing. */
export type Trouble =
  | { readonly question: Question; readonly at: readonly Span[] }
  | { readonly reason: Reason; readonly at: readonly Span[] };

/** At most so many payees in one command. */
const MAX_PAYEES = 9;

type Mention = Piece & { kind: 'mention' };
const isMention = (piece: Piece): piece is Mention => piece.kind === 'mention';
const isPerson = (piece: Piece): piece is Mention => isMention(piece) && !isService(piece.handle);
const isWordOf = (piece: Piece | undefined, words: RegExp): boolean =>
  piece?.kind === 'word' && words.test(piece.text);

const TO = /^(à|to)$/;
const AND = /^(et|and)$/;
const OR = /^(ou|or)$/;
/** Polite words that may follow a list: `@bob et merci`, `@bob, Merci`. */
const POLITE = /^(merci|thanks?|thx|bravo|bon|bonne|bises|bisous|stp|svp|please|cheers|voilà|encore)$/;

/** A handle that is none, anywhere but in the memo or a quotation. */
export function badHandle({ before, pieces, after }: Clause): Trouble | null {
  for (const piece of [...pieces, ...before, ...after]) {
    if (piece.kind === 'bad') return { reason: piece.reason, at: [piece] };
  }
  return null;
}

/** The payees of a command, or why they can't be told. */
export function findPayees(clause: Clause, replyTo: string | null): Payee[] | Trouble {
  const leading = (pieces: readonly Piece[]) => (replyTo === null ? 0 : leadingMentions(pieces));
  const before = clause.before.slice(leading(clause.before));
  const own = clause.opensText ? clause.pieces.slice(leading(clause.pieces)) : clause.pieces;
  const groups = groupsOf(own);
  const [group, second] = groups;
  const address = own.find((piece) => piece.kind === 'address');
  if (address?.kind === 'address') {
    return { question: address.isEmail ? 'email_address' : 'which_payees', at: [address] };
  }
  if (group && second) return { question: 'which_payees', at: groups.flat() };
  if (!group) return withoutGroup(clause, own, before, replyTo);
  const others = [...addressed(before), ...clause.after.filter(isPerson)];
  if (others.length > 0) return { question: 'which_payees', at: [...others, ...group] };
  return besideGroup(own, group) ?? once(group);
}

/** How many mentions open a reply: X puts them there, they name nobody. */
function leadingMentions(pieces: readonly Piece[]): number {
  const first = pieces.findIndex((piece) => !isMention(piece));
  return first < 0 ? pieces.length : first;
}

/** Lists of handles, joined by nothing but spaces, commas, `et`, `and`, `à`, `to` and the service's handle. */
function groupsOf(pieces: readonly Piece[]): Mention[][] {
  const groups: Mention[][] = [];
  let isJoined = false;
  for (const piece of pieces) {
    if (isPerson(piece)) {
      const last = groups[groups.length - 1];
      if (isJoined && last) last.push(piece);
      else groups.push([piece]);
      isJoined = true;
    } else isJoined &&= isJoint(piece);
  }
  return groups;
}

function isJoint(piece: Piece): boolean {
  return (
    piece.kind === 'comma' ||
    piece.kind === 'line' ||
    isMention(piece) ||
    isWordOf(piece, TO) ||
    isWordOf(piece, AND)
  );
}

/** Handles in the keyword's own sentence, before it. `Salut @alice, #envoyer`: she is spoken to, not paid. */
function addressed(before: readonly Piece[]): Mention[] {
  const sentence = before.slice(
    before.findLastIndex((piece) => piece.kind === 'stop' || piece.kind === 'line') + 1,
  );
  return sentence[sentence.length - 1]?.kind === 'comma' ? [] : sentence.filter(isPerson);
}

/** No handle in the command: one that opens the sentence, `@bob #envoyer 10€`; or the author replied to. */
function withoutGroup(
  clause: Clause,
  own: readonly Piece[],
  before: readonly Piece[],
  replyTo: string | null,
): Payee[] | Trouble {
  const named = [...before, ...clause.memo, ...clause.after].filter(
    (piece) => isPerson(piece) || piece.kind === 'bad',
  );
  const name = bareName(own);
  const email = clause.memo.find((piece) => piece.kind === 'address');
  if (name) return { question: 'bare_name', at: [name] };
  if (email) return { question: 'email_address', at: [email] };
  const opening = addressed(before);
  const start = opening[0] ? before.indexOf(opening[0]) : -1;
  const isOpening = start >= 0 && before.slice(start).every((piece) => isPerson(piece) || isJoint(piece));
  const ahead = before[start - 1];
  const isFirst = !ahead || ahead.kind === 'stop' || ahead.kind === 'line' || isMention(ahead);
  if (replyTo === null && isOpening && isFirst && opening.length === named.length) return once(opening);
  if (named.length > 0) return { question: replyTo === null ? 'no_payee' : 'which_payees', at: named };
  const service = own.findIndex(isMention);
  const piece = own[service];
  if (piece && (replyTo === null || isWordOf(own[service - 1], TO)))
    return { reason: 'service_is_payee', at: [piece] };
  return replyTo === null ? { question: 'no_payee', at: [] } : [{ handle: replyTo, span: null }];
}

/** A name without `@` in a command that names nobody: after `à` or `to`, or written like one. */
function bareName(own: readonly Piece[]): Piece | null {
  for (const [index, piece] of own.entries()) {
    if (piece.kind !== 'word' || isWordOf(piece, POLITE)) continue;
    if (isWordOf(own[index - 1], TO)) return piece;
    if (piece.isName && !isWordOf(piece, TO) && !isWordOf(piece, AND)) return piece;
  }
  return null;
}

/** What stands around the list and may be part of it: `Bob et @chloe`, `@bob et Chloé`, `@bob ou …`. */
function besideGroup(own: readonly Piece[], group: readonly Mention[]): Trouble | null {
  const ahead = own.slice(
    0,
    own.findIndex((piece) => piece === group[0]),
  );
  const last = own.findIndex((piece) => piece === group[group.length - 1]);
  const joint = ahead[ahead.length - 1];
  const isJoined = isWordOf(joint, AND);
  const named = isJoined ? ahead[ahead.length - 2] : null;
  const name = bareName(ahead) ?? (named?.kind === 'word' ? named : null);
  if (name) return { question: 'bare_name', at: [name] };
  if (isJoined || isWordOf(joint, OR)) return { question: 'which_payees', at: [...group] };
  let isAfterJoint = false;
  for (const piece of own.slice(last + 1)) {
    if (isWordOf(piece, OR)) return { question: 'which_payees', at: [...group] };
    if (isJoint(piece)) {
      isAfterJoint ||= isWordOf(piece, AND);
      continue;
    }
    const couldBeName = piece.kind === 'word' && !isWordOf(piece, POLITE);
    const isJoinedOn = piece !== own[last + 1];
    return couldBeName && isJoinedOn && (isAfterJoint || piece.isName)
      ? { question: 'bare_name', at: [piece] }
      : null;
  }
  return null;
}

/** Each payee once, whatever the case; as first written. */
function once(mentions: readonly Mention[]): Payee[] {
  const seen = new Map<string, Payee>();
  for (const mention of mentions) {
    const key = mention.handle.toLowerCase();
    if (!seen.has(key))
      seen.set(key, { handle: mention.handle, span: { start: mention.start, end: mention.end } });
  }
  return [...seen.values()];
}

/** Refusals that hold for payees who are clear. */
export function refusePayees(payees: readonly Payee[], author: string | null): Trouble | null {
  const self = payees.find(({ handle }) => handle.toLowerCase() === author?.toLowerCase());
  const at = (payee: Payee) => (payee.span ? [payee.span] : []);
  if (self) return { reason: 'oneself', at: at(self) };
  const service = payees.find(({ handle }) => isService(handle));
  if (service) return { reason: 'service_is_payee', at: at(service) };
  if (payees.length <= MAX_PAYEES) return null;
  return { reason: 'too_many_payees', at: payees.slice(MAX_PAYEES).flatMap(at) };
}
