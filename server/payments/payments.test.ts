import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HistoryPage, Payment, Problem, TopUp, Wallet } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import type { ApiClient } from '../testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '40000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

async function order(amount = '500') {
  const created = await alice.createPayment({
    payeeXUserId: people.bob.xUserId,
    amount,
    memo: 'pour le pain',
  });
  expect(created.status).toBe(201);
  return created.body;
}
const codeOf = (reply: { body: unknown }) => Problem.parse(reply.body).code;

describe('a payment', () => {
  test('goes from order to settled, and the money with it', async () => {
    const before = BigInt(Wallet.parse((await alice.wallet()).body).balance.amount);
    const payment = Payment.parse(await order('1050'));
    expect(payment).toMatchObject({
      state: 'awaiting_confirmation',
      direction: 'out',
      terms: {
        amount_minor: '1050',
        fee_minor: '0',
        payee_label: 'Bob Martin (@bob)',
        purpose: 'pour le pain',
      },
    });
    expect((await alice.wallet()).body.balance.amount).toBe(before.toString());

    const confirmed = await alice.confirm(payment, PIN);
    expect(confirmed.status).toBe(200);
    expect(Payment.parse(confirmed.body)).toMatchObject({ state: 'settled', terms: null });
    expect((await alice.wallet()).body.balance.amount).toBe((before - 1050n).toString());

    const seen = await bob.getPayment(payment.id);
    expect(Payment.parse(seen.body)).toMatchObject({ state: 'settled', direction: 'in', terms: null });
  });

  test('is not shown to its payee before it is confirmed', async () => {
    const payment = await order();
    expect((await bob.getPayment(payment.id)).status).toBe(404);
    const page = HistoryPage.parse((await bob.send('GET', '/v1/payments')).body);
    expect(page.items.map((item) => item.id)).not.toContain(payment.id);
  });

  test('can be cancelled until it is confirmed, once and again', async () => {
    const payment = await order();
    expect((await alice.cancel(payment.id)).body.state).toBe('cancelled');
    expect((await alice.cancel(payment.id)).body.state).toBe('cancelled');
    expect(codeOf(await alice.confirm(payment, PIN))).toBe('payment_not_awaiting');
    expect((await bob.cancel(payment.id)).status).toBe(404);
  });

  test('that is settled cannot be cancelled', async () => {
    const payment = await order();
    await alice.confirm(payment, PIN);
    expect(codeOf(await alice.cancel(payment.id))).toBe('payment_not_awaiting');
  });

  test.each([
    ['to oneself', { payeeXUserId: people.alice.xUserId, amount: '100' }, 'payee_is_payer', 422],
    ['to an account that nobody has looked up', { payeeXUserId: '77', amount: '100' }, 'payee_unknown', 404],
    ['of nothing', { payeeXUserId: people.bob.xUserId, amount: '0' }, 'invalid_request', 400],
  ])('%s is refused', async (_title, body, code, status) => {
    const reply = await alice.createPayment(body);
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(codeOf(reply)).toBe(code);
  });

  test('above the balance is refused at once', async () => {
    const reply = await bob.createPayment({ payeeXUserId: people.alice.xUserId, amount: '25000' });
    expect([reply.status, codeOf(reply)]).toEqual([402, 'insufficient_funds']);
  });

  test('is listed newest first, page by page, each once', async () => {
    for (let i = 0; i < 5; i++) await order('1');
    const all = HistoryPage.parse((await alice.send('GET', '/v1/payments')).body).items.map(
      (item) => item.id,
    );
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor ? `?limit=2&cursor=${cursor}` : '?limit=2';
      const page: HistoryPage = HistoryPage.parse((await alice.send('GET', `/v1/payments${query}`)).body);
      expect(page.has_more).toBe(page.next_cursor !== null);
      paged.push(...page.items.map((item) => item.id));
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(all);
    expect((await alice.send('GET', '/v1/payments?cursor=nonsense')).status).toBe(400);
    expect((await alice.send('GET', '/v1/payments?limit=101')).status).toBe(400);
  });
});

describe('an Idempotency-Key', () => {
  test('is required, and must be a UUID', async () => {
    const body = { amount: { amount: '100', currency: 'EUR' }, payment_method: 'pm_card_visa' };
    expect(codeOf(await alice.send('POST', '/v1/topups', { body }))).toBe('idempotency_key_missing');
    expect(codeOf(await alice.send('POST', '/v1/topups', { body, key: 'abc' }))).toBe('invalid_request');
  });

  test('repeats the answer of the first', async () => {
    const key = randomUUID();
    const first = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '7', key });
    const second = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '7', key });
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  test('of one person says nothing about another person', async () => {
    const key = randomUUID();
    const first = await alice.topUp('100', 'pm_card_visa', key);
    const second = await bob.topUp('100', 'pm_card_visa', key);
    expect(TopUp.parse(second.body).id).not.toBe(TopUp.parse(first.body).id);
  });

  test('of a refused order may be used for a better one', async () => {
    const key = randomUUID();
    expect(
      (await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '99999', key })).status,
    ).toBe(422);
    expect((await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100', key })).status).toBe(
      201,
    );
  });
});
