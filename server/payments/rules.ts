/** The rules of money that depend on who pays whom how much (PRODUCT.md). Pure: nothing here reads or writes. */
import { type Cents, cents, divideCents, perMilleOf, sumCents } from '../../lib/money.ts';
import type { HolderKind } from '../../lib/protocol/index.ts';

export type PaymentLimits = {
  /** The most one payment may be. */
  readonly toPerson: Cents;
  readonly toOrganisation: Cents;
  /** The most a person may send within rolling 24 hours and 30 days. */
  readonly in24Hours: Cents;
  readonly in30Days: Cents;
  /** How long money waits for a payee without a wallet. */
  readonly holdDays: number;
};

/** What organisations are charged for receiving. People and charities pay nothing. */
export type FeeSchedule = {
  readonly perMille: bigint;
  readonly fixed: Cents;
  readonly least: Cents;
  readonly most: Cents;
};

/** Rolling sums: what was spent, or what may be. */
export type Rolling = { readonly in24Hours: Cents; readonly in30Days: Cents };

/** The limit of one payment to a payee of this kind. */
export function limitOfOne(limits: PaymentLimits, kind: HolderKind): Cents {
  return kind === 'organisation' ? limits.toOrganisation : limits.toPerson;
}

export type Charged = { readonly amount: Cents; readonly kind: HolderKind; readonly charity: boolean };

/**
 * What each of these payments costs its payee. The part per mille is taken of all of them together and divided by the
 * largest remainder, so that three parts of an amount cost what the whole would; the fixed part, the least and the
 * most are for each. Never more than the payment.
 */
export function feesFor(schedule: FeeSchedule, payments: readonly Charged[]): Cents[] {
  const chargeable = payments.map((payment) =>
    payment.kind === 'organisation' && !payment.charity ? payment.amount : cents(0n),
  );
  const total = sumCents(chargeable);
  if (total === 0n) return payments.map(() => cents(0n));
  const shares = divideCents(perMilleOf(total, schedule.perMille), chargeable);
  return chargeable.map((amount, i) => {
    if (amount === 0n) return cents(0n);
    const fee = sumCents([shares[i] ?? cents(0n), schedule.fixed]);
    return least(amount, least(schedule.most, most(schedule.least, fee)));
  });
}

/** The rolling limit that spending this much more would pass, or null. A limit itself may be reached. */
export function passedLimit(limits: Rolling, amount: Cents, spent: Rolling): Cents | null {
  if (sumCents([spent.in24Hours, amount]) > limits.in24Hours) return limits.in24Hours;
  if (sumCents([spent.in30Days, amount]) > limits.in30Days) return limits.in30Days;
  return null;
}

/** The lower of two amounts. */
export function least(a: Cents, b: Cents): Cents {
  return a < b ? a : b;
}

function most(a: Cents, b: Cents): Cents {
  return a > b ? a : b;
}
