/** The rules of money that depend on who pays whom how much (PRODUCT.md). Pure: nothing here reads or writes. */
import { type Cents, cents, sumCents } from '../../lib/money.ts';
import type { HolderKind } from '../../lib/protocol/index.ts';

export type PaymentLimits = {
  /** The most one payment may be. */
  readonly toPerson: Cents;
  readonly toOrganisation: Cents;
  /** The most a person may send within rolling 24 hours and 30 days. */
  readonly in24Hours: Cents;
  readonly in30Days: Cents;
};

/** The limit of one payment to a payee of this kind. */
export function limitOfOne(limits: PaymentLimits, kind: HolderKind): Cents {
  return kind === 'organisation' ? limits.toOrganisation : limits.toPerson;
}

/** What the payee is charged: people nothing, charities nothing. The schedule for other organisations goes here. */
export function feeFor(_kind: HolderKind, _amount: Cents): Cents {
  return cents(0n);
}

/** The rolling limit that a payment of this amount would pass, or null. A limit itself may be reached. */
export function passedLimit(
  limits: PaymentLimits,
  amount: Cents,
  spent: { readonly in24Hours: Cents; readonly in30Days: Cents },
): Cents | null {
  if (sumCents([spent.in24Hours, amount]) > limits.in24Hours) return limits.in24Hours;
  if (sumCents([spent.in30Days, amount]) > limits.in30Days) return limits.in30Days;
  return null;
}
