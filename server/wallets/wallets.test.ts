import { afterAll, beforeAll, expect, test } from 'vitest';
import { Limits, type Payment, Problem, Wallet } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus } from '../testing/client.ts';

const WRONG = '270169';

let api: TestApi;
let bob: ApiClient;
beforeAll(async () => {
  api = await createTestApi();
  bob = await api.member('bob', '20000');
});
afterAll(() => api.close());

const codeOf = (reply: { body: unknown }) => Problem.parse(reply.body).code;
const cents = (amount: string) => ({ amount, currency: 'EUR' as const });

async function order(from: ApiClient, amount = '100', to: string = people.bob.xUserId): Promise<Payment> {
  const created = await from.createPayment({ payeeXUserId: to, amount });
  expectStatus(created, 201);
  return created.body;
}

test("everyone's limits are told, with what is left of them", async () => {
  const chloe = await api.member('chloe', '10000');
  const before = Limits.parse((await chloe.limits()).body);
  expect(before).toEqual({
    everyone: {
      to_person: cents('25000'),
      to_organisation: cents('50000'),
      in_24_hours: cents('100000'),
      in_30_days: cents('300000'),
    },
    own: { in_24_hours: null, in_30_days: null },
    raised: null,
    left: { in_24_hours: cents('100000'), in_30_days: cents('300000') },
  });
  expectStatus(await chloe.confirm(await order(chloe, '1050'), PIN), 200);
  expect((await chloe.limits()).body.left).toEqual({
    in_24_hours: cents('98950'),
    in_30_days: cents('298950'),
  });
});

test('a lower limit of one’s own counts at once, a higher one after a day, and never above everyone’s', async () => {
  const alice = await api.member('alice', '40000');
  const lowered = await alice.changeLimits('1000', null);
  expect(lowered.status).toBe(200);
  expect(Limits.parse(lowered.body)).toMatchObject({
    own: { in_24_hours: cents('1000'), in_30_days: null },
    raised: null,
    left: { in_24_hours: cents('1000'), in_30_days: cents('300000') },
  });
  const above = await alice.confirm(await order(alice, '1001'), PIN);
  expect(Problem.parse(above.body)).toMatchObject({ code: 'limit_exceeded', limit: '1000' });

  const raised = Limits.parse((await alice.changeLimits('2000', null)).body);
  expect(raised.own.in_24_hours).toEqual(cents('1000'));
  expect(raised.raised?.in_24_hours).toEqual(cents('2000'));
  const hours = (Date.parse(raised.raised?.from ?? '') - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(23.9);
  expect(hours).toBeLessThan(24.1);
  const tooEarly = await alice.confirm(await order(alice, '1001'), PIN);
  expect(Problem.parse(tooEarly.body)).toMatchObject({ code: 'limit_exceeded', limit: '1000' });

  await api.pool.query('update wallets set next_from = moineau_now()');
  expect((await alice.confirm(await order(alice, '1001'), PIN)).status).toBe(200);
  expect((await alice.limits()).body).toMatchObject({
    own: { in_24_hours: cents('2000') },
    raised: null,
    left: { in_24_hours: cents('999') },
  });

  const tooHigh = await alice.changeLimits('100001', null);
  expect([tooHigh.status, Problem.parse(tooHigh.body).limit]).toEqual([422, '100000']);
  expect(codeOf(await alice.changeLimits(null, '300001'))).toBe('limit_exceeded');
});

test('the same limits sent twice change nothing and cost no number of the counter: an answer may be lost', async () => {
  const alice = await api.member('alice');
  const counter = alice.nextCounter();
  const first = await alice.changeLimits('5000', '9000', counter);
  const again = await alice.changeLimits('5000', '9000', counter);
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.body.raised).toEqual(first.body.raised);
  // Another change with a number that was used means that the key is in two places (T21).
  const other = await alice.changeLimits('1', '1', counter);
  expect([other.status, codeOf(other)]).toEqual([401, 'authentication_failed']);
  expect((await alice.wallet()).status).toBe(401);
});

test('limits are changed with the signature of the device over these very limits', async () => {
  const alice = await api.member('alice');
  const { signature, use_counter } = await alice.signAct({
    action: 'limits.change',
    in_24_hours_minor: '700',
    in_30_days_minor: null,
  });
  const body = { in_24_hours: cents('800'), in_30_days: null, signature, use_counter };
  const reply = await alice.send('PUT', '/v1/limits', { body });
  expect([reply.status, codeOf(reply)]).toEqual([401, 'authentication_failed']);
});

