/**
 * A branch of the bank for properties: people, payments and their fates at the real desk and in the real PostgreSQL, at
 * a time that the property chooses. Two desks work on the same books, as two processes of the API do. Whom a person is
 * and which code he knows is not asked here.
 */
import { cents } from '../../lib/money.ts';
import type { Problem } from '../../lib/protocol/index.ts';
import { createPool, type Pool, withTransaction } from '../../server/db/pool.ts';
import type { Answer } from '../../server/http/answer.ts';
import { type Order, orderOf } from '../../server/http/idempotency.ts';
import { newId } from '../../server/ids.ts';
import { createAccounts } from '../../server/ledger/accounts.ts';
import { postTransfers } from '../../server/ledger/post.ts';
import { cancelPayment, cancelSplit } from '../../server/payments/cancel.ts';
import { createPayment, createSplit } from '../../server/payments/create.ts';
import { type Desk, openDesk } from '../../server/payments/desk.ts';
import { takeHeld } from '../../server/payments/held.ts';
import { sweepOverdue } from '../../server/payments/overdue.ts';
import { findPayment } from '../../server/payments/payments.ts';
import { refundPayment } from '../../server/payments/refund.ts';
import { findSplit } from '../../server/payments/split-views.ts';
import { admitPerson, registerOrganisation } from '../../server/people/people.ts';
import { createTestDatabase } from '../support/database.ts';

const limits = {
  toPerson: cents(25_000n),
  toOrganisation: cents(50_000n),
  in24Hours: cents(60_000n),
  in30Days: cents(100_000n),
  holdDays: 30,
};
const fees = { perMille: 15n, fixed: cents(0n), least: cents(1n), most: cents(1_000n) };

/** The first ones hold wallets, the very first an organisation; the others are X accounts that may join later. */
export const MEMBERS = 4;
export const STRANGERS = 2;

type Member = { readonly id: string };

type OnPayment<Do> = {
  readonly do: Do;
  readonly by: number;
  /** Of the payment, or of the split. */
  readonly id: string;
  readonly split: boolean;
  readonly key: string;
};

/** Something that one person asks for. `key` makes two of them the same. */
export type Ask =
  | {
      readonly do: 'order';
      readonly by: number;
      readonly to: readonly number[];
      readonly amount: bigint;
      readonly key: string;
    }
  | OnPayment<'confirm'>
  | OnPayment<'cancel'>
  | { readonly do: 'claim' | 'decline'; readonly by: number; readonly id: string; readonly key: string }
  | {
      readonly do: 'refund';
      readonly by: number;
      readonly id: string;
      readonly amount: bigint;
      readonly key: string;
    };

export type Branch = {
  readonly pool: Pool;
  /** New people, with empty wallets, in place of those before: each history has its own. */
  begin(): Promise<void>;
  /** Lets time pass. */
  pass(ms: number): void;
  /** This X account signs in: from then on it has a wallet. */
  join(nr: number): Promise<void>;
  topUp(nr: number, amount: bigint): Promise<void>;
  /** Asks until there is an answer that decides. `desk`: at which one. */
  ask(ask: Ask, desk?: number): Promise<Answer>;
  /** What the background work does. */
  sweep(desk?: number): Promise<void>;
  close(): Promise<void>;
};

