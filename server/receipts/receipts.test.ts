import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Payment, Problem, Receipt } from '../../lib/protocol/index.ts';
import { registerOrganisation } from '../people/people.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus, type Reply } from '../testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '50000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;

async function order(payeeXUserId: string, amount: string, memo: string | null = null): Promise<Payment> {
  const created = await alice.createPayment({ payeeXUserId, amount, memo });
  expectStatus(created, 201);
  return created.body;
}

async function pay(payeeXUserId: string, amount: string, memo: string | null = null): Promise<Payment> {
  const confirmed = await alice.confirm(await order(payeeXUserId, amount, memo), PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}

function receipt(client: ApiClient, id: string, language?: string) {
  const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language };
  return client.send<Receipt>('GET', `/v1/payments/${id}/receipt`, { headers });
}

const refund = (payment: Payment, amount: string) =>
  bob.send('POST', `/v1/payments/${payment.id}/refunds`, {
    key: randomUUID(),
    body: { amount: { amount, currency: 'EUR' } },
  });

test('a receipt says who paid whom, what was given back, and all of it in words', async () => {
  const payment = await pay(people.bob.xUserId, '1050', 'pour le pain');
  expectStatus(await refund(payment, '50'), 201);
  expectStatus(await refund(payment, '300'), 201);
  const made = Receipt.parse((await receipt(alice, payment.id)).body);
  expect(made).toMatchObject({
    payment_id: payment.id,
    state: 'settled',
    direction: 'out',
    payer: { handle: 'alice' },
    payee: { handle: 'bob' },
    ...{ amount: { amount: '1050' }, fee: { amount: '0' }, received: { amount: '1050' } },
    amount_refunded: { amount: '350' },
    refunds: [{ amount: { amount: '50' } }, { amount: { amount: '300' } }],
    ...{ memo: 'pour le pain', settled_at: payment.settled_at, returned_at: null, language: 'en' },
  });
  expect(made.text.split('\n').slice(0, 8)).toEqual([
    'Receipt of a payment with Moineau',
    '',
    `Number: ${payment.id}`,
    'From: Alice Durand (@alice)',
    'To: Bob Martin (@bob)',
    'Amount: €10.50',
    'Received: €10.50',
    'Message: pour le pain',
  ]);
  expect(made.text).toMatch(/Given back: €3\.00, \d+ \w+ 20\d\d at \d\d:\d\d/);
  expect(made.text).toContain('Given back in all: €3.50');
  expect((await receipt(bob, payment.id)).body).toMatchObject({
    direction: 'in',
    amount_refunded: made.amount_refunded,
  });
});

test('in French for whoever asks for it', async () => {
  const payment = await pay(people.bob.xUserId, '1250');
  const made = Receipt.parse((await receipt(alice, payment.id, 'fr-FR,fr;q=0.9,en;q=0.5')).body);
  expect(made.language).toBe('fr');
  expect(made.text).toContain('Reçu d’un paiement avec Moineau');
  expect(made.text).toContain('Montant\u00a0: 12,50\u00a0€');
});

test('with the fee of an organisation, and what it got', async () => {
  await api.member('chloe');
  await registerOrganisation(api.pool, people.chloe.xUserId);
  const payment = await pay(people.chloe.xUserId, '10000');
  expect(Receipt.parse((await receipt(alice, payment.id)).body)).toMatchObject({
    amount: { amount: '10000' },
    fee: { amount: '150' },
    received: { amount: '9850' },
  });
  expect((await receipt(alice, payment.id)).body.text).toContain('Fee, paid by the payee: €1.50');
});

test('of money that is held, and of money that came back', async () => {
  await alice.resolve('refuge_sample');
  const payment = await pay(people.refuge.xUserId, '700');
  const held = Receipt.parse((await receipt(alice, payment.id)).body);
  expect(held).toMatchObject({
    state: 'held',
    payee: { id: null },
    received: { amount: '0' },
    settled_at: null,
  });
  expect(held.text).toContain('Waiting for the payee until');
  expectStatus(await alice.cancel(payment.id), 200);
  const returned = Receipt.parse((await receipt(alice, payment.id)).body);
  expect(returned.state).toBe('returned');
  expect(Date.parse(returned.returned_at ?? '')).toBeGreaterThanOrEqual(Date.parse(returned.confirmed_at));
  expect(returned.text).toContain('Returned in full');
});

test('T52 there is no receipt for anybody else, and for nobody one of what was not confirmed', async () => {
  const payment = await order(people.bob.xUserId, '100');
  const early = await receipt(alice, payment.id);
  expect([early.status, codeOf(early)]).toEqual([409, 'payment_not_confirmed']);
  expect((await receipt(bob, payment.id)).status).toBe(404);
  await alice.confirm(payment, PIN);
  const chloe = await api.signIn('chloe');
  const foreign = await receipt(chloe, payment.id);
  expect([foreign.status, codeOf(foreign)]).toEqual([404, 'not_found']);
  expect(api.log.some((line) => line.includes(payment.id) && line.includes('not his'))).toBe(true);
});
