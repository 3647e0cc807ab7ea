/**
 * The journal: the only writer of balances. Books are opened on some accounts, which stay locked until the
 * transaction ends; transfers are judged one after the other against what the earlier ones left, and all that were
 * accepted are posted in one statement. It knows no HTTP, no X, no payments.
 */
import { type Cents, cents, negateCents, sumCents } from '../../lib/money.ts';
import { onlyRow, type Transaction } from '../db/pool.ts';

/** An account of the ledger: its number, as text (`server/ledger/accounts.ts` finds it). */
export type AccountId = string & { readonly __unit: 'account' };

export type TransferKind = 'topup' | 'settle' | 'hold' | 'claim' | 'return' | 'refund';

export type TransferOrder = {
  readonly kind: TransferKind;
  /** The payment, refund or top-up it is for: one transfer of each kind for each, for ever. */
  readonly subjectId: string;
  readonly from: AccountId;
  readonly to: AccountId;
  /** What leaves `from`. */
  readonly amount: Cents;
  /** The part of the amount that goes to `feeTo` instead of `to`. */
  readonly fee?: { readonly amount: Cents; readonly to: AccountId };
};

/** Why a transfer was not accepted. Nothing is written then. */
export type TransferError = 'insufficient_funds' | 'unknown_account' | 'already_posted' | 'invalid_transfer';

export type Books = {
  /** The database's time after the accounts were locked: of every transfer posted here. */
  readonly at: Date;
  /** What is on an account, with what has been accepted so far; null when there is no such account. */
  balance(account: AccountId): Cents | null;
  /** Never less than what left the account as payments in the last 24 hours and 30 days. */
  spentAtMost(account: AccountId): { readonly in24Hours: Cents; readonly in30Days: Cents };
  /** Judges a transfer and, when it is accepted, keeps it for `post`. */
  transfer(order: TransferOrder): TransferError | null;
  /** Writes what was accepted. The database checks all of it again and makes postings and balances. */
  post(): Promise<void>;
};

type AccountState = {
  balance: bigint;
  /** How many postings it has. */
  version: number;
  readonly mayGoBelowZero: boolean;
  spent24: bigint;
  spent30: bigint;
};

/**
 * Opens the books on these accounts: locks them, always in the order of their ids, so that two transfers in
 * opposite directions wait for each other instead of deadlocking (T43). At most once per transaction.
 * `withSpending`: also what was spent from them; else `spentAtMost` says nothing.
 */
export async function openBooks(
  tx: Transaction,
  accounts: readonly AccountId[],
  { withSpending }: { withSpending: boolean },
): Promise<Books> {
  const { at, states } = await lockAccounts(tx, accounts, withSpending);
  const accepted: TransferOrder[] = [];
  const names = new Set<string>();
  return {
    at,
    balance: (account) => {
      const state = states.get(account);
      return state ? cents(state.balance) : null;
    },
    spentAtMost: (account) => {
      const state = states.get(account);
      return { in24Hours: cents(state?.spent24 ?? 0n), in30Days: cents(state?.spent30 ?? 0n) };
    },
    transfer(order) {
      const name = `${order.subjectId} ${order.kind}`;
      const error = names.has(name) ? 'already_posted' : judge(states, order);
      if (error) return error;
      names.add(name);
      accepted.push(order);
      return null;
    },
    async post() {
      if (accepted.length > 0) await insertTransfers(tx, states, accepted, at);
    },
  };
}

/** Judges against the working copy, and changes it when the transfer is accepted. */
function judge(states: ReadonlyMap<string, AccountState>, order: TransferOrder): TransferError | null {
  const { from, to, amount, fee } = order;
  const payer = states.get(from);
  const payee = states.get(to);
  const feeAccount = fee ? states.get(fee.to) : undefined;
  if (!payer || !payee || (fee && !feeAccount)) return 'unknown_account';
  const feeAmount = fee?.amount ?? 0n;
  const distinct = new Set(legsOf(order).map((leg) => leg.account)).size === legsOf(order).length;
  if (!distinct || amount <= 0n || feeAmount < 0n || feeAmount > amount) return 'invalid_transfer';
  if (payer.balance < amount && !payer.mayGoBelowZero) return 'insufficient_funds';
  payer.balance -= amount;
  payee.balance += amount - feeAmount;
  if (feeAccount) feeAccount.balance += feeAmount;
  if (order.kind === 'settle' || order.kind === 'hold') {
    payer.spent24 += amount;
    payer.spent30 += amount;
  }
  return null;
}

type Leg = { readonly account: AccountId; readonly amount: Cents };

