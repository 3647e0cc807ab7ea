import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Payment } from '../protocol/index.ts';
import { alice, awaitingPayment, samplePage } from '../protocol/samples.fixture.ts';
import { listPayments } from '../store/payments.ts';
import { beginSession } from '../store/session.ts';
import type { Outcome } from './api.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./api.ts', () => ({ call, API_ORIGIN: 'https://api.test' }));

const { openOrdered } = await import('./draft-open.ts');
const { emptyDraft, loadDraft, saveDraft } = await import('./draft-store.ts');

const ordered = (): Payment => ({ ...awaitingPayment(), origin: 'command_tweet', tweet_id: '20' });
const answers = (outcome: Outcome<Payment>) => call.mockResolvedValue(outcome);

beforeEach(async () => {
  fakeBrowser.reset();
  const session = {
    accessToken: 'token',
    expiresAt: '2027-01-01T00:00:00.000Z',
    deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
  };
  await beginSession({ ...session, person: alice, pinSet: true }, samplePage());
});

test('what was ordered by writing on X opens at its code, with the terms that the API gives now', async () => {
  const payment = ordered();
  answers({ kind: 'done', value: payment });
  const draft = await openOrdered(payment.id);
  expect(draft).toMatchObject({
    ...{ step: 'code', handle: 'bob', origin: 'command_tweet', tweetId: '20' },
    amountMinor: payment.amount.amount,
  });
  expect(draft.payment?.terms).toEqual(payment.terms);
  expect(await loadDraft()).toEqual(draft);
});

test('what waits no more opens nothing, and the list is told', async () => {
  const payment = { ...ordered(), state: 'expired', terms: null } as const;
  answers({ kind: 'done', value: payment });
  await expect(openOrdered(payment.id)).rejects.toMatchObject({ error: { code: 'payment_not_awaiting' } });
  expect(await loadDraft()).toBeNull();
  expect(await listPayments({ limit: 1 })).toMatchObject([{ id: payment.id, state: 'expired' }]);
});

test('a confirmation whose outcome is not known is never put aside for it', async () => {
  const sent = { ...emptyDraft({ handle: 'chloe', name: 'Chloé', origin: 'popup' }), step: 'sent' } as const;
  await saveDraft(sent);
  answers({ kind: 'done', value: ordered() });
  expect(await openOrdered(ordered().id)).toMatchObject({ step: 'sent', handle: 'chloe' });
});

test('without an answer the wallet stays as it was', async () => {
  answers({ kind: 'unknown' });
  await expect(openOrdered(ordered().id)).rejects.toMatchObject({ error: { code: 'offline' } });
  expect(await loadDraft()).toBeNull();
});
