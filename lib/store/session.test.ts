import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoryPage, Payment, WalletEvent } from '../protocol/index.ts';
import { alice, bob, samplePage, samplePayment, sampleRequest } from '../protocol/samples.fixture.ts';
import { getSingleton, type Session, type Untold } from './database.ts';
import { monthTotals } from './history.ts';
import { listPayments, putPayment } from './payments.ts';
import {
  beginSession,
  endSession,
  markRefusedRead,
  markSeen,
  markTold,
  takeInEvent,
  takeInPage,
  takeUseCounter,
} from './session.ts';

const payment = (serial: number) => samplePayment(serial, { direction: 'in' });

const received = (seq: number, number = seq): WalletEvent => ({
  seq,
  at: '2026-11-23T12:01:00.000Z',
  type: 'payment.received',
  payment: payment(number),
});

const session: Session = {
  accessToken: 't',
  expiresAt: '2027-01-01T00:00:00.000Z',
  deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
  person: bob,
  pinSet: true,
};

beforeEach(async () => {
  await endSession();
  await beginSession(session, samplePage());
});

describe('takeInEvent', () => {
  it('counts a payment that came in once, and says which it was', async () => {
    await takeInEvent(received(1));
    const untold = [{ what: 'received', paymentId: payment(1).id }];
    expect(await getSingleton('sync')).toMatchObject({ lastSeq: 1, unseen: 1, untold, fill: null });
  });

  it('counts nothing twice, however often and in whatever order a stream repeats itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 }), async (repeats) => {
        await beginSession(session, samplePage());
        for (let seq = 1; seq <= 5; seq++) {
          await takeInEvent(received(seq));
          for (const again of repeats) if (again <= seq) await takeInEvent(received(again));
        }
        expect(await getSingleton('sync')).toMatchObject({ lastSeq: 5, unseen: 5 });
      }),
      { numRuns: 30 },
    );
  });

  it('moves on past what is no payment, and rings for none of it', async () => {
    await takeInEvent(received(1));
    const device = { id: session.deviceId, name: 'laptop' };
    const at = '2026-11-23T12:02:00.000Z';
    const revoked: WalletEvent = { seq: 2, at, type: 'device.revoked', device, reason: 'counter_reused' };
    await takeInEvent(revoked);
    expect(await getSingleton('sync')).toMatchObject({ lastSeq: 2, unseen: 1 });
  });

  it('moves on past a request for money, which no screen shows yet', async () => {
    const at = '2026-11-23T12:02:00.000Z';
    const asked: WalletEvent = { seq: 1, at, type: 'request.received', request: sampleRequest(1) };
    await takeInEvent(asked);
    expect(await getSingleton('sync')).toMatchObject({ lastSeq: 1, unseen: 0 });
    expect(await listPayments({ limit: 10 })).toEqual([]);
  });

  it('keeps which texts on X ordered nothing, until they are put right or read', async () => {
    const at = '2026-11-23T12:02:00.000Z';
    const told = (seq: number, id: string, state: 'new' | 'ordered' | 'refused') =>
      takeInEvent({ seq, at, type: 'command.updated', command: { id, state } });
    const refused = async () => (await getSingleton('sync'))?.refused;
    await told(1, 'cmd_1', 'refused');
    await told(2, 'cmd_2', 'refused');
    await told(3, 'cmd_1', 'refused');
    await told(3, 'cmd_3', 'refused');
    expect(await refused()).toEqual(['cmd_2', 'cmd_1']);
    await told(4, 'cmd_2', 'ordered');
    await takeInEvent(received(5));
    expect(await refused()).toEqual(['cmd_1']);
    await markSeen();
    expect(await refused()).toEqual(['cmd_1']);
    await markRefusedRead();
    expect(await refused()).toEqual([]);
  });

  it('does not ring for what was history when the session began', async () => {
    await beginSession(session, samplePage([payment(1)]));
    await takeInEvent(received(1));
    expect(await getSingleton('sync')).toMatchObject({ lastSeq: 1, unseen: 0 });
  });
});

it('thanks are told once, and count as no payment', async () => {
  const paid = samplePayment(1, { direction: 'out' });
  const at = '2026-11-23T12:02:00.000Z';
  await takeInEvent({ seq: 1, at, type: 'payment.updated', payment: paid });
  const thanked: WalletEvent = { seq: 2, at, type: 'payment.thanked', payment: { ...paid, thanked_at: at } };
  await takeInEvent(thanked);
  await takeInEvent({ ...thanked, seq: 3 });
  const untold = [{ what: 'thanked', paymentId: paid.id }];
  expect(await getSingleton('sync')).toMatchObject({ lastSeq: 3, unseen: 0, untold });
  await markTold(untold as Untold[]);
  expect((await getSingleton('sync'))?.untold).toEqual([]);
});