/** As a payment that is being carried out: it has read what may be spent, and has not written yet. */
async function whilePaying(work: (isWaitedFor: () => Promise<void>) => Promise<void>): Promise<void> {
  const payment = await api.pool.connect();
  try {
    await payment.query('begin');
    await payment.query(
      `select from ledger.accounts a join people p on p.id = a.owner_id where p.x_user_id = $1 for no key update of a`,
      [people.alice.xUserId],
    );
    await work(async () => {
      for (;;) {
        const { rowCount } = await api.pool.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        if (rowCount) return;
        await new Promise(setImmediate);
      }
    });
  } finally {
    await payment.query('rollback');
    payment.release();
  }
}

test.each([
  ['T15 a lower limit', (alice: ApiClient) => alice.changeLimits('1', '1')],
  ['freezing', (alice: ApiClient) => alice.freeze()],
])('%s is not answered before every payment that was judged without it is through', async (_title, act) => {
  const alice = await api.member('alice');
  let answered: Promise<{ status: number }> | undefined;
  await whilePaying(async (isWaitedFor) => {
    answered = act(alice);
    const first = await Promise.race([answered.then(() => 'answered'), isWaitedFor().then(() => 'waits')]);
    expect(first).toBe('waits');
  });
  expect((await answered)?.status).toBe(200);
  expectStatus(await alice.unfreeze(PIN), 200);
});

test('T15 of what is sent after the answer nothing is accepted on the old limit', async () => {
  const racing = await createTestApi();
  try {
    const alice = await racing.member('alice', '100000');
    await racing.member('bob');
    const payments: Payment[] = [];
    for (let i = 0; i < 12; i++) payments.push(await order(alice, '100'));
    const devices = await Promise.all([0, 1, 2].map(() => racing.signIn('alice')));
    let lowered = false;
    const late: number[] = [];
    let settled = 0;
    const confirmAll = async (device: ApiClient, own: readonly Payment[]) => {
      for (const payment of own) {
        const sentLate = lowered;
        const reply = await device.confirm(payment, PIN);
        if (reply.status === 200) settled++;
        if (sentLate) late.push(reply.status);
      }
    };
    const lower = async () => {
      while (settled < 2) await new Promise(setImmediate);
      expectStatus(await alice.changeLimits('0', '0'), 200);
      lowered = true;
    };
    await Promise.all([
      lower(),
      ...devices.map((device, i) =>
        confirmAll(
          device,
          payments.filter((_, n) => n % 3 === i),
        ),
      ),
    ]);
    expect(late.length).toBeGreaterThan(0);
    expect(late.every((status) => status === 422)).toBe(true);
  } finally {
    await racing.close();
  }
});

test('a frozen wallet lets nothing leave, takes what comes, and opens with code and signature', async () => {
  const alice = await api.member('alice', '5000');
  expectStatus(await alice.changeLimits('100000', '300000'), 200);
  await api.pool.query('update wallets set next_from = moineau_now() where next_from is not null');
  const payment = await order(alice);
  const frozen = await alice.freeze();
  expect(Wallet.parse(frozen.body).frozen_since).not.toBeNull();
  expect((await alice.freeze()).body.frozen_since).toBe(frozen.body.frozen_since);

  const stopped = await alice.confirm(payment, PIN);
  expect([stopped.status, codeOf(stopped)]).toEqual([423, 'wallet_frozen']);
  expect((await alice.getPayment(payment.id)).body.state).toBe('awaiting_confirmation');
  const toAlice = await order(bob, '300', people.alice.xUserId);
  expect((await bob.confirm(toAlice, PIN)).status).toBe(200);
  const refund = await alice.send('POST', `/v1/payments/${toAlice.id}/refunds`, {
    key: crypto.randomUUID(),
    body: { amount: cents('300') },
  });
  expect(codeOf(refund)).toBe('wallet_frozen');

  expect(Problem.parse((await alice.unfreeze(WRONG)).body)).toMatchObject({
    code: 'authentication_failed',
    attempts_left: 4,
  });
  expect((await alice.wallet()).body.frozen_since).toBe(frozen.body.frozen_since);
  const opened = await alice.unfreeze(PIN);
  expect([opened.status, Wallet.parse(opened.body).frozen_since]).toEqual([200, null]);
  expect((await alice.unfreeze(PIN)).status).toBe(200);
  expect((await alice.confirm(payment, PIN)).status).toBe(200);
});

test('a session alone does not open a frozen wallet: the signature must be for that', async () => {
  const alice = await api.member('alice');
  await alice.freeze();
  const forAnother = await alice.signAct({ action: 'session.unlock' });
  const reply = await alice.send('POST', '/v1/wallet/unfreeze', { body: { pin: PIN, ...forAnother } });
  expect([reply.status, codeOf(reply)]).toEqual([401, 'authentication_failed']);
  expect((await alice.wallet()).body.frozen_since).not.toBeNull();
});
