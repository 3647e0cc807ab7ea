/**
 * The rules of money as the simulation's own bank knows them: written again from PRODUCT.md and PAYMENTS.md, so that a
 * mistake in the product's rules is not made here too. It must never import the product's rules.
 */
import { DAY_MS } from './clock.ts';

export const limits = { toPerson: 25_000n, toOrganisation: 50_000n, in24Hours: 100_000n, in30Days: 300_000n };
const HOLD_DAYS = 30;
const LIFETIME_MS = 10 * 60 * 1000;

export type Holder = { readonly kind: string; readonly charity: boolean };

/** 15 per mille, half a cent counts as one; at least 0.01 €, at most 10 €, never more than the payment. */
export function feesOf(parts: readonly { amount: bigint; holder: Holder | undefined }[]): bigint[] {
  const charged = parts.map(({ amount, holder }) =>
    holder?.kind === 'organisation' && !holder.charity ? amount : 0n,
  );
  const total = charged.reduce((sum, amount) => sum + amount, 0n);
  if (total === 0n) return parts.map(() => 0n);
  const all = (total * 15n * 2n + 1000n) / 2000n;
  const shares = share(all, charged, total);
  return charged.map((amount, i) => {
    if (amount === 0n) return 0n;
    const bounded = clamp(shares[i] ?? 0n, 1n, 1_000n);
    return bounded > amount ? amount : bounded;
  });
}

/** Of a total divided by heads: the cents that are left go to the first ones. */
export function divide(total: bigint, heads: number): bigint[] {
  const each = total / BigInt(heads);
  const left = Number(total % BigInt(heads));
  return Array.from({ length: heads }, (_, i) => (i < left ? each + 1n : each));
}

function share(all: bigint, weights: readonly bigint[], total: bigint): bigint[] {
  const parts = weights.map((weight) => (all * weight) / total);
  const order = weights
    .map((weight, i) => ({ i, remainder: (all * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1));
  let left = all - parts.reduce((sum, part) => sum + part, 0n);
  for (const { i } of order) {
    if (left-- <= 0n) break;
    parts[i] = (parts[i] ?? 0n) + 1n;
  }
  return parts;
}

function clamp(value: bigint, least: bigint, most: bigint): bigint {
  return value < least ? least : value > most ? most : value;
}

/** What was spent at a moment that is not more than so long ago. A clock that has gone back forgets nothing. */
export function spentWithin(
  spent: readonly { at: number; amount: bigint }[],
  ms: number,
  at: number,
): bigint {
  return spent.reduce((sum, one) => (one.at > at - ms ? sum + one.amount : sum), 0n);
}

export const windows = { day: DAY_MS, month: 30 * DAY_MS };

export function heldUntil(confirmedAt: number): number {
  return confirmedAt + HOLD_DAYS * DAY_MS;
}

export function expiresAt(createdAt: number): number {
  return createdAt + LIFETIME_MS;
}

/** The states that nothing leaves any more. */
export const endStates: readonly string[] = ['returned', 'refused', 'cancelled', 'expired'];
