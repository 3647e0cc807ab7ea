/** Every screen in every state it can be in, by name, for the gallery (scripts/gallery.ts). */
import type { Payment } from '../../lib/protocol/payments.ts';
import {
  awaitingPayment,
  euros,
  kitchen,
  NOW,
  sampleDraft,
  sampleError,
  sampleHistory,
  samplePayment,
  sampleView,
} from './fixtures.ts';
import { moreScenes } from './more-scenes.ts';
import type { Scene } from './scene.ts';
import { securityScenes } from './security-scenes.ts';

const pay = (
  more: Parameters<typeof sampleDraft>[0] = {},
  view: Parameters<typeof sampleView>[0] = {},
): Scene => ({
  view: sampleView({ draft: sampleDraft(more), ...view }),
});
const code = (more: Parameters<typeof sampleDraft>[0] = {}): Scene =>
  pay({ step: 'code', payment: awaitingPayment(), ...more });
const ended = (more: Partial<Payment>): Scene => pay({ step: 'receipt', payment: samplePayment(9, more) });
const rich = sampleView().wallet;
const poor = rich && { ...rich, balance: euros('300') };

export const scenes: Readonly<Record<string, Scene>> = {
  welcome: { view: { status: 'signed_out', shutOut: false } },
  'welcome-shut-out': { view: { status: 'signed_out', shutOut: true } },
  'choose-code': { view: sampleView({ pinSet: false }) },
  'choose-code-simple': { view: sampleView({ pinSet: false }), does: [{ type: '123456' }] },
  'choose-code-repeat': { view: sampleView({ pinSet: false }), does: [{ type: '294817' }] },
  'first-money': { view: sampleView(), route: '/onboarding' },
  ready: { view: sampleView(), route: '/onboarding', does: [{ press: 'main > .button-text' }] },
  home: { view: sampleView({ unseen: 1 }), payments: sampleHistory() },
  'home-empty': { view: sampleView({ wallet: sampleView().wallet }), payments: [] },
  'home-offline': { view: sampleView({ wallet: null }), payments: sampleHistory() },
  'home-bad-handle': {
    view: sampleView(),
    payments: [],
    does: [{ type: 'bob martin' }, { press: 'button[type=submit]' }],
  },
  pay: pay(),
  'pay-resolving': pay({ payee: null }),
  'pay-other': { ...pay({ amountMinor: '750', memo: 'Merci pour le gratin' }) },
  'pay-above-limit': pay({ amountMinor: '30000' }),
  'pay-above-balance': pay({ amountMinor: '500' }, { wallet: poor }),
  'pay-insufficient': pay({ error: sampleError('insufficient_funds') }),
  'pay-organisation': pay({
    payee: { x_user_id: kitchen.x_user_id, handle: kitchen.handle, name: kitchen.name, holder: kitchen },
  }),
  'pay-deceptive-name': pay({
    payee: {
      x_user_id: '1000099',
      handle: 'bob_0fficiel',
      name: '\u202eecilA\u2066 ✓ Une personne au nom interminable qui ne finit jamais',
      holder: {
        ...kitchen,
        kind: 'person',
        handle: 'bob_0fficiel',
        name: '\u202eecilA\u2066 ✓ Une personne au nom interminable',
      },
    },
  }),
  'pay-without-wallet': pay({
    payee: { x_user_id: '77', handle: 'bob', name: 'Bob Martin', holder: null },
  }),
  'pay-mismatch': pay({ payee: null, error: sampleError('payee_mismatch') }),
  'pay-unknown': pay({ payee: null, error: sampleError('payee_unknown') }),
  'pay-offline': pay({ payee: null, error: sampleError('offline') }),
  'pay-limit': pay({ error: sampleError('limit_exceeded', { limitMinor: '25000' }) }),
  code: code(),
  'code-typed': { ...code(), does: [{ type: '294' }] },
  'code-sending': { ...code(), does: [{ type: '294817' }] },
  'code-wrong': code({ error: sampleError('authentication_failed', { attemptsLeft: 2 }) }),
  'code-locked': code({ error: sampleError('pin_locked', { retryAtMs: NOW.getTime() + 840_000 }) }),
  'code-expired': code({ payment: awaitingPayment({ expires_at: '2026-11-23T14:00:00Z' }) }),
  'code-organisation': code({
    payment: awaitingPayment({ payee: kitchen, amount: euros('2500'), fee: euros('50'), memo: null }),
  }),
  checking: pay({ step: 'sent', payment: awaitingPayment(), error: sampleError('outcome_unknown') }),
  receipt: ended({ memo: 'Pour le café' }),
  'receipt-held': ended({ state: 'held', settled_at: null }),
  'receipt-refused': ended({ state: 'refused', settled_at: null, refusal: 'limit_exceeded' }),
  history: { view: sampleView({ unseen: 1 }), route: '/history', payments: sampleHistory() },
  'history-empty': { view: sampleView(), route: '/history', payments: [] },
  'add-money': { view: sampleView(), route: '/add-money' },
  starting: { view: null },
  ...moreScenes,
  ...securityScenes,
};