describe('takeInPage', () => {
  const rest = (items: Payment[], next: string | null): HistoryPage =>
    samplePage(items, { has_more: next !== null, next_cursor: next, as_of_seq: 7 });

  it('begins where the first page stood, and follows the events from there', async () => {
    await beginSession(session, null);
    expect(await takeInPage(null, rest([payment(5), payment(4)], 'b'))).toEqual({ cursor: 'b' });
    expect(await getSingleton('sync')).toMatchObject({ lastSeq: 7, unseen: 0, untold: [] });
    await takeInEvent(received(7));
    await takeInEvent(received(8, 8));
    expect(await getSingleton('sync')).toMatchObject({ lastSeq: 8, unseen: 1 });
  });

  it('loses no event that comes between two pages, and lets no older word cover a newer', async () => {
    await beginSession(session, rest([payment(5)], 'b'));
    const back = { ...payment(3), amount_refunded: { amount: '500', currency: 'EUR' as const } };
    await takeInEvent({ seq: 8, at: back.created_at, type: 'payment.updated', payment: back });
    expect(await takeInPage('b', rest([payment(4), payment(3)], null))).toBeNull();
    expect((await listPayments({ limit: 9 })).map(({ id }) => id)).toEqual(
      [5, 4, 3].map((n) => payment(n).id),
    );
    expect((await listPayments({ limit: 9 })).at(-1)?.amount_refunded.amount).toBe('500');
    expect((await getSingleton('sync'))?.unseen).toBe(0);
  });

  it('takes no page twice, and none that is not the next', async () => {
    await beginSession(session, rest([payment(5)], 'b'));
    expect(await takeInPage('z', rest([payment(1)], null))).toEqual({ cursor: 'b' });
    expect(await takeInPage('b', rest([payment(4)], null))).toBeNull();
    expect(await takeInPage('b', rest([payment(2)], 'c'))).toBeNull();
    expect(await listPayments({ limit: 9 })).toHaveLength(2);
    const [month] = await monthTotals();
    expect(month?.count).toBe(2);
  });
});

describe('what was done to the wallet elsewhere', () => {
  const changed = (seq: number, id: string | null): WalletEvent => ({
    ...{ seq, at: '2026-11-23T12:01:00.000Z', type: 'security.changed', what: 'device_added', from: null },
    device: id === null ? null : { id, name: 'Firefox, windows' },
  });
  const other = 'dev_0190a000-0000-7000-8000-000000000009';

  it('is kept, once, and what this device did is not', async () => {
    await takeInEvent(changed(1, session.deviceId));
    await takeInEvent(changed(2, other));
    await takeInEvent(changed(2, other));
    await takeInEvent(changed(3, null));
    expect(await getSingleton('alerts')).toMatchObject([
      { seq: 2, what: 'device_added', device: 'Firefox, windows', isTold: false },
      { seq: 3, device: null },
    ]);
  });

  it('stays when the same person signs in again, and goes when another does', async () => {
    await takeInEvent(changed(1, other));
    await beginSession(session, samplePage());
    expect(await getSingleton('alerts')).toHaveLength(1);
    await beginSession({ ...session, person: alice }, samplePage());
    expect(await getSingleton('alerts')).toBeUndefined();
  });
});

it('markSeen keeps the cursor', async () => {
  await takeInEvent(received(1));
  await markSeen();
  expect(await getSingleton('sync')).toMatchObject({ lastSeq: 1, unseen: 0 });
});

it('endSession leaves no token, no device key and no history', async () => {
  await takeInEvent(received(1));
  await takeUseCounter();
  await endSession();
  for (const key of ['session', 'device', 'useCounter', 'sync'] as const) {
    expect(await getSingleton(key)).toBeUndefined();
  }
  expect(await listPayments({ limit: 10 })).toEqual([]);
});

it('a session that the API has ended is told of, until the next one or until its person leaves', async () => {
  await beginSession(session, null);
  await endSession('shut_out');
  expect(await getSingleton('shutOut')).toBe(true);
  await beginSession(session, null);
  expect(await getSingleton('shutOut')).toBeUndefined();
  await endSession();
  // The answer to a question that was asked before.
  await endSession('shut_out');
  expect(await getSingleton('shutOut')).toBeUndefined();
});

it('listPayments pages from the newest, without overlap', async () => {
  for (let n = 1; n <= 5; n++) await putPayment(payment(n));
  const first = await listPayments({ limit: 2 });
  const second = await listPayments({ limit: 10, beforeId: first.at(-1)?.id ?? '' });
  expect([...first, ...second].map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map((n) => payment(n).id));
});

it('T21 the counter never gives a value twice, even to calls at once', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, takeUseCounter));
  expect(new Set(taken).size).toBe(20);
  expect([...taken].sort((a, b) => a - b)).toEqual(taken);
});
