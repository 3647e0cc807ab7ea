import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { cents } from '../../lib/money.ts';
import { Problem, TopUp } from '../../lib/protocol/index.ts';
import { createTestApi, type TestApi } from '../testing/api.ts';
import type { ApiClient } from '../testing/client.ts';
import { sweepTopUps } from './topups.ts';

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

test('a card that the acquirer does not know has failed for good: no charge, no asking again', async () => {
  const before = await balance();
  const key = randomUUID();
  const reply = await alice.topUp('2000', 'pm_unknown', key);
  expect([reply.status, Problem.parse(reply.body).code]).toEqual([402, 'card_declined']);
  expect((await alice.topUp('2000', 'pm_unknown', key)).headers['idempotency-replayed']).toBe('true');
  const { rows } = await api.pool.query("select state from topups where payment_method = 'pm_unknown'");
  expect(rows).toEqual([{ state: 'failed' }]);
  expect(await balance()).toBe(before);
  expect(api.log.some((line) => line.includes('a top-up was refused'))).toBe(true);
});

test('nobody fills more into a wallet than its limit says: the wallet could not be shown any more', async () => {
  for (const amount of ['500001', '999999999999999999']) {
    const reply = await alice.topUp(amount);
    expect(Problem.parse(reply.body)).toMatchObject({ code: 'limit_exceeded', limit: '500000' });
  }
  expect((await alice.topUp('500000')).status).toBe(201);
  expect((await alice.wallet()).status).toBe(200);
});

test('a top-up that has failed here and is paid there is a fault, and loud', async () => {
  const slow = TopUp.parse((await alice.topUp('700', 'pm_card_slow')).body);
  const original = api.cards.find;
  api.cards.find = async (id) => {
    // While the acquirer is asked, another process writes down that it has failed.
    await api.pool.query("update topups set state = 'failed' where id = $1", [slow.id.slice(4)]);
    const charge = await original(id);
    return charge && { ...charge, state: 'paid' };
  };
  try {
    expect((await alice.send('GET', `/v1/topups/${slow.id}`)).status).toBe(500);
  } finally {
    api.cards.find = original;
  }
});

describe('the sweep', () => {
  const log = { warn: () => undefined, error: vi.fn() };
  const sweep = (most = 10) =>
    sweepTopUps({ ...api.services, cards: api.cards, log }, { patienceSeconds: 30, most });
  /** A top-up whose answer was lost, as if ordered so long ago. */
  async function lost(amount: string, age = '1 minute', paymentMethod = 'pm_card_visa') {
    api.cards.losing = 'after';
    const { id } = TopUp.parse((await alice.topUp(amount, paymentMethod)).body);
    api.cards.losing = 'nothing';
    await makeOld(id, age);
    return id;
  }
  const makeOld = (id: string, age: string) =>
    api.pool.query(
      'update topups set created_at = created_at - $2::interval, looked_at = null where id = $1',
      [id.slice(4), age],
    );
  const stateOf = async (id: string) =>
    (await api.pool.query<{ state: string }>('select state from topups where id = $1', [id.slice(4)])).rows[0]
      ?.state;
  beforeEach(() => api.pool.query("update topups set state = 'failed' where state = 'processing'"));

  test('ends what nobody came back for, once, by several processes at once', async () => {
    const before = await balance();
    const charges = api.cards.charges.size;
    const ids = [await lost('100'), await lost('100'), await lost('100')];
    const asked = vi.spyOn(api.cards, 'charge');
    const counts = await Promise.all([sweep(), sweep(), sweep()]);
    expect(asked).toHaveBeenCalledTimes(3);
    asked.mockRestore();
    expect(counts.reduce((sum, count) => sum + count)).toBe(3);
    expect(await Promise.all(ids.map(stateOf))).toEqual(['paid', 'paid', 'paid']);
    expect(await balance()).toBe(before + 300n);
    expect(api.cards.charges.size).toBe(charges + 3);
    expect(await sweep()).toBe(0);
  });

  test('leaves young ones alone, takes so many at a time, and asks less and less often', async () => {
    await lost('100', '1 second');
    expect(await sweep()).toBe(0);
    const slow = TopUp.parse((await alice.topUp('400', 'pm_card_slow')).body).id;
    await makeOld(slow, '1 hour');
    await lost('100');
    await lost('100');
    expect(await sweep(2)).toBe(1);
    expect(await sweep(2)).toBe(1);
    // Asked a moment ago: at an hour's age it is asked again in six minutes.
    api.cards.finishSlow();
    expect(await sweep()).toBe(0);
    await api.pool.query(
      "update topups set looked_at = looked_at - interval '7 minutes' where state = 'processing'",
    );
    await sweep();
    expect(await stateOf(slow)).toBe('paid');
  });

  test('is not held up by one that cannot be ended, and says which needs a person', async () => {
    const wrong = await lost('100');
    const charge = api.cards.charges.get(wrong);
    if (!charge) throw new Error('no charge');
    api.cards.charges.set(wrong, { ...charge, amount: cents(999n) });
    const forgottenKey = await lost('100', '24 hours');
    const good = await lost('100');
    expect(await sweep()).toBe(1);
    expect(await Promise.all([wrong, forgottenKey, good].map(stateOf))).toEqual([
      'processing',
      'processing',
      'paid',
    ]);
    expect(log.error).toHaveBeenCalledWith(expect.objectContaining({ topUpId: wrong }), expect.any(String));
    expect(log.error).toHaveBeenCalledWith({ topUpId: forgottenKey }, expect.stringContaining('never said'));
  });
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
