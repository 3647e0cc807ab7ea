/** Claim, decline, cancel and return of the same money at the same moment, in several processes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalConfirmation, type Payment, type Split } from '../../lib/protocol/index.ts';
import { createPool, type Pool } from '../db/pool.ts';
import type { Answer } from '../http/answer.ts';
import { orderOf } from '../http/idempotency.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus, signBytes } from '../testing/client.ts';
import { cancelPayment } from './cancel.ts';
import { type Desk, openDesk } from './desk.ts';
import { takeHeld } from './held.ts';
import { sweepOverdue } from './overdue.ts';

let api: TestApi;
let alice: ApiClient;
const processes: { pool: Pool; desk: Desk }[] = [];
beforeAll(async () => {
  api = await createTestApi({
    ...{ LIMIT_24_HOURS: '100000000', LIMIT_30_DAYS: '100000000' },
    ...{ RATE_ORDERS: '10000', RATE_CODES: '10000', RATE_LOOKUPS: '10000' },
  });
  alice = await api.member('alice', '100000');
});
afterAll(async () => {
  for (const { pool } of processes) await pool.end();
  await api.close();
});

/** A process of its own; its database time is `now`, when that is given. */
function process(now?: Date): { pool: Pool; desk: Desk } {
  const url = new URL(api.databaseUrl);
  if (now) url.searchParams.set('options', `-c moineau.now=${now.toISOString()}`);
  const pool = createPool(url.href, 4);
  const made = { pool, desk: openDesk({ ...api.services, pool }) };
  processes.push(made);
  return made;
}

/** As many payments to somebody without a wallet, held, by one confirmation: the last of each split goes to Bob. */
async function holdMany(count: number): Promise<Payment[]> {
  const accounts = Array.from({ length: count }, (_, i) => ({
    ...{ xUserId: `${1_800_000_000_000_000_000n + BigInt(i)}`, handle: `held_${i}`, name: `Held ${i}` },
  }));
  const held: Payment[] = [];
  for (const account of accounts) {
    api.x.accounts.set(account.handle, account);
    expectStatus(await alice.resolve(account.handle), 200);
  }
  for (let i = 0; i < count; i += 9) {
    const created = await alice.send<Split>('POST', '/v1/splits', {
      key: randomUUID(),
      body: {
        ...{ payee_x_user_ids: accounts.slice(i, i + 9).map(({ xUserId }) => xUserId), division: 'each' },
        ...{ amount: { amount: '100', currency: 'EUR' }, memo: null, visibility: 'private', origin: 'popup' },
        tweet_id: null,
      },
    });
    expectStatus(created, 201);
    const { id, terms } = created.body;
    if (!terms) throw new Error('no terms');
    const use_counter = alice.nextCounter();
    const bytes = canonicalConfirmation(terms, {
      deviceId: alice.session.device_id,
      useCounter: use_counter,
    });
    const body = { pin: PIN, signature: await signBytes(alice.key, bytes), use_counter };
    const confirmed = await alice.send<Split>('POST', `/v1/splits/${id}/confirm`, {
      key: randomUUID(),
      body,
    });
    expectStatus(confirmed, 200);
    held.push(...confirmed.body.payments);
  }
  return held;
}

/** The person of an X account, made without signing in. */
async function admit(payment: Payment): Promise<string> {
  const { rows } = await api.pool.query(
    `insert into people (id, x_user_id, handle, name) values (gen_random_uuid(), $1, $2, $3) returning id`,
    [payment.payee.x_user_id, payment.payee.handle, payment.payee.name],
  );
  await api.pool.query("insert into ledger.accounts (kind, owner_id) values ('wallet', $1)", [rows[0].id]);
  return rows[0].id;
}

async function balances(): Promise<{ held: bigint; alice: bigint }> {
  const { rows } = await api.pool.query(
    "select (select balance from ledger.accounts where kind = 'held') as held, (select balance from ledger.accounts where owner_id = $1) as alice",
    [alice.session.person.id.slice(4)],
  );
  return rows[0];
}

