/**
 * What must hold for any text at all. For property tests and the fuzz run, never shipped: written against
 * PRODUCT.md with means other than the grammar's own.
 */
import assert from 'node:assert/strict';
import { formatCents } from '../money.ts';
import { type CommandContext, type Reading, readCommand, type Span } from './index.ts';

type Payment = NonNullable<Reading> & { kind: 'payment' };

const plain = (text: string): string => text.normalize('NFKC');
const json = (reading: Reading): string =>
  JSON.stringify(reading, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

/** Throws where a reading of `text` breaks a rule that holds for all texts; else gives the reading. */
export function checkReading(text: string, context: CommandContext = {}): Reading {
  const reading = readCommand(text, context);
  assert.equal(json(readCommand(text, context)), json(reading), 'the same text is read the same twice');
  if (!reading) return null;
  assert.match(cover(text, reading.spans.keyword), /^[#＃](envoyer|payer|send|pay)$/i);
  if (reading.kind === 'payment') {
    checkPayment(text, reading, context);
  } else {
    assert.ok(reading.spans.problem.length > 0, 'a problem has a place');
    for (const span of reading.spans.problem) cover(text, span);
  }
  return reading;
}

/** The characters of a span, which must lie within the text and hold some. */
function cover(text: string, span: Span): string {
  assert.ok(
    span.start >= 0 && span.start < span.end && span.end <= text.length,
    `span ${JSON.stringify(span)}`,
  );
  return text.slice(span.start, span.end);
}

function checkPayment(text: string, payment: Payment, context: CommandContext): void {
  const { amountMinor, payees, memo, spans } = payment;
  assert.ok(amountMinor > 0n && amountMinor <= 50_000n, 'within the limits');
  assert.ok(payees.length >= 1 && payees.length <= 9, 'one to nine payees');
  const keys = payees.map((payee) => payee.toLowerCase());
  assert.equal(new Set(keys).size, keys.length, 'each payee once');
  for (const key of keys) {
    assert.match(key, /^[a-z0-9_]{1,15}$/);
    assert.ok(!['moineau', 'smoney', 'smoneyfr'].includes(key), 'the service is not paid');
    assert.notEqual(key, context.author?.toLowerCase(), 'nobody pays himself');
  }
  if (spans.payees.length === 0) assert.deepEqual(payees, [context.replyTo]);
  else
    assert.deepEqual(
      spans.payees.map((span) => cover(text, span).replace('＠', '@')),
      payees.map((name) => `@${name}`),
    );
  assert.equal(
    centsIn(plain(cover(text, spans.amount))),
    amountMinor,
    'the amount is what its characters say',
  );
  assert.ok(sumsIn(text) <= 1, 'no second sum');
  if (memo !== null) {
    assert.ok(spans.memo && cover(text, spans.memo) !== '' && memo.trim() === memo && memo !== '');
    assert.doesNotMatch(memo, /[\n\r\u202a-\u202e\u2066-\u2069]|(?:^|\s)(?:https?:\/\/\S|#\p{L}+(?:\s|$))/u);
  }
  const places = [spans.keyword, spans.amount, ...spans.payees, ...(spans.memo ? [spans.memo] : [])];
  places.sort((a, b) => a.start - b.start);
  // An amount or a list before the keyword may leave it inside the memo's words: `pour le #envoyer resto`.
  const apart = places.filter((place) => place !== spans.keyword);
  for (const [index, place] of apart.entries())
    assert.ok(place.start >= (apart[index - 1]?.end ?? 0), 'no overlap');
  checkCanonical(payment);
}

/** What a payment says, written plainly, is the same payment; its memo may raise a doubt, but never change it. */
function checkCanonical({ amountMinor, payees, memo }: Payment): void {
  for (const language of ['fr', 'en'] as const) {
    const bare = `#envoyer ${formatCents(amountMinor, language)} ${payees.map((payee) => `@${payee}`).join(' ')}`;
    for (const text of memo === null ? [bare] : [bare, `${bare} pour ${memo}`]) {
      const again = readCommand(text);
      if (text !== bare && again?.kind !== 'payment') continue;
      assert.ok(again?.kind === 'payment', `canonical form ${text}`);
      assert.equal(again.amountMinor, amountMinor);
      assert.deepEqual(again.payees, payees);
    }
  }
}

/** Cents of a sum's own characters, by its digits alone. */
function centsIn(sum: string): bigint {
  const digits = sum.replace(/[^0-9.,]/g, '');
  const [whole = '', decimals = ''] = digits.split(/[.,](?=[0-9]{1,2}$)/);
  return BigInt(whole.replace(/[.,]/g, '')) * 100n + BigInt(decimals.padEnd(2, '0'));
}

/** Digits beside a euro sign, wherever: at least so many sums a person sees. Links, and what hangs on them, aside. */
function sumsIn(text: string): number {
  const seen = plain(text).replace(/\S*\/\S*/g, ' ');
  return seen.match(/[0-9] ?€|€ ?[0-9]/g)?.length ?? 0;
}
