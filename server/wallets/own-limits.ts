/**
 * A person's own limits: which count now, which will, and what becomes of them when he asks for others (PRODUCT.md:
 * lower ones at once, higher ones a day later). Pure: nothing here reads or writes.
 */
import { type Cents, cents, centsFromWire } from '../../lib/money.ts';
import type { LimitsChange } from '../../lib/protocol/index.ts';
import type { Rolling } from '../payments/rules.ts';
import type { WalletRow } from '../payments/spending.ts';

/** Null: none of his own, so that everyone's counts. */
export type OwnLimits = { readonly in24Hours: Cents | null; readonly in30Days: Cents | null };

export type Settled = {
  readonly now: OwnLimits;
  /** Higher ones that wait for their day. */
  readonly raised: (OwnLimits & { readonly from: Date }) | null;
};

const RAISE_AFTER_MS = 24 * 60 * 60 * 1000;

/** What a person has settled, as it counts at this time. */
export function settledAt(row: WalletRow | undefined, at: Date): Settled {
  const now = { in24Hours: orNull(row?.limit_24_hours), in30Days: orNull(row?.limit_30_days) };
  if (!row?.next_from) return { now, raised: null };
  const next = { in24Hours: orNull(row.next_24_hours), in30Days: orNull(row.next_30_days) };
  return row.next_from <= at
    ? { now: next, raised: null }
    : { now, raised: { ...next, from: row.next_from } };
}

export function wantedBy(body: Pick<LimitsChange, 'in_24_hours' | 'in_30_days'>): OwnLimits {
  return {
    in24Hours: body.in_24_hours && centsFromWire(body.in_24_hours.amount),
    in30Days: body.in_30_days && centsFromWire(body.in_30_days.amount),
  };
}

/** The first of everyone's limits that these would pass, or null. */
export function passedBy({ in24Hours, in30Days }: OwnLimits, everyone: Rolling): Cents | null {
  if (in24Hours !== null && in24Hours > everyone.in24Hours) return everyone.in24Hours;
  if (in30Days !== null && in30Days > everyone.in30Days) return everyone.in30Days;
  return null;
}

/** Whether this is settled already, so that asking again changes nothing: not even the day of a raise. */
export function isSettled({ now, raised }: Settled, wanted: OwnLimits): boolean {
  const last = raised ?? now;
  return last.in24Hours === wanted.in24Hours && last.in30Days === wanted.in30Days;
}

/** What is settled after he has asked for these. */
export function settle({ now }: Settled, wanted: OwnLimits, at: Date): Settled {
  const atOnce: OwnLimits = {
    in24Hours: lower(now.in24Hours, wanted.in24Hours),
    in30Days: lower(now.in30Days, wanted.in30Days),
  };
  const higher = atOnce.in24Hours !== wanted.in24Hours || atOnce.in30Days !== wanted.in30Days;
  const from = new Date(at.getTime() + RAISE_AFTER_MS);
  return { now: atOnce, raised: higher ? { ...wanted, from } : null };
}

/** None is the highest of all. */
function lower(a: Cents | null, b: Cents | null): Cents | null {
  if (a === null) return b;
  return b !== null && b < a ? b : a;
}

function orNull(value: bigint | null | undefined): Cents | null {
  return value == null ? null : cents(value);
}
