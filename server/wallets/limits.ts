/**
 * GET and PUT /v1/limits. What a person sets is written under the lock of his wallet, which every payment takes too: a
 * limit that was lowered holds from the moment that the answer is out, and nothing is accepted on the old one after it.
 */
import { type Cents, cents, negateCents, sumCents } from '../../lib/money.ts';
import type { Limits, LimitsChange } from '../../lib/protocol/index.ts';
import { onlyRow, type Pool, type Queryable, withTransaction } from '../db/pool.ts';
import type { Session } from '../http/authentication.ts';
import { type Accounts, walletAccount } from '../ledger/accounts.ts';
import { openBooks } from '../ledger/books.ts';
import type { PaymentLimits, Rolling } from '../payments/rules.ts';
import { limitsOf, readSpent, readWallets } from '../payments/spending.ts';
import { lockDevices } from '../people/devices.ts';
import { viewMoney } from '../people/people.ts';
import { accept, type Result, refuse } from '../result.ts';
import {
  isSettled,
  type OwnLimits,
  passedBy,
  type Settled,
  settle,
  settledAt,
  wantedBy,
} from './own-limits.ts';
import { countUse, type ProofDependencies, proveAct } from './proof.ts';

export type LimitsDependencies = ProofDependencies & {
  readonly pool: Pool;
  readonly accounts: Accounts;
  readonly limits: PaymentLimits;
  /** Called when somebody was told something. */
  readonly nudge: () => void;
};

export async function viewLimits(
  { pool, limits }: Pick<LimitsDependencies, 'pool' | 'limits'>,
  personId: string,
): Promise<Limits> {
  const { at } = onlyRow(await pool.query<{ at: Date }>('select moineau_now() as at'));
  return view(pool, { limits, personId, at });
}

/** Sets both limits. The same again changes nothing and costs no number of the device's counter. */
export async function changeLimits(
  dependencies: LimitsDependencies,
  session: Session,
  body: LimitsChange,
): Promise<Result<Limits>> {
  const { pool, accounts, limits, nudge } = dependencies;
  const { personId } = session;
  const act = {
    action: 'limits.change',
    in_24_hours_minor: body.in_24_hours?.amount ?? null,
    in_30_days_minor: body.in_30_days?.amount ?? null,
  } as const;
  const proof = { signature: body.signature, use_counter: body.use_counter };
  const proved = await proveAct(dependencies, session, act, proof);
  if (!proved.ok) return proved;
  const wanted = wantedBy(body);
  const passed = passedBy(wanted, limits);
  if (passed !== null) return refuse('limit_exceeded', { limit: passed });
  const account = await walletAccount(accounts, personId);
  const result = await withTransaction(pool, async (tx): Promise<Result<Limits>> => {
    const devices = await lockDevices(tx, [session.device.id]);
    const { at } = await openBooks(tx, [account], { withSpending: false });
    const before = settledAt((await readWallets(tx, [personId])).get(personId), at);
    if (!isSettled(before, wanted)) {
      const used = await countUse(tx, devices, session, body.use_counter);
      if (!used.ok) return used;
      await write(tx, personId, settle(before, wanted, at));
    }
    return accept(await view(tx, { limits, personId, at }));
  });
  nudge();
  return result;
}

async function write(tx: Queryable, personId: string, { now, raised }: Settled): Promise<void> {
  await tx.query(
    `insert into wallets as w (person_id, limit_24_hours, limit_30_days, next_24_hours, next_30_days, next_from)
        values ($1, $2, $3, $4, $5, $6)
      on conflict (person_id) do update set limit_24_hours = excluded.limit_24_hours,
        limit_30_days = excluded.limit_30_days, next_24_hours = excluded.next_24_hours,
        next_30_days = excluded.next_30_days, next_from = excluded.next_from`,
    [
      personId,
      ...[now.in24Hours, now.in30Days],
      ...[raised?.in24Hours ?? null, raised?.in30Days ?? null, raised?.from ?? null],
    ],
  );
}

async function view(
  queryable: Queryable,
  { limits, personId, at }: { limits: PaymentLimits; personId: string; at: Date },
): Promise<Limits> {
  const row = (await readWallets(queryable, [personId])).get(personId);
  const spent = (await readSpent(queryable, [personId])).get(personId);
  const { now, raised } = settledAt(row, at);
  const most = limitsOf(limits, row, at);
  return {
    everyone: {
      to_person: viewMoney(limits.toPerson),
      to_organisation: viewMoney(limits.toOrganisation),
      ...viewRolling(limits),
    },
    own: viewOwn(now),
    raised: raised && { ...viewOwn(raised), from: raised.from.toISOString() },
    left: viewRolling({
      in24Hours: leftOf(most.in24Hours, spent?.in24Hours),
      in30Days: leftOf(most.in30Days, spent?.in30Days),
    }),
  };
}

/** A limit may have been lowered below what was spent. */
function leftOf(limit: Cents, spent = cents(0n)): Cents {
  return spent >= limit ? cents(0n) : sumCents([limit, negateCents(spent)]);
}

function viewRolling({ in24Hours, in30Days }: Rolling) {
  return { in_24_hours: viewMoney(in24Hours), in_30_days: viewMoney(in30Days) };
}

function viewOwn({ in24Hours, in30Days }: OwnLimits) {
  return {
    in_24_hours: in24Hours === null ? null : viewMoney(in24Hours),
    in_30_days: in30Days === null ? null : viewMoney(in30Days),
  };
}
