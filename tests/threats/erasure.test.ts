import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cents } from '../../lib/money.ts';
import { HistoryPage, Party, Payment, Person, Problem, Receipt } from '../../lib/protocol/index.ts';
import { withTransaction } from '../../server/db/pool.ts';
import { openBooks } from '../../server/ledger/books.ts';
import { postTransfers } from '../../server/ledger/post.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, expectStatus, type Reply } from '../../server/testing/client.ts';

const WRONG = '270169';

let api: TestApi;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  bob = await api.member('bob', '50000');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;
const obstaclesOf = (reply: Reply) => Problem.parse(reply.body).obstacles;

async function pay(from: ApiClient, payeeXUserId: string, amount: string, memo: string | null = null) {
  const ordered = await from.createPayment({ payeeXUserId, amount, memo });
  expectStatus(ordered, 201);
  const confirmed = await from.confirm(ordered.body, PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}

/** Gives back all that is in the wallet, to bob. */
async function empty(client: ApiClient): Promise<void> {
  const { amount } = (await client.wallet()).body.balance;
  if (amount !== '0') await pay(client, people.bob.xUserId, amount);
}

/** Every text of the database in which this word stands, by table and column. */
async function whereStands(word: string): Promise<string[]> {
  const { rows: columns } = await api.pool.query<{ table: string; column: string }>(
    `select format('%I.%I', table_schema, table_name) as table, column_name as column from information_schema.columns
      where table_schema in ('public', 'ledger') and data_type in ('text', 'jsonb')`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rowCount } = await api.pool.query(
      `select from ${table} where position(lower($1) in lower(${column}::text)) > 0`,
      [word],
    );
    if (rowCount) found.push(`${table}.${column}`);
  }
  return found.sort();
}

describe('T60 leaving is refused, with every reason,', () => {
  test('while there is money, something under way, or something held', async () => {
    const alice = await api.member('alice', '1000');
    expect(obstaclesOf(await alice.erase(PIN))).toEqual(['balance']);
    const awaiting = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' });
    await alice.resolve('refuge_sample');
    const held = await pay(alice, people.refuge.xUserId, '200');
    expectStatus(await alice.topUp('300', 'pm_card_slow'), 201);
    const reply = await alice.erase(PIN);
    expect([reply.status, codeOf(reply)]).toEqual([409, 'wallet_not_empty']);
    expect(obstaclesOf(reply)).toEqual(['balance', 'payments_awaiting', 'held_sent', 'topups_under_way']);
    // Nothing has happened to him meanwhile.
    expect((await alice.wallet()).body.person.name).toBe(people.alice.name);

    expectStatus(await alice.cancel(awaiting.body.id), 200);
    expectStatus(await alice.cancel(held.id), 200);
    api.cards.finishSlow();
    const { rows } = await api.pool.query("select id from topups where state = 'processing'");
    for (const { id } of rows) expectStatus(await alice.send('GET', `/v1/topups/top_${id}`), 200);
    expect(obstaclesOf(await alice.erase(PIN))).toEqual(['balance']);
    await empty(alice);
  });

  test('while money is held for him that he has neither taken nor sent back', async () => {
    await bob.resolve('chloe');
    const held = await pay(bob, people.chloe.xUserId, '700');
    const chloe = await api.member('chloe');
    expect(obstaclesOf(await chloe.erase(PIN))).toEqual(['held_received']);
    expectStatus(await chloe.send('POST', `/v1/held/${held.id}/decline`, { key: randomUUID() }), 200);
  });

  test('without the code, or without a signature for that', async () => {
    const alice = await api.signIn('alice');
    expect(Problem.parse((await alice.erase(WRONG)).body)).toMatchObject({
      code: 'authentication_failed',
      attempts_left: 4,
    });
    const forAnother = await alice.signAct({ action: 'session.unlock' });
    const reply = await alice.send('POST', '/v1/wallet/erase', { body: { pin: PIN, ...forAnother } });
    expect([reply.status, codeOf(reply)]).toEqual([401, 'authentication_failed']);
    expect((await alice.wallet()).status).toBe(200);
  });
});