test('T45 of claim, decline, cancel and return at the same moment exactly one wins, in 45 rounds of four processes', async () => {
  const payments = await holdMany(45);
  expect(payments.every(({ state }) => state === 'held')).toBe(true);
  const before = await balances();
  const heldUntil = Math.max(...payments.map(({ held_until }) => Date.parse(held_until ?? '')));
  const [claims, declines, cancels, worker] = [process(), process(), process(), process(new Date(heldUntil))];
  const aliceId = alice.session.person.id.slice(4);
  const ids = new Map<string, string>();
  for (const payment of payments) ids.set(payment.id, await admit(payment));

  const winners = new Map<string, number>();
  for (const [round, { id }] of payments.entries()) {
    const paymentId = id.slice(4);
    const payee = ids.get(id) ?? '';
    const order = (personId: string) => orderOf(personId, randomUUID(), 'race', id);
    const contenders: (() => Promise<Answer | number>)[] = [
      () =>
        takeHeld(claims, { act: 'claim', personId: payee, paymentId, order: order(payee), requestId: 'r' }),
      () =>
        takeHeld(declines, {
          act: 'decline',
          personId: payee,
          paymentId,
          order: order(payee),
          requestId: 'r',
        }),
      () =>
        cancelPayment(cancels, { personId: aliceId, id: paymentId, order: order(aliceId), requestId: 'r' }),
      // The worker takes everything that is due: it comes every third round, so that something is left.
      () => (round % 3 === 2 ? workerTakes(worker, paymentId) : Promise.resolve(0)),
    ];
    // Each round another one is the first to begin.
    const begun = contenders.map((_, i) => contenders[(i + round) % 4]?.());
    const answers = await Promise.all(begun);
    const of = (i: number) => answers[(i - (round % 4) + 4) % 4] as Answer;
    const { rows } = await api.pool.query(
      "select t.kind, p.state from ledger.transfers t join payments p on p.id = t.subject_id where p.id = $1 and t.kind <> 'hold'",
      [paymentId],
    );
    expect(rows).toHaveLength(1);
    const [{ kind, state }] = rows;
    expect(state).toBe(kind === 'claim' ? 'settled' : 'returned');
    // Everybody is told what has become of it, and nobody that he got what he did not.
    expect([of(0).status, of(1).status, of(2).status]).toEqual(
      kind === 'claim' ? [200, 409, 409] : [409, 200, 200],
    );
    winners.set(kind, (winners.get(kind) ?? 0) + 1);
  }
  const claimed = BigInt(winners.get('claim') ?? 0);
  const returned = BigInt(winners.get('return') ?? 0);
  expect(claimed + returned).toBe(45n);
  // Else the test has shown nothing.
  expect(claimed > 0n && returned > 0n).toBe(true);
  expect(await balances()).toEqual({ held: before.held - 4500n, alice: before.alice + 100n * returned });
  const { rows } = await api.pool.query(
    'select coalesce(sum(balance), 0)::int as sum from ledger.accounts where owner_id = any($1::uuid[])',
    [[...ids.values()]],
  );
  expect(rows[0].sum).toBe(Number(claimed) * 100);
});

/** The worker's round, for this payment alone: the others stay for their own rounds. */
async function workerTakes({ pool, desk }: { pool: Pool; desk: Desk }, paymentId: string): Promise<number> {
  const only: Desk = {
    ...desk,
    run: (order) =>
      order.payments.every(({ id }) => id === paymentId)
        ? desk.run(order)
        : Promise.resolve({ status: 204, body: undefined }),
  };
  return sweepOverdue({ pool, desk: only }, 1_000);
}

test('T45 twenty claims at once, over two processes: the money comes once', async () => {
  api.x.accounts.set('chloe', people.chloe);
  await alice.resolve('chloe');
  const ordered = await alice.createPayment({ payeeXUserId: people.chloe.xUserId, amount: '700' });
  const held = await alice.confirm(ordered.body, PIN);
  expect(held.body.state).toBe('held');
  const chloe = await api.signIn('chloe');
  const personId = chloe.session.person.id.slice(4);
  const two = [process(), process()];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      takeHeld(two[i % 2] as { pool: Pool; desk: Desk }, {
        ...{ act: 'claim', personId, paymentId: held.body.id.slice(4), requestId: 'r' },
        order: orderOf(personId, randomUUID(), 'race', i),
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect((await chloe.wallet()).body.balance.amount).toBe('700');
});
