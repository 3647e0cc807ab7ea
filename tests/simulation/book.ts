/** What the second bank keeps of people, payments and accounts. Types only. */
import type { Asked } from './asked.ts';
import type { Holder } from './rules.ts';
import type { Row } from './witness.ts';

export type Person = Holder & { readonly id: string; readonly xUserId: string; readonly linkedSince: number };

export type Paid = {
  readonly id: string;
  readonly payerId: string;
  readonly payeeX: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly splitId: string | null;
  readonly expiresAt: number;
  payeeId: string | null;
  state: string;
  step: number;
  refunded: bigint;
  confirmedAt: number | null;
  heldUntil: number | null;
  /** Every state it was in, with what had been refunded then. */
  readonly past: Set<string>;
};

export type Bank = {
  readonly people: Map<string, Person>;
  readonly personOf: Map<string, Person>;
  readonly payments: Map<string, Paid>;
  readonly splits: Map<string, Paid[]>;
  readonly accounts: Map<number, Account>;
  readonly wallets: Map<string, Account>;
  /** What left each person's wallet as payments that still count. */
  readonly spent: Map<string, { id: string; at: number; amount: bigint }[]>;
  readonly topUps: Map<string, string>;
  readonly events: Map<string, number>;
  readonly asked: Asked;
  /** The latest time that any clock has shown. */
  readonly latest: () => number;
};

export type Account = {
  readonly id: number;
  readonly kind: string;
  /** Null: the issuer's. */
  readonly ownerId: string | null;
  balance: bigint;
  /** How many postings it has. */
  version: number;
};

export type Transfer = {
  readonly subjectId: string;
  readonly kind: string;
  readonly at: number;
  readonly legs: readonly { readonly account: number; readonly amount: bigint }[];
};

/** One transaction at work. */
export type Batch = {
  readonly changes: readonly Change[];
  readonly refunds: ReadonlyMap<string, Row>;
  /** The least that each person's wallet held within it. */
  readonly lowest: Map<string, bigint>;
  /** The most that each person had spent within it. */
  readonly most: Map<string, { day: bigint; month: bigint }>;
};

export type Change = {
  readonly payment: Paid;
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly row: Row;
};
