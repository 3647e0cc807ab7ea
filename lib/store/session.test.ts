import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { WalletEvent } from '../protocol/index.ts';
import { bob, samplePayment, sampleRequest } from '../protocol/samples.fixture.ts';
import { getSingleton, openStore, type Session } from './database.ts';
import { listPayments } from './payments.ts';
import { beginSession, endSession, markSeen, takeInEvent, takeUseCounter } from './session.ts';

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
  await beginSession(session, []);
});

describe('takeInEvent', () => {
  it('counts a payment that came in once, and says which it was', async () => {
    expect(await takeInEvent(received(1))).toMatchObject({ id: payment(1).id });
    expect(await getSingleton('sync')).toEqual({ lastSeq: 1, unseen: 1 });
  });

  it('counts nothing twice, however often and in whatever order a stream repeats itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 }), async (repeats) => {
        await beginSession(session, []);
        for (let seq = 1; seq <= 5; seq++) {
          await takeInEvent(received(seq));
          for (const again of repeats) if (again <= seq) await takeInEvent(received(again));
        }
        expect(await getSingleton('sync')).toEqual({ lastSeq: 5, unseen: 5 });
      }),
      { numRuns: 30 },
    );
  });

  it('moves on past what is no payment, and rings for none of it', async () => {
    await takeInEvent(received(1));
    const device = { id: session.deviceId, name: 'laptop' };
    const at = '2026-11-23T12:02:00.000Z';
    const revoked: WalletEvent = { seq: 2, at, type: 'device.revoked', device, reason: 'counter_reused' };
    expect(await takeInEvent(revoked)).toBeNull();
    expect(await getSingleton('sync')).toEqual({ lastSeq: 2, unseen: 1 });
  });

  it('moves on past a request for money, which no screen shows yet', async () => {
    const at = '2026-11-23T12:02:00.000Z';
    const asked: WalletEvent = { seq: 1, at, type: 'request.received', request: sampleRequest(1) };
    expect(await takeInEvent(asked)).toBeNull();
    expect(await getSingleton('sync')).toEqual({ lastSeq: 1, unseen: 0 });
    expect(await listPayments({ limit: 10 })).toEqual([]);
  });

  it('does not ring for what was history when the session began', async () => {
    await beginSession(session, [payment(1)]);
    expect(await takeInEvent(received(1))).toBeNull();
    expect(await getSingleton('sync')).toEqual({ lastSeq: 1, unseen: 0 });
  });
});

it('markSeen keeps the cursor', async () => {
  await takeInEvent(received(1));
  await markSeen();
  expect(await getSingleton('sync')).toEqual({ lastSeq: 1, unseen: 0 });
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

it('listPayments pages from the newest, without overlap', async () => {
  const store = await openStore();
  for (let n = 1; n <= 5; n++) await store.put('payments', payment(n));
  const first = await listPayments({ limit: 2 });
  const second = await listPayments({ limit: 10, beforeId: first.at(-1)?.id ?? '' });
  expect([...first, ...second].map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map((n) => payment(n).id));
});

it('T21 the counter never gives a value twice, even to calls at once', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, takeUseCounter));
  expect(new Set(taken).size).toBe(20);
  expect([...taken].sort((a, b) => a - b)).toEqual(taken);
});
