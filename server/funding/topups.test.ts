import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Problem, TopUp } from '../../lib/protocol/index.ts';
import { createTestApi, type TestApi } from '../testing/api.ts';
import type { ApiClient } from '../testing/client.ts';

let api: TestApi;
let alice: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.signIn('alice');
});
afterEach(() => {
  api.cards.losing = 'nothing';
});
afterAll(() => api.close());

const balance = async () => BigInt((await alice.wallet()).body.balance.amount);
const look = async (id: string) => TopUp.parse((await alice.send('GET', `/v1/topups/${id}`)).body).state;

test('a paid card fills the wallet, once', async () => {
  const before = await balance();
  const key = randomUUID();
  const first = await alice.topUp('2000', 'pm_card_visa', key);
  expect([first.status, TopUp.parse(first.body).state]).toEqual([201, 'paid']);
  const second = await alice.topUp('2000', 'pm_card_visa', key);
  expect(second.body).toEqual(first.body);
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect(await balance()).toBe(before + 2000n);
});

test('a declined card fills nothing', async () => {
  const before = await balance();
  const reply = await alice.topUp('2000', 'pm_card_declined');
  expect([reply.status, Problem.parse(reply.body).code]).toEqual([402, 'card_declined']);
  expect(await balance()).toBe(before);
});

test.each(['before', 'after'] as const)(
  'an answer lost %s the charge decides nothing: asked again, the card is charged once',
  async (losing) => {
    const before = await balance();
    const charges = api.cards.charges.size;
    const key = randomUUID();
    api.cards.losing = losing;
    const lost = await alice.topUp('300', 'pm_card_visa', key);
    expect([lost.status, TopUp.parse(lost.body).state]).toEqual([201, 'processing']);
    expect(await look(TopUp.parse(lost.body).id)).toBe('processing');
    expect(await balance()).toBe(before);
    api.cards.losing = 'nothing';
    const again = await alice.topUp('300', 'pm_card_visa', key);
    expect(TopUp.parse(again.body)).toMatchObject({ state: 'paid', id: TopUp.parse(lost.body).id });
    expect(api.cards.charges.size).toBe(charges + 1);
    expect(await balance()).toBe(before + 300n);
  },
);

test('a charge under way is looked up, and credited once however often', async () => {
  const before = await balance();
  const slow = TopUp.parse((await alice.topUp('400', 'pm_card_slow')).body);
  expect(slow.state).toBe('processing');
  expect(await look(slow.id)).toBe('processing');
  api.cards.finishSlow();
  expect(await Promise.all([look(slow.id), look(slow.id), look(slow.id)])).toEqual(['paid', 'paid', 'paid']);
  expect(await balance()).toBe(before + 400n);
});

test('the same order at once charges and credits once', async () => {
  const before = await balance();
  const charges = api.cards.charges.size;
  const key = randomUUID();
  const replies = await Promise.all(Array.from({ length: 4 }, () => alice.topUp('50', 'pm_card_visa', key)));
  expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201, 201]);
  expect(new Set(replies.map((reply) => TopUp.parse(reply.body).id)).size).toBe(1);
  expect(api.cards.charges.size).toBe(charges + 1);
  expect(await balance()).toBe(before + 50n);
});

test('T40 two orders with two keys are two top-ups, both credited', async () => {
  const before = await balance();
  api.cards.losing = 'after';
  const lost = TopUp.parse((await alice.topUp('100')).body);
  api.cards.losing = 'nothing';
  expect(TopUp.parse((await alice.topUp('100')).body).state).toBe('paid');
  expect(await look(lost.id)).toBe('paid');
  expect(await balance()).toBe(before + 200n);
});

test("another person's top-up is not there", async () => {
  const bob = await api.signIn('bob');
  const own = TopUp.parse((await alice.topUp('100')).body);
  expect((await bob.send('GET', `/v1/topups/${own.id}`)).status).toBe(404);
});
