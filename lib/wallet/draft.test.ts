import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { noNotes } from '../notes.ts';
import type { Payee, Payment, ProblemCode } from '../protocol/index.ts';
import { problems } from '../protocol/index.ts';
import { alice, awaitingPayment, bob, samplePage, samplePayment } from '../protocol/samples.fixture.ts';
import { beginSession } from '../store/session.ts';
import type { Outcome } from './api.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./api.ts', () => ({ call, API_ORIGIN: 'https://api.test' }));

const { changeDraft, checkDraft, confirmDraft, discardDraft, orderDraft } = await import('./draft.ts');
const { resolvePayee, startFromPage } = await import('./draft-payees.ts');
const { loadDraft } = await import('./draft-store.ts');

const payee: Payee = { x_user_id: bob.x_user_id, handle: 'bob', name: 'Bob Martin', holder: bob };

/** Alice's payment to bob in this state, with its terms while they can be signed. */
function payment(state: Payment['state']): Payment {
  return state === 'awaiting_confirmation' ? awaitingPayment() : { ...samplePayment(9), state };
}

const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });
const unknown: Outcome<never> = { kind: 'unknown' };
function refused(code: ProblemCode, more: object = {}): Outcome<never> {
  const { status, title, retryable } = problems[code];
  return {
    kind: 'refused',
    problem: { type: code, title, status, code, retryable, request_id: 'r', ...more },
  };
}

/** What the API answers, by endpoint. */
let answers: Record<string, () => Outcome<unknown>>;
const callsOf = (endpoint: string) =>
  call.mock.calls.filter(([{ name }]) => name === endpoint).map(([, , request]) => request);

const tweet = {
  place: 'tweet',
  handle: 'bob',
  tweetId: '20',
  name: 'Bob',
  excerpt: 'Bread',
  notes: noNotes,
} as const;

async function toCode() {
  await startFromPage(tweet);
  await resolvePayee();
  await changeDraft({ amountMinor: '500', memo: null, division: 'each' });
  return orderDraft();
}

beforeEach(async () => {
  fakeBrowser.reset();
  await beginSession(
    {
      accessToken: 'token',
      expiresAt: '2027-01-01T00:00:00.000Z',
      deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
      person: alice,
      pinSet: true,
    },
    samplePage(),
  );
  answers = {
    resolvePayee: () => done(payee),
    createPayment: () => done(payment('awaiting_confirmation')),
    confirmPayment: () => done(payment('settled')),
    getPayment: () => done(payment('settled')),
    cancelPayment: () => done(payment('cancelled')),
  };
  call.mockReset();
  call.mockImplementation(async ({ name }: { name: string }) => answers[name]?.() ?? unknown);
});

it('goes from a wish to a receipt', async () => {
  expect(await toCode()).toMatchObject({ step: 'code', payment: { state: 'awaiting_confirmation' } });
  expect(await confirmDraft({ pin: '271828' })).toMatchObject({
    step: 'receipt',
    payment: { state: 'settled' },
  });
});

it('never keeps the code, at any step', async () => {
  await toCode();
  answers.confirmPayment = () => unknown;
  await confirmDraft({ pin: '271828' });
  expect(JSON.stringify(await fakeBrowser.storage.session.get())).not.toContain('271828');
  expect(JSON.stringify(await fakeBrowser.storage.local.get())).not.toContain('271828');
});

describe('the order', () => {
  it('asks again with the same key when its answer was lost', async () => {
    answers.createPayment = () => unknown;
    expect(await toCode()).toMatchObject({ step: 'pay', error: { code: 'offline' } });
    await orderDraft();
    const [first, second] = callsOf('createPayment');
    expect(first.idempotencyKey).toBe(second.idempotencyKey);
  });

  it('gets another key when amount or memo change', async () => {
    answers.createPayment = () => unknown;
    await toCode();
    await changeDraft({ amountMinor: '1000', memo: null, division: 'each' });
    await orderDraft();
    const [first, second] = callsOf('createPayment');
    expect(first.idempotencyKey).not.toBe(second.idempotencyKey);
  });

  it('is sent for an account without a wallet: the money will be held', async () => {
    answers.resolvePayee = () => done({ ...payee, holder: null });
    expect(await toCode()).toMatchObject({ step: 'code', error: null });
    expect(callsOf('createPayment')).toHaveLength(1);
  });

  it('T10 stops when the page and X name different numeric ids for one handle', async () => {
    await startFromPage({ place: 'profile', handle: 'bob', xUserId: '999', name: 'Bob', notes: noNotes });
    expect(await resolvePayee()).toMatchObject({ payee: null, error: { code: 'payee_mismatch' } });
    await changeDraft({ amountMinor: '500', memo: null, division: 'each' });
    await orderDraft();
    expect(callsOf('createPayment')).toEqual([]);
  });
});

