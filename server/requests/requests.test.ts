import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MoneyRequest, MoneyRequestPage, Payment, Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus, type Reply } from '../testing/client.ts';
import { sweepRequests } from './ends.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;
let chloe: ApiClient;

beforeAll(async () => {
  api = await createTestApi({ REQUESTS_OPEN_TO_ONE: '2', REQUESTS_A_DAY: '5' });
  alice = await api.member('alice', '50000');
  bob = await api.member('bob');
  chloe = await api.member('chloe');
});
beforeEach(() => api.pool.query('delete from money_requests'));
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;

/** Bob asks alice. */
async function ask(amount = '500', memo: string | null = 'the concert'): Promise<MoneyRequest> {
  const asked = await bob.ask(people.alice.xUserId, amount, { memo });
  expectStatus(asked, 201);
  return MoneyRequest.parse(asked.body);
}

async function listOf(client: ApiClient): Promise<MoneyRequest[]> {
  return MoneyRequestPage.parse((await client.requests()).body).items;
}

async function eventsOf(client: ApiClient, id: string): Promise<[type: string, state: string][]> {
  const { rows } = await api.pool.query<{ type: string; state: string }>(
    `select type, payload->'request'->>'state' as state from events
      where person_id = $1 and payload->'request'->>'id' = $2 order by seq`,
    [client.session.person.id.slice(4), id],
  );
  return rows.map(({ type, state }) => [type, state]);
}

describe('a request', () => {
  test('goes from asking to paid', async () => {
    const request = await ask();
    expect(request).toMatchObject({
      state: 'open',
      direction: 'in',
      payer: { handle: 'alice' },
      payee: { handle: 'bob' },
      memo: 'the concert',
      payment_id: null,
    });
    const days = (Date.parse(request.expires_at) - Date.parse(request.created_at)) / 86_400_000;
    expect(days).toBe(30);
    const [shown] = await listOf(alice);
    expect(shown).toEqual({ ...request, direction: 'out' });

    const accepted = await alice.accept(request.id);
    expect(accepted.status).toBe(201);
    expect(Payment.parse(accepted.body)).toMatchObject({
      state: 'awaiting_confirmation',
      origin: 'request',
      amount: { amount: '500' },
      memo: 'the concert',
      payee: { handle: 'bob' },
    });
    expect((await alice.confirm(accepted.body, PIN)).body.state).toBe('settled');
    expect((await bob.getPayment(accepted.body.id)).body.state).toBe('settled');
    expect((await listOf(alice))[0]).toMatchObject({ state: 'accepted', payment_id: accepted.body.id });
    // Whoever asked learns of a payment when the money is his, not before.
    expect((await listOf(bob))[0]).toMatchObject({ state: 'accepted', payment_id: null });
    expect(await eventsOf(alice, request.id)).toEqual([
      ['request.received', 'open'],
      ['request.updated', 'accepted'],
    ]);
    expect(await eventsOf(bob, request.id)).toEqual([
      ['request.updated', 'open'],
      ['request.updated', 'accepted'],
    ]);
  });

  test('is accepted once: again, and at the same moment, it answers the same payment', async () => {
    const request = await ask();
    const replies = await Promise.all([1, 2, 3].map(() => alice.accept(request.id)));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    const { rows } = await api.pool.query(
      "select from payments where origin = 'request' and state = 'awaiting_confirmation'",
    );
    expect(rows).toHaveLength(1);
    expect(codeOf(await alice.decline(request.id))).toBe('request_not_open');
    expect(codeOf(await bob.takeBack(request.id))).toBe('request_not_open');
  });

  test('is open again when its payment has come to nothing', async () => {
    const request = await ask();
    const first = (await alice.accept(request.id)).body;
    expectStatus(await alice.cancel(first.id), 200);
    expect((await listOf(bob))[0]?.state).toBe('open');
    const second = (await alice.accept(request.id)).body;
    expect(second.id).not.toBe(first.id);
    expectStatus(await alice.cancel(second.id), 200);
    expect((await alice.decline(request.id)).body.state).toBe('declined');
    expect(codeOf(await alice.accept(request.id))).toBe('request_not_open');
  });

  test('is declined by whoever is asked, taken back by whoever asks, and by nobody else', async () => {
    const [one, two] = [await ask(), await ask()];
    for (const act of [() => bob.decline(one.id), () => bob.accept(one.id), () => alice.takeBack(one.id)]) {
      expect((await act()).status).toBe(404);
    }
    for (const act of [chloe.decline, chloe.accept, chloe.takeBack]) {
      expect((await act(one.id)).status).toBe(404);
    }
    expect(api.log.some((line) => line.includes(one.id) && line.includes('not his'))).toBe(true);
    const key = randomUUID();
    expect((await alice.decline(one.id, key)).body.state).toBe('declined');
    expect((await alice.decline(one.id, key)).headers['idempotency-replayed']).toBe('true');
    expect((await alice.decline(one.id)).body.state).toBe('declined');
    expect((await bob.takeBack(two.id)).body.state).toBe('cancelled');
    expect(codeOf(await alice.accept(two.id))).toBe('request_not_open');
    expect(await eventsOf(alice, two.id)).toEqual([
      ['request.received', 'open'],
      ['request.updated', 'cancelled'],
    ]);
  });

  test('ends after thirty days, once, and both are told', async () => {
    const request = await ask();
    await api.pool.query('alter table money_requests disable trigger money_requests_guarded');
    await api.pool.query('update money_requests set expires_at = moineau_now()');
    await api.pool.query('alter table money_requests enable trigger money_requests_guarded');
    // Over is over, whether the background has been there or not.
    expect((await listOf(alice))[0]?.state).toBe('expired');
    expect(codeOf(await alice.accept(request.id))).toBe('request_not_open');
    const sweeps = await Promise.all([1, 2].map(() => sweepRequests(api.services, 10)));
    expect(sweeps.reduce((a, b) => a + b)).toBe(1);
    for (const client of [alice, bob]) {
      expect((await eventsOf(client, request.id)).at(-1)).toEqual(['request.updated', 'expired']);
    }
  });

  test.each([
    ['to oneself', () => bob.ask(people.bob.xUserId, '1'), 422, 'payee_is_payer'],
    ['to somebody without a wallet', () => bob.ask(people.refuge.xUserId, '1'), 422, 'payer_without_wallet'],
    ['of nothing', () => bob.ask(people.alice.xUserId, '0'), 400, 'invalid_request'],
    ['above what one payment may be', () => bob.ask(people.alice.xUserId, '25001'), 422, 'limit_exceeded'],
  ])('%s is refused', async (_title, act, status, code) => {
    const reply = await act();
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });

  test('with the same key is the same one', async () => {
    const key = randomUUID();
    const [first, second] = [
      await bob.ask(people.alice.xUserId, '5', { key }),
      await bob.ask(people.alice.xUserId, '5', { key }),
    ];
    expect(second.body).toEqual(first.body);
    expect(codeOf(await bob.ask(people.alice.xUserId, '6', { key }))).toBe('idempotency_key_reused');
    expect(await listOf(bob)).toHaveLength(1);
  });

  test('that has ended does not change, and the database holds it', async () => {
    const request = await ask();
    await alice.decline(request.id);
    const id = request.id.slice(4);
    await expect(
      api.pool.query("update money_requests set state = 'open', ended_at = null where id = $1", [id]),
    ).rejects.toThrow(/has ended/);
    const other = await ask();
    await expect(
      api.pool.query('update money_requests set amount = 1 where id = $1', [other.id.slice(4)]),
    ).rejects.toThrow(/does not change/);
  });

  test('is listed newest first, page by page', async () => {
    const ids = [(await ask()).id, (await ask()).id, (await alice.ask(people.bob.xUserId, '3')).body.id];
    const first = MoneyRequestPage.parse((await alice.requests('?limit=2')).body);
    const second = MoneyRequestPage.parse(
      (await alice.requests(`?limit=2&cursor=${first.next_cursor}`)).body,
    );
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.reverse());
    expect([first.has_more, second.has_more]).toEqual([true, false]);
  });
});

