/**
 * What the simulated people have asked for, and what they were told became of it. Nothing may happen that nobody asked
 * for, nothing twice, and nothing that was told may be missing.
 */
import type { AnswerSeen } from './network.ts';

export class BrokenLawError extends Error {
  override readonly name = 'BrokenLawError';
}

/** @throws BrokenLawError unless it is so. */
export function law(isSo: boolean, sentence: () => string): asserts isSo {
  if (!isSo) throw new BrokenLawError(sentence());
}

/** An order of one payment or of a split, as its payer meant it. */
export type AskedOrder = {
  readonly by: string;
  readonly parts: readonly { readonly to: string; readonly amount: bigint }[];
};

export type Deed = 'confirm' | 'cancel' | 'claim' | 'decline';

export type Asked = {
  /** An order with this memo, which no other has. */
  order(memo: string, order: AskedOrder): void;
  /** The order with this memo, once. @throws BrokenLawError when it was never made, or was carried out before. */
  carriedOut(memo: string, what: string): AskedOrder;
  /** Somebody asks for this to be done with a payment; `by` is his X account. */
  deed(deed: Deed, paymentId: string, by: string): void;
  wasAsked(deed: Deed, paymentId: string): boolean;
  /** Who may have claimed or declined it. */
  refund(paymentId: string, key: string, amount: bigint): void;
  /** One more refund of that amount has been made. @throws BrokenLawError when fewer were asked for. */
  refunded(paymentId: string, amount: bigint): void;
  topUp(key: string, by: string, amount: bigint): void;
  topUpOf(key: string): { by: string; amount: bigint } | undefined;
  /** Holds an answer against the ones before it: the same key tells of the same thing, another key of another. */
  hear(answer: AnswerSeen): void;
};

export function createAsked(): Asked {
  const orders = new Map<string, { order: AskedOrder; done: boolean }>();
  const deeds = new Set<string>();
  const refunds = new Map<string, Set<string>>();
  const refundsMade = new Map<string, number>();
  const topUps = new Map<string, { by: string; amount: bigint }>();
  const hear = createMemory();
  return {
    hear,
    order: (memo, order) => void orders.set(memo, { order, done: false }),
    carriedOut(memo, what) {
      const found = orders.get(memo);
      law(found !== undefined, () => `${what} was ordered by nobody: ${memo}`);
      law(!found.done, () => `${what}: ${memo} was carried out before`);
      found.done = true;
      return found.order;
    },
    deed: (deed, paymentId, _by) => void deeds.add(`${deed} ${paymentId}`),
    wasAsked: (deed, paymentId) => deeds.has(`${deed} ${paymentId}`),
    refund(paymentId, key, amount) {
      const name = `${paymentId} ${amount}`;
      refunds.set(name, (refunds.get(name) ?? new Set()).add(key));
    },
    refunded(paymentId, amount) {
      const name = `${paymentId} ${amount}`;
      const made = (refundsMade.get(name) ?? 0) + 1;
      refundsMade.set(name, made);
      law(
        made <= (refunds.get(name)?.size ?? 0),
        () => `${paymentId} was refunded ${amount} ${made} times, which was asked for less often`,
      );
    },
    topUp: (key, by, amount) => void topUps.set(key, { by, amount }),
    topUpOf: (key) => topUps.get(key),
  };
}

/** Answers under their keys, and the things that keys have made. */
function createMemory(): (answer: AnswerSeen) => void {
  const kept = new Map<string, string>();
  const made = new Map<string, string>();
  return ({ key, path, status, text, replayed, body }) => {
    if (key === null) return;
    const before = kept.get(key);
    if (replayed && before !== undefined)
      law(before === text, () => `the answer to ${key} (${path}) was not repeated: ${before} <> ${text}`);
    if (status >= 300) return;
    if (replayed || before === undefined) kept.set(key, text);
    const makes = /^\/v1\/(payments|splits|topups|payments\/[^/]+\/refunds)$/.test(path);
    const id = (body as { id?: string } | undefined)?.id;
    if (!makes || id === undefined) return;
    const owner = made.get(id) ?? key;
    law(owner === key, () => `two keys made one thing, ${id}: ${owner} and ${key}`);
    made.set(id, key);
  };
}