describe('the confirmation', () => {
  it('T17 a double click confirms once', async () => {
    await toCode();
    const both = await Promise.all([confirmDraft({ pin: '271828' }), confirmDraft({ pin: '271828' })]);
    expect(both.map(({ step }) => step)).toEqual(['receipt', 'receipt']);
    expect(callsOf('confirmPayment')).toHaveLength(1);
  });

  it('T37 is kept as sent before it is sent: a worker that dies leaves a draft that asks how it ended', async () => {
    await toCode();
    let keptWhileSending: unknown;
    call.mockImplementation(async ({ name }: { name: string }) => {
      if (name === 'confirmPayment') keptWhileSending = (await loadDraft())?.step;
      return answers[name]?.() ?? unknown;
    });
    await confirmDraft({ pin: '271828' });
    expect(keptWhileSending).toBe('sent');
  });

  it('T37 with a lost answer is asked for, and found settled', async () => {
    await toCode();
    answers.confirmPayment = () => unknown;
    expect(await confirmDraft({ pin: '271828' })).toMatchObject({
      step: 'sent',
      error: { code: 'outcome_unknown' },
    });
    expect(await checkDraft()).toMatchObject({ step: 'receipt', payment: { state: 'settled' } });
    expect(callsOf('confirmPayment')).toHaveLength(1);
  });

  it('T37 that never arrived goes back to the code, with the same payment', async () => {
    await toCode();
    answers.confirmPayment = () => unknown;
    answers.getPayment = () => done(payment('awaiting_confirmation'));
    await confirmDraft({ pin: '271828' });
    expect(await checkDraft()).toMatchObject({ step: 'code', error: { code: 'offline' } });
  });

  it('with a wrong code says how many tries are left and stays there', async () => {
    await toCode();
    answers.confirmPayment = () => refused('authentication_failed', { attempts_left: 2 });
    expect(await confirmDraft({ pin: '000001' })).toMatchObject({
      step: 'code',
      error: { code: 'authentication_failed', attemptsLeft: 2 },
    });
  });

  it.each([
    ['pin_locked', { attempts_left: 0, retry_after: 900 }],
    ['pin_blocked', { attempts_left: 0 }],
  ])('T22 with the last wrong code stays there, and tells of the lock at once: %s', async (code, left) => {
    await toCode();
    answers.confirmPayment = () => refused('authentication_failed', left);
    expect(await confirmDraft({ pin: '000001' })).toMatchObject({ step: 'code', error: { code } });
  });

  it('T27 in a session that was idle for too long unlocks with the same code and confirms: one act of the person', async () => {
    await toCode();
    let locked = true;
    answers.confirmPayment = () => (locked ? refused('session_locked') : done(payment('settled')));
    answers.unlockSession = () => {
      locked = false;
      return done(undefined);
    };
    expect(await confirmDraft({ pin: '271828' })).toMatchObject({
      step: 'receipt',
      payment: { state: 'settled' },
    });
    const [first, second] = callsOf('confirmPayment');
    expect(second.idempotencyKey).toBe(first.idempotencyKey);
    const [unlock] = callsOf('unlockSession');
    expect(unlock.body.pin).toBe('271828');
    const counters = [first, unlock, second].map(({ body }) => body.use_counter);
    expect(counters).toEqual(counters.toSorted((a, b) => a - b));
    expect(new Set(counters).size).toBe(3);
  });

  it('T27 with a wrong code, or without an answer, the session stays locked and the payment waits', async () => {
    await toCode();
    answers.confirmPayment = () => refused('session_locked');
    answers.unlockSession = () => refused('authentication_failed', { attempts_left: 3 });
    expect(await confirmDraft({ pin: '000001' })).toMatchObject({
      step: 'code',
      payment: { state: 'awaiting_confirmation' },
      error: { code: 'authentication_failed', attemptsLeft: 3 },
    });
    answers.unlockSession = () => unknown;
    expect(await confirmDraft({ pin: '271828' })).toMatchObject({ step: 'code', error: { code: 'offline' } });
    expect(callsOf('confirmPayment')).toHaveLength(2);
  });

  it.each(['payment_expired', 'insufficient_funds', 'limit_exceeded'] as const)(
    'refused as %s goes back to the amount with new keys',
    async (code) => {
      const before = await toCode();
      answers.confirmPayment = () => refused(code);
      const after = await confirmDraft({ pin: '271828' });
      expect(after).toMatchObject({ step: 'pay', payment: null, error: { code } });
      expect(after.orderKey).not.toBe(before.orderKey);
    },
  );
});

describe('what is not known yet', () => {
  beforeEach(async () => {
    await toCode();
    answers.confirmPayment = () => unknown;
    await confirmDraft({ pin: '271828' });
  });

  it('is not put aside by another click on €', async () => {
    const draft = await startFromPage({ ...tweet, handle: 'chloe' });
    expect(draft).toMatchObject({ step: 'sent', handle: 'bob' });
  });

  it('is not thrown away by closing', async () => {
    await discardDraft();
    expect(await loadDraft()).toMatchObject({ step: 'sent' });
  });
});

it('a payment with an unknown outcome that is another person’s does not block the wallet of who signed in since', async () => {
  await toCode();
  answers.confirmPayment = () => unknown;
  answers.getPayment = () => refused('not_found');
  await confirmDraft({ pin: '271828' });
  expect(await checkDraft()).toMatchObject({ step: 'pay', payment: null, error: { code: 'not_found' } });
});

it('closing at the code cancels the ordered payment', async () => {
  await toCode();
  await discardDraft();
  expect(await loadDraft()).toBeNull();
  expect(callsOf('cancelPayment')).toHaveLength(1);
});