describe('T51 spam by requests:', () => {
  test('so many are open to one person at a time, also when many come at once', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map(() => bob.ask(people.alice.xUserId, '1')));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    expect(codeOf(await bob.ask(people.alice.xUserId, '1'))).toBe('too_many_open_requests');
    expect((await bob.ask(people.chloe.xUserId, '1')).status).toBe(201);
    const [open] = (await listOf(bob)).filter(({ payer }) => payer.handle === 'alice');
    await alice.decline(open?.id ?? '');
    expect((await bob.ask(people.alice.xUserId, '1')).status).toBe(201);
  });

  test('and so many are made in a day, whatever became of them', async () => {
    for (let i = 0; i < 5; i++) await bob.takeBack((await ask('1')).id);
    const reply = await bob.ask(people.chloe.xUserId, '1');
    expect([reply.status, codeOf(reply)]).toEqual([429, 'rate_limited']);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(86_000);
    expect((await chloe.ask(people.alice.xUserId, '1')).status).toBe(201);
  });

  test('somebody who is blocked is answered as everybody else, and never shown', async () => {
    const early = await ask('1');
    expect((await alice.block(bob.session.person.id)).status).toBe(204);
    expect((await alice.block(bob.session.person.id)).status).toBe(204);
    const asked = await bob.ask(people.alice.xUserId, '2', { memo: 'the concert' });
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({
      ...early,
      id: asked.body.id,
      amount: { amount: '2' },
      created_at: asked.body.created_at,
      expires_at: asked.body.expires_at,
    });
    // The quota is the same for him too.
    expect(codeOf(await bob.ask(people.alice.xUserId, '3'))).toBe('too_many_open_requests');
    expect(await listOf(alice)).toEqual([]);
    expect(await eventsOf(alice, asked.body.id)).toEqual([]);
    for (const id of [early.id, asked.body.id]) expect((await alice.accept(id)).status).toBe(404);
    expect((await bob.takeBack(asked.body.id)).body.state).toBe('cancelled');
    expect(await eventsOf(alice, asked.body.id)).toEqual([]);

    expect((await alice.unblock(bob.session.person.id)).status).toBe(204);
    // What was hidden stays hidden; what comes now is shown.
    expect(await listOf(alice)).toEqual([]);
    const later = await ask('4');
    expect((await listOf(alice)).map(({ id }) => id)).toEqual([later.id]);
  });

  test('nobody blocks himself, nor somebody who is not there', async () => {
    expect((await alice.block(alice.session.person.id)).status).toBe(404);
    expect((await alice.block(`per_${randomUUID()}`)).status).toBe(404);
    expect((await alice.unblock(`per_${randomUUID()}`)).status).toBe(404);
  });
});