describe('T60 whoever leaves', () => {
  let alice: ApiClient;
  let sent: Payment;
  let received: Payment;
  let ordered: Payment;
  let before: Record<string, unknown>;

  /** What must not change: the journal, and the payments apart from who is shown. */
  async function journal() {
    const { rows } = await api.pool.query(
      `select (select json_agg(t order by t.subject_id, t.kind) from ledger.transfers t) as transfers,
          (select json_agg(p order by p.account_id, p.seq) from ledger.postings p) as postings,
          (select json_agg(json_build_array(a.id, a.owner_id, a.balance, a.version) order by a.id) from ledger.accounts a) as accounts,
          (select json_agg(p order by p.id) from payments p where p.state <> 'cancelled' and p.id <> $1) as payments`,
      [ordered.id.slice(4)],
    );
    return rows[0] as Record<string, unknown>;
  }

  beforeAll(async () => {
    alice = await api.member('alice', '2000');
    sent = await pay(alice, people.bob.xUserId, '500', 'for the garden');
    received = await pay(bob, people.alice.xUserId, '250');
    ordered = (await bob.createPayment({ payeeXUserId: people.alice.xUserId, amount: '99' })).body;
    expectStatus(await alice.ask(people.bob.xUserId, '10', { memo: 'the ticket' }), 201);
    expectStatus(await bob.ask(people.alice.xUserId, '20'), 201);
    await api.signIn('alice');
    await empty(alice);
    before = await journal();
    expect((await alice.erase(PIN)).status).toBe(204);
  });

  test('is out on every device, and the journal is as it was', async () => {
    const reply = await alice.wallet();
    expect([reply.status, codeOf(reply)]).toEqual([401, 'unauthenticated']);
    expect((await alice.erase(PIN)).status).toBe(401);
    expect(await journal()).toEqual(before);
    const { rows } = await api.pool.query('select sum(amount)::int as sum from ledger.postings');
    expect(rows[0]?.sum).toBe(0);
    for (const table of ['devices', 'sessions', 'pins', 'people_names', 'events', 'event_counters']) {
      const id = alice.session.person.id.slice(4);
      const { rowCount } = await api.pool.query(`select from ${table} where person_id = $1`, [id]);
      expect([table, rowCount]).toEqual([table, 0]);
    }
  });

  test('stands with his name and X account only in what others have, and in answers that go in thirty days', async () => {
    const others = [
      'public.events.payload',
      'public.idempotency.body',
      'public.payments.payee_label',
      'public.payments.payee_name',
    ];
    expect(await whereStands(people.alice.name)).toEqual(others);
    expect((await whereStands(people.alice.xUserId)).filter((place) => !others.includes(place))).toEqual([
      'public.payments.payee_x_user_id',
    ]);
    const { rows } = await api.pool.query(
      "select distinct person_id from events where payload::text ~ 'Alice'",
    );
    expect(rows).toEqual([{ person_id: bob.session.person.id.slice(4) }]);
  });

  test('leaves others what they had: payments and receipts, with a pseudonym where he paid', async () => {
    const seen = Payment.parse((await bob.getPayment(sent.id)).body);
    expect(seen).toMatchObject({ state: 'settled', memo: 'for the garden', amount: sent.amount });
    expect(Person.parse(seen.payer).name).not.toContain('Alice');
    expect(seen.payer.x_user_id).toMatch(/^9\d{19}$/);
    expect(seen.payer.id).toBe(sent.payer.id);
    // As a payee he stays what bob was shown and signed.
    const paid = Payment.parse((await bob.getPayment(received.id)).body);
    expect(Party.parse(paid.payee)).toMatchObject({ id: null, name: 'Alice Durand', handle: 'alice' });
    expect(Receipt.parse((await bob.send('GET', `/v1/payments/${received.id}/receipt`)).body).text).toContain(
      'Alice Durand (@alice)',
    );
    expect(HistoryPage.parse((await bob.send('GET', '/v1/payments')).body).items.length).toBeGreaterThan(1);
  });

  test('ends what others had ordered to him and asked of him, and they are told', async () => {
    expect((await bob.getPayment(ordered.id)).body.state).toBe('cancelled');
    expect(codeOf(await bob.confirm(ordered, PIN))).toBe('payment_not_awaiting');
    const states = (await bob.requests()).body.items.map(({ direction, state }) => [direction, state]);
    expect(states).toEqual([
      ['in', 'declined'],
      ['out', 'cancelled'],
    ]);
    const { rows } = await api.pool.query(
      "select payload->'payment'->>'state' as state from events where person_id = $1 and payload->'payment'->>'id' = $2 order by seq",
      [bob.session.person.id.slice(4), ordered.id],
    );
    expect(rows.map(({ state }) => state)).toEqual(['awaiting_confirmation', 'cancelled']);
  });

  test('can’t be given money any more, by no way', async () => {
    const refund = await bob.send('POST', `/v1/payments/${sent.id}/refunds`, {
      key: randomUUID(),
      body: { amount: { amount: '1', currency: 'EUR' } },
    });
    expect([refund.status, codeOf(refund)]).toEqual([409, 'payment_not_refundable']);
    const [from, to] = [bob, alice].map((client) => client.session.person.id.slice(4));
    const wallets = await api.services.accounts.wallets([from ?? '', to ?? '']);
    const order = {
      kind: 'settle',
      subjectId: randomUUID(),
      from: wallets.get(from ?? '') as never,
      to: wallets.get(to ?? '') as never,
      amount: cents(1n),
    } as const;
    await expect(withTransaction(api.pool, (tx) => postTransfers(tx, [order]))).rejects.toThrow(/is closed/);
    await expect(
      api.pool.query(
        `insert into topups (id, person_id, amount, payment_method, idempotency_key, request_hash)
          values (gen_random_uuid(), $1, 1, 'pm_x', gen_random_uuid(), '')`,
        [to],
      ),
    ).rejects.toThrow(/has left/);
  });

  test('may come again, and is new', async () => {
    const again = await api.member('alice');
    expect(again.session.person.id).not.toBe(sent.payer.id);
    expect(again.session.person.name).toBe(people.alice.name);
    expect((await again.send<HistoryPage>('GET', '/v1/payments')).body.items).toEqual([]);
    for (const payment of [sent, received]) expect((await again.getPayment(payment.id)).status).toBe(404);
    const fresh = await pay(bob, people.alice.xUserId, '5');
    expect(fresh).toMatchObject({ state: 'settled', payee: { id: again.session.person.id } });
    expect((await again.wallet()).body.balance.amount).toBe('5');
    // What bob had paid to the one before is not shown as hers.
    expect((await bob.getPayment(received.id)).body.payee.id).toBeNull();
    await empty(again);
  });
});