/** The postings of a transfer. Credit positive, debit negative; none of 0. */
function legsOf({ from, to, amount, fee }: TransferOrder): Leg[] {
  const feeAmount = fee?.amount ?? cents(0n);
  const legs = [
    { account: from, amount: negateCents(amount) },
    { account: to, amount: sumCents([amount, negateCents(feeAmount)]) },
  ];
  if (fee) legs.push({ account: fee.to, amount: fee.amount });
  return legs.filter((leg) => leg.amount !== 0n);
}

type LockedRow = {
  at: Date;
  ids: string | null;
  balances: string | null;
  versions: string | null;
  below: string | null;
  spent24: string | null;
  spent30: string | null;
};

async function lockAccounts(
  tx: Transaction,
  accounts: readonly AccountId[],
  withSpending: boolean,
): Promise<{ at: Date; states: Map<string, AccountState> }> {
  const row = onlyRow(
    await tx.query<LockedRow>({ ...lockStatement(withSpending), values: [arrayOf(new Set(accounts))] }),
  );
  const split = (text: string | null) => text?.split(',') ?? [];
  const columns = [row.balances, row.versions, row.spent24, row.spent30];
  const [balances, versions, spent24, spent30] = columns.map(split);
  const below = new Set(split(row.below));
  const states = new Map<string, AccountState>();
  for (const [i, id] of split(row.ids).entries()) {
    states.set(id, {
      balance: BigInt(balances?.[i] ?? 0),
      version: Number(versions?.[i]),
      mayGoBelowZero: below.has(id),
      spent24: BigInt(spent24?.[i] ?? 0),
      spent30: BigInt(spent30?.[i] ?? 0),
    });
  }
  return { at: row.at, states };
}

/** One row of joined texts: a thousand rows cost the driver more than PostgreSQL. The time is read after the locks. */
function lockStatement(withSpending: boolean): { name: string; text: string } {
  const columns = `date_trunc('milliseconds', moineau_now()) as at, string_agg(id::text, ',') as ids,
    string_agg(balance::text, ',') as balances, string_agg(version::text, ',') as versions,
    string_agg(id::text, ',') filter (where kind not in ('wallet', 'held', 'pot')) as below`;
  const locked = 'select * from ledger.accounts where id = any($1::bigint[]) order by id for no key update';
  if (!withSpending) {
    return {
      name: 'lock-accounts',
      text: `select ${columns}, null as spent24, null as spent30 from (${locked}) a`,
    };
  }
  return {
    name: 'lock-accounts-with-spending',
    text: `select ${columns},
        string_agg((case when spent_day >= today then spent_today + spent_yesterday
                         when spent_day = today - 1 then spent_today else 0 end)::text, ',') as spent24,
        string_agg((case when spent_window >= this_window then spent_in_window + spent_in_window_before
                         when spent_window = this_window - 1 then spent_in_window else 0 end)::text, ',') as spent30
      from (select *, floor(extract(epoch from moineau_now()) / 86400)::integer as today,
                   floor(extract(epoch from moineau_now()) / 2592000)::integer as this_window
              from (${locked}) b) a`,
  };
}

async function insertTransfers(
  tx: Transaction,
  states: ReadonlyMap<string, AccountState>,
  orders: readonly TransferOrder[],
  at: Date,
): Promise<void> {
  const legs = orders.map((order) => legsOf(order).map((leg) => ({ ...leg, seq: nextSeq(states, leg) })));
  const accounts = (n: number) => arrayOf(legs.map((all) => all[n]?.account ?? 'null'));
  const amounts = (n: number) => arrayOf(legs.map((all) => all[n]?.amount ?? 'null'));
  const seqs = (n: number) => arrayOf(legs.map((all) => all[n]?.seq ?? 'null'));
  await tx.query({
    name: 'insert-transfers',
    text: `insert into ledger.transfers (subject_id, kind, accounts, amounts, seqs, created_at)
      select subject_id, kind,
             case when c is null then array[a, b] else array[a, b, c] end,
             case when c is null then array[x, y] else array[x, y, z] end,
             case when c is null then array[p, q] else array[p, q, r] end, $12
        from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
                    $9::bigint[], $10::bigint[], $11::bigint[]) t (subject_id, kind, a, b, c, x, y, z, p, q, r)`,
    values: [
      arrayOf(orders.map((order) => order.subjectId)),
      arrayOf(orders.map((order) => order.kind)),
      ...[accounts, amounts, seqs].flatMap((column) => [column(0), column(1), column(2)]),
      at,
    ],
  });
}

/** The account's next posting. */
function nextSeq(states: ReadonlyMap<string, AccountState>, { account }: Leg): number {
  const state = states.get(account);
  if (!state) throw new Error('a transfer was accepted on an account that was not locked');
  state.version++;
  return state.version;
}

/** An array of numbers, ids or kinds as PostgreSQL reads it: nothing in them needs quotes. The driver's way takes long. */
function arrayOf(values: Iterable<string | bigint | number>): string {
  return `{${[...values].join()}}`;
}
