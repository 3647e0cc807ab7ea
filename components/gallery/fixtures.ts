/** Sample drafts, views and histories for the gallery and the component tests. */
import type { Draft, WalletError, WalletErrorCode, WalletView } from '../../lib/messages.ts';
import { noNotes } from '../../lib/notes.ts';
import type { Payment } from '../../lib/protocol/index.ts';

import { alice, bob, chloe, euros, kitchen, samplePayment } from '../../lib/protocol/samples.fixture.ts';

export {
  alice,
  awaitingPayment,
  bob,
  chloe,
  euros,
  kitchen,
  samplePayment,
} from '../../lib/protocol/samples.fixture.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

/** The present of every sample. */
export const NOW = new Date('2026-11-23T14:02:00Z');

export function sampleError(code: WalletErrorCode, more: Partial<WalletError> = {}): WalletError {
  return { code, attemptsLeft: null, retryAtMs: null, limitMinor: null, ...more };
}

/** A draft to bob from one of his tweets, payee resolved, amount not chosen. */
export function sampleDraft(more: Partial<Draft> = {}): Draft {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    step: 'pay',
    origin: 'tweet_button',
    handle: 'bob',
    name: 'Bob Martin',
    tweetId: '20',
    excerpt: 'Je viens de publier la recette du gratin que vous êtes nombreux à me demander',
    pageXUserId: null,
    notes: noNotes,
    payee: { x_user_id: bob.x_user_id, handle: bob.handle, name: bob.name, holder: bob },
    others: [],
    division: 'each',
    acquaintances: [],
    typedHandles: [],
    amountMinor: null,
    memo: null,
    visibility: 'private',
    orderKey: '00000000-0000-4000-8000-000000000002',
    confirmKey: '00000000-0000-4000-8000-000000000003',
    payment: null,
    split: null,
    formerTerms: null,
    error: null,
    command: null,
    ...more,
  };
}

/** Alice, signed in, with 42.50 €. */
export function sampleView(more: Partial<SignedIn> = {}): SignedIn {
  return {
    status: 'signed_in',
    person: alice,
    wallet: {
      person: alice,
      balance: euros('4250'),
      pin_set: true,
      pin_from: null,
      locked: false,
      limits: { to_person: euros('25000'), to_organisation: euros('50000') },
      hold_days: 30,
      frozen_since: null,
    },
    pinSet: true,
    passkey: false,
    phrase: null,
    justSignedIn: false,
    upgrade: false,
    unseen: 0,
    draft: null,
    alerts: [],
    ...more,
  };
}

/** A few days of history, newest first. */
export function sampleHistory(): Payment[] {
  const received = { direction: 'in' as const, payee: alice };
  return [
    samplePayment(108, {
      ...received,
      payer: chloe,
      amount: euros('1250'),
      memo: 'Ma part du cadeau, merci !',
    }),
    samplePayment(107, { memo: 'Pour le gratin' }),
    samplePayment(106, at('2026-11-22T18:30:00Z', { ...received, payer: bob, amount: euros('200') })),
    samplePayment(
      105,
      at('2026-11-22T10:10:00Z', { state: 'expired', settled_at: null, amount: euros('1000') }),
    ),
    samplePayment(104, at('2026-11-16T08:00:00Z', { payee: kitchen, amount: euros('125000'), memo: 'Don' })),
    samplePayment(
      103,
      at('2026-11-16T07:00:00Z', { state: 'refused', settled_at: null, refusal: 'limit_exceeded' }),
    ),
    samplePayment(102, at('2025-12-24T20:00:00Z', { state: 'cancelled', settled_at: null, payee: chloe })),
  ];
}

function at(instant: string, more: Partial<Payment>): Partial<Payment> {
  return { created_at: instant, settled_at: instant, ...more };
}