test('T60 leaving waits for a payment that is just arriving, and is then refused', async () => {
  const chloe = await api.member('chloe');
  const order = await bob.createPayment({ payeeXUserId: people.chloe.xUserId, amount: '5' });
  const wallets = await api.services.accounts.wallets([chloe.session.person.id.slice(4)]);
  let erased: Promise<Reply> | undefined;
  let paid: Promise<Reply<Payment>> | undefined;
  await withTransaction(api.pool, async (tx) => {
    await openBooks(tx, [...wallets.values()], { withSpending: false });
    // The payment is first at the lock of the order; leaving comes while it waits for the wallet's.
    paid = bob.confirm(order.body, PIN);
    await waiting(1);
    erased = chloe.erase(PIN);
    await waiting(2);
  });
  expect((await paid)?.body.state).toBe('settled');
  expect(obstaclesOf((await erased) as Reply)).toEqual(['balance']);
  await empty(chloe);
});

test('T60 a payment to somebody who has left at this moment is not paid', async () => {
  const chloe = await api.signIn('chloe');
  const order = await bob.createPayment({ payeeXUserId: people.chloe.xUserId, amount: '5' });
  const before = (await bob.wallet()).body.balance;
  const replies = await Promise.all([chloe.erase(PIN), bob.confirm(order.body, PIN)]);
  const [erased, confirmed] = replies;
  if (erased.status === 204) {
    expect(codeOf(confirmed)).toBe('payment_not_awaiting');
    expect((await bob.wallet()).body.balance).toEqual(before);
  } else {
    expect(obstaclesOf(erased)).toEqual(['balance']);
    expect(confirmed.body.state).toBe('settled');
  }
});

async function waiting(atLeast: number): Promise<void> {
  for (;;) {
    const { rowCount } = await api.pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if ((rowCount ?? 0) >= atLeast) return;
    await new Promise(setImmediate);
  }
}
