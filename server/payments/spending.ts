/**
 * What people may still spend: the rolling limits of everyone and their own, frozen wallets, and money just claimed.
 * Read under the locks of their wallets, so it is exact whatever else happens at the same time (T15).
 */
import { type Cents, cents, sumCents } from '../../lib/money.ts';
import type { Queryable, Transaction } from '../db/pool.ts';
import type { AccountId, Books } from '../ledger/books.ts';
import type { PaymentRow } from './payments.ts';
import { least, type PaymentLimits, type Rolling } from './rules.ts';

export type Spending = {
  readonly limits: Rolling;
  /** Never less than what was spent; exact where that decides. Grows with what this transaction accepts. */
  spent: Rolling;
  readonly frozen: boolean;
  /** What a new member has claimed and can't spend yet. */
  readonly waiting: { readonly amount: Cents; readonly until: Date } | null;
};

export type WalletRow = {
  person_id: string;
  limit_24_hours: bigint | null;
  limit_30_days: bigint | null;
  next_24_hours: bigint | null;
  next_30_days: bigint | null;
  next_from: Date | null;
  frozen_at: Date | null;
};

type Paying = {
  readonly payments: readonly PaymentRow[];
  readonly act: { readonly personId: string | null };
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** The spending of everyone whose money these orders would move, by the person's id. */
export async function readSpending(
  tx: Transaction,
  {
    books,
    wallets,
    limits,
  }: { books: Books; wallets: ReadonlyMap<string, AccountId>; limits: PaymentLimits },
  orders: readonly Paying[],
): Promise<Map<string, Spending>> {
  const wanted = new Map<string, Cents>();
  const newMembers = new Map<string, Date>();
  for (const { payments, act } of orders) {
    const personId = act.personId;
    if (personId === null) continue;
    const amount = sumCents(payments.map((payment) => cents(payment.amount)));
    wanted.set(personId, sumCents([wanted.get(personId) ?? cents(0n), amount]));
    const person = payments[0]?.payer_id === personId ? payments[0].payer : payments[0]?.payee;
    const until = new Date((person?.linked_since.getTime() ?? 0) + DAY_MS);
    if (until > books.at) newMembers.set(personId, until);
  }
  const people = [...wanted.keys()];
  if (people.length === 0) return new Map();
  const own = await readWallets(tx, people);
  const claimed = await readClaimed(tx, [...newMembers.keys()]);
  const spending = new Map<string, Spending>();
  for (const personId of people) {
    const until = newMembers.get(personId);
    const waits = claimed.get(personId);
    spending.set(personId, {
      limits: limitsOf(limits, own.get(personId), books.at),
      spent: books.spentAtMost(wallets.get(personId) as AccountId),
      frozen: own.get(personId)?.frozen_at != null,
      waiting: until && waits ? { amount: cents(waits), until } : null,
    });
  }
  const close = people.filter((id) => mayPass(spending.get(id), wanted.get(id)));
  const exact = await readSpent(tx, close);
  for (const personId of close) {
    const found = spending.get(personId);
    if (found) found.spent = exact.get(personId) ?? { in24Hours: cents(0n), in30Days: cents(0n) };
  }
  return spending;
}

function mayPass(spending: Spending | undefined, wanted = cents(0n)): boolean {
  if (!spending) return false;
  const { spent, limits } = spending;
  return (
    sumCents([spent.in24Hours, wanted]) > limits.in24Hours ||
    sumCents([spent.in30Days, wanted]) > limits.in30Days
  );
}

/** The lower of everyone's limits and the person's own. A raised one counts from its day on. */
export function limitsOf(limits: Rolling, own: WalletRow | undefined, at: Date): Rolling {
  if (!own) return limits;
  const raised = own.next_from !== null && own.next_from <= at;
  const own24 = raised ? own.next_24_hours : own.limit_24_hours;
  const own30 = raised ? own.next_30_days : own.limit_30_days;
  return {
    in24Hours: own24 === null ? limits.in24Hours : least(limits.in24Hours, cents(own24)),
    in30Days: own30 === null ? limits.in30Days : least(limits.in30Days, cents(own30)),
  };
}

/** What these people have set for their wallets. */
export async function readWallets(tx: Queryable, people: readonly string[]): Promise<Map<string, WalletRow>> {
  const { rows } = await tx.query<WalletRow>({
    name: 'read-wallets',
    text: 'select * from wallets where person_id = any($1::uuid[])',
    values: [people],
  });
  return new Map(rows.map((row) => [row.person_id, row]));
}

async function readClaimed(tx: Transaction, people: readonly string[]): Promise<Map<string, bigint>> {
  if (people.length === 0) return new Map();
  const { rows } = await tx.query<{ payee_id: string; claimed: bigint }>({
    name: 'read-claimed',
    text: `select payee_id, sum(greatest(amount - fee - amount_refunded, 0))::bigint as claimed from payments
      where payee_id = any($1::uuid[]) and held_until is not null and state = 'settled' group by payee_id`,
    values: [people],
  });
  return new Map(rows.map((row) => [row.payee_id, row.claimed]));
}

/** What these people have sent in the last 24 hours and 30 days, to the cent. */
export async function readSpent(tx: Queryable, people: readonly string[]): Promise<Map<string, Rolling>> {
  if (people.length === 0) return new Map();
  const { rows } = await tx.query<{ payer_id: string; in_24_hours: bigint; in_30_days: bigint }>({
    name: 'read-spent',
    text: `select payer_id, sum(amount)::bigint as in_30_days,
        coalesce(sum(amount) filter (where confirmed_at > moineau_now() - interval '24 hours'), 0)::bigint as in_24_hours
      from payments where payer_id = any($1::uuid[]) and state in ('settled', 'held')
        and confirmed_at > moineau_now() - interval '30 days' group by payer_id`,
    values: [people],
  });
  return new Map(
    rows.map((row) => [row.payer_id, { in24Hours: cents(row.in_24_hours), in30Days: cents(row.in_30_days) }]),
  );
}