/** Opens a branch, with nobody in it. */
export async function openBranch(): Promise<Branch> {
  const database = await createTestDatabase();
  const real = createPool(database.url, 8);
  let now = Date.UTC(2026, 2, 2);
  const pool = atTime(real, () => new Date(now));
  const accounts = createAccounts(pool);
  const nudge = () => undefined;
  const desks = [1, 2].map(() => openDesk({ pool, accounts: createAccounts(pool), limits, nudge }));
  const deskOf = (nr: number) => desks[nr % desks.length] as Desk;
  const members = new Map<number, Member>();
  let cast = 0;
  const join = async (nr: number) => {
    if (!members.has(nr)) members.set(nr, await admit(pool, cast, nr));
  };
  return {
    pool,
    join,
    async begin() {
      cast++;
      members.clear();
      for (let nr = 0; nr < MEMBERS; nr++) await join(nr);
      await registerOrganisation(pool, xUserIdOf(cast, 0));
      for (let nr = MEMBERS; nr < MEMBERS + STRANGERS; nr++) {
        await pool.query('insert into x_accounts (x_user_id, handle, name) values ($1, $2, $2)', [
          xUserIdOf(cast, nr),
          `stranger_${nr}`,
        ]);
      }
    },
    pass: (ms) => {
      now += ms;
    },
    async topUp(nr, amount) {
      const member = members.get(nr);
      if (!member) return;
      const [{ card_receivable: from }, wallets] = [
        await accounts.issuer(),
        await accounts.wallets([member.id]),
      ];
      const to = wallets.get(member.id);
      if (!to) throw new Error(`${nr} has no wallet`);
      const order = { kind: 'topup', subjectId: newId(), from, to, amount: cents(amount) } as const;
      await withTransaction(pool, (tx) => postTransfers(tx, [order]));
    },
    async ask(ask, desk = 0) {
      const member = members.get(ask.by);
      if (!member) return { status: 404, body: { code: 'not_found' } };
      for (;;) {
        const answer = await carryOut({ pool, desk: deskOf(desk), cast, member, ask });
        if ((answer.body as Partial<Problem>).code !== 'request_in_flight') return answer;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    sweep: async (desk = 0) => void (await sweepOverdue({ pool, desk: deskOf(desk) }, 1_000)),
    async close() {
      await real.end();
      await database.drop();
    },
  };
}

function xUserIdOf(cast: number, nr: number): string {
  return String(1_700_000_000_000_000_000n + BigInt(100 * cast + nr));
}

/** Every statement is at this time. */
function atTime(real: Pool, now: () => Date): Pool {
  const connect = async () => {
    const client = await real.connect();
    await client.query("select set_config('moineau.now', $1, false)", [now().toISOString()]);
    return client;
  };
  const pool = {
    connect,
    async query(...args: Parameters<Pool['query']>) {
      const client = await connect();
      try {
        return await client.query(...args);
      } finally {
        client.release();
      }
    },
  };
  return pool as unknown as Pool;
}

async function admit(pool: Pool, cast: number, nr: number): Promise<Member> {
  const account = { xUserId: xUserIdOf(cast, nr), handle: `member_${nr}`, name: `Member ${nr}` };
  return withTransaction(pool, async (tx) => {
    const { id } = await admitPerson(tx, account);
    return { id };
  });
}

type Asking = {
  readonly pool: Pool;
  readonly desk: Desk;
  readonly cast: number;
  readonly member: Member;
  readonly ask: Ask;
};

async function carryOut(asking: Asking): Promise<Answer> {
  const { pool, desk, member, ask } = asking;
  const personId = member.id;
  const order = orderOf(personId, ask.key, ask.do, {
    ...ask,
    amount: 'amount' in ask ? String(ask.amount) : null,
  });
  const requestId = 'property';
  switch (ask.do) {
    case 'order':
      return orderPayments(asking, ask, order);
    case 'confirm':
      return confirm(asking, ask, order);
    case 'cancel':
      return ask.split
        ? cancelSplit({ pool, desk }, { personId, id: ask.id, order, requestId })
        : cancelPayment({ pool, desk }, { personId, id: ask.id, order, requestId });
    case 'claim':
    case 'decline':
      return takeHeld({ pool, desk }, { act: ask.do, personId, paymentId: ask.id, order, requestId });
    case 'refund': {
      const body = { amount: { amount: String(ask.amount), currency: 'EUR' as const } };
      return refundPayment({ pool, desk }, { personId, paymentId: ask.id, body, order, requestId });
    }
  }
}

type Doing<Name extends Ask['do']> = Extract<Ask, { do: Name }>;

function orderPayments(
  { pool, cast, member }: Asking,
  { to, amount }: Doing<'order'>,
  order: Order,
): Promise<Answer> {
  const dependencies = { pool, limits, fees, lifetimeSeconds: 600, nudge: () => undefined };
  const body = {
    amount: { amount: String(amount), currency: 'EUR' as const },
    ...({ memo: null, visibility: 'private', origin: 'popup', tweet_id: null } as const),
  };
  const input = { payerId: member.id, order, requestId: 'property' };
  const [first = 0] = to;
  return to.length === 1
    ? createPayment(dependencies, { ...input, body: { ...body, payee_x_user_id: xUserIdOf(cast, first) } })
    : createSplit(dependencies, {
        ...input,
        body: { ...body, division: 'total', payee_x_user_ids: to.map((nr) => xUserIdOf(cast, nr)) },
      });
}

async function confirm(
  { pool, desk, member }: Asking,
  { id, split: isSplit }: Doing<'confirm'>,
  order: Order,
): Promise<Answer> {
  const found = isSplit ? await findSplit(pool, id) : null;
  const payment = isSplit ? null : await findPayment(pool, id);
  const payments = found?.payments ?? (payment ? [payment] : []);
  if (payments[0]?.payer_id !== member.id) return { status: 404, body: { code: 'not_found' } };
  // Each on a device of its own: the counters of one would come in another order.
  const deviceId = newId();
  await pool.query("insert into devices (id, person_id, name, jwk, jkt) values ($1, $2, 'test', '{}', $3)", [
    deviceId,
    member.id,
    deviceId,
  ]);
  return desk.run({
    act: {
      do: 'confirm',
      personId: member.id,
      device: { id: deviceId },
      useCounter: 1,
      version: payment?.version ?? null,
      split: found?.split ?? null,
      evidence: {
        ...{ deviceId, deviceKey: 'x.y', signed: new Uint8Array(1), signature: 'AA' },
        ...{ assertion: null, client: null },
      },
    },
    ...{ payments, order, requestId: 'property' },
  });
}
