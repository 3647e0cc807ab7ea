/** Scenes of what is beside paying: several payees, requests, held money, people, limits, settings, help. */
import type { Command } from '../../lib/protocol/commands.ts';
import { sampleRequest } from '../../lib/protocol/samples.fixture.ts';
import {
  alice,
  awaitingPayment,
  bob,
  chloe,
  euros,
  sampleDraft,
  sampleError,
  sampleHistory,
  samplePayment,
  sampleView,
} from './fixtures.ts';
import type { Scene } from './scene.ts';

const payeeOf = ({ x_user_id, handle, name }: typeof bob) => ({ x_user_id, handle, name, holder: null });
const newcomer = { ...chloe, id: null, linked_since: null };
const draft = (more: Parameters<typeof sampleDraft>[0]): Scene => ({
  view: sampleView({ draft: sampleDraft(more) }),
});
const at = (route: string, answers: NonNullable<Scene['answers']> = {}): Scene => ({
  ...{ view: sampleView(), route, answers },
});
const payment = samplePayment(31, { memo: 'Pour le gratin' });
const received = samplePayment(32, { direction: 'in', payer: bob, payee: alice, amount: euros('1250') });
const until = '2026-12-23T14:02:00Z';
const heldSent = samplePayment(33, { state: 'held', payee: newcomer, held_until: until, settled_at: null });
const heldForMe = {
  ...heldSent,
  ...samplePayment(34, { state: 'held', direction: 'in', payer: bob, payee: alice }),
};
const splitOf = (state: 'awaiting_confirmation' | 'settled') => {
  const payments = [samplePayment(41, { state }), samplePayment(42, { state, payee: newcomer })];
  const id = 'spl_01900000-0000-7000-8000-000000000001';
  const expires_at = '2026-11-23T14:11:00Z';
  return {
    ...{ id, payments, total: euros('1000'), created_at: '2026-11-23T14:01:00Z', expires_at },
    terms: {
      ...{ v: 1 as const, split_id: id, currency: 'EUR' as const, total_minor: '1000', expires_at },
      payments: payments.map((one) => ({
        ...{ payment_id: one.id, amount_minor: '500', fee_minor: '0', payee_id: one.payee.id },
        ...{ payee_x_user_id: one.payee.x_user_id, payee_label: `${one.payee.name} (@${one.payee.handle})` },
      })),
      ...{ purpose: 'Pizza', nonce: 'AAAAAAAAAAAAAAAAAAAAAA' },
    },
  };
};
const known = (xUserId: string, more: object = {}) => ({
  ...{ xUserId, isNew: true, formerHandle: null, looksLike: null },
  ...more,
});
const others = [{ handle: 'chloe', payee: payeeOf(chloe) }];
const open = awaitingPayment();
const limits = {
  everyone: {
    ...{ to_person: euros('25000'), to_organisation: euros('50000') },
    ...{ in_24_hours: euros('100000'), in_30_days: euros('300000') },
  },
  own: { in_24_hours: euros('20000'), in_30_days: null },
  raised: null,
  left: { in_24_hours: euros('15000'), in_30_days: euros('212000') },
};
const requests = [
  sampleRequest(51),
  sampleRequest(52, { direction: 'in', payer: chloe, payee: alice, memo: null }),
  sampleRequest(53, { state: 'declined' }),
];
const frozen = sampleView();

const written = (
  place: number,
  more: Partial<Command>,
  why: string | null = null,
): { command: Command; why: string | null } => ({
  command: {
    ...{
      id: `cmd_019a0000-0000-7000-8000-00000000000${place}`,
      channel: 'tweet',
      tweet_id: `18600000000000000${place}`,
    },
    ...{ text: '@moineau #envoyer 5€ @bob pour le pain', state: 'ordered', problem: null },
    ...{ payment_ids: [payment.id], split_id: null, written_at: '2026-11-23T13:40:00Z' },
    ...{ edited_at: null, deleted_at: null },
    ...more,
  },
  why,
});
const refused: Partial<Command> = { state: 'refused', problem: 'no_currency', payment_ids: [] };
const texts = [
  written(1, {}),
  written(
    2,
    { ...refused, text: '@moineau #envoyer 10 @bob' },
    '«\u00a010\u00a0»\u00a0: en euros\u00a0? Ajoutez €.',
  ),
  written(3, { channel: 'dm', tweet_id: null, text: '#envoyer 2€ @chloe' }),
  written(4, { ...refused, problem: 'not_one_order', edited_at: '2026-11-23T13:50:00Z' }),
];
const invitation = {
  text: '@chloe Je vous ai envoyé quelque chose avec Moineau : connectez-vous avec votre compte X pour le recevoir. https://api.moineau.example/w/#/held',
  url: 'https://api.moineau.example/w/#/held',
};
const ordered = { origin: 'command_tweet', tweet_id: '1860000000000000001' } as const;
const publicOne = samplePayment(35, { ...ordered, visibility: 'public' });

export const moreScenes: Readonly<Record<string, Scene>> = {
  written: at('/written', { 'wallet.written': texts }),
  'written-empty': at('/written', { 'wallet.written': [] }),
  invite: at(`/invite/${heldSent.id}`, { 'wallet.payment': heldSent, 'wallet.invitation': invitation }),
  'invite-none': at(`/invite/${heldSent.id}`, {
    'wallet.payment': heldSent,
    'wallet.invitation': { text: null, url: null },
  }),
  sees: {
    ...{ view: sampleView({ draft: sampleDraft({ step: 'code', payment: open }) }), route: '/sees' },
  },
  'payment-public': at(`/payment/${publicOne.id}`, {
    'wallet.payment': publicOne,
    'wallet.disclosure': { visibility: 'public', state: 'told', tweet_id: '1860000000000000009' },
  }),
  'receipt-ordered': draft({ step: 'receipt', payment: publicOne }),
  'pay-several': draft({ others, acquaintances: [known(bob.x_user_id), known(chloe.x_user_id)] }),
  'pay-several-missing': draft({
    others: [{ handle: 'nobody', payee: null }, ...others],
    error: sampleError('payee_unknown'),
  }),
  'pay-looks-like': draft({
    ...{ handle: 'b0b', payee: { ...payeeOf(bob), handle: 'b0b', x_user_id: '99' } },
    acquaintances: [known('99', { looksLike: { handle: 'bob', name: 'Bob Martin' } })],
  }),
  'pay-renamed': draft({
    acquaintances: [known(bob.x_user_id, { isNew: false, formerHandle: 'bobby' })],
  }),
  'code-several': draft({ step: 'code', others, split: splitOf('awaiting_confirmation') }),
  'code-held': draft({
    ...{ step: 'code', payment: awaitingPayment({ payee: newcomer }) },
    acquaintances: [known(chloe.x_user_id)],
  }),
  'pay-told': draft({ visibility: 'dm', origin: 'command_dm' }),
  'terms-changed': draft({
    ...{ step: 'code', payment: open, error: sampleError('terms_changed') },
    formerTerms: open.terms && { ...open.terms, payee_label: 'Bobby Martin (@bobby)' },
  }),
  'receipt-several': draft({ step: 'receipt', others, split: splitOf('settled') }),
  'home-waiting': {
    ...at('/', { 'wallet.waiting': { requests: 1, held: 2, refused: 1 } }),
    payments: sampleHistory(),
  },
  'home-frozen': {
    ...at('/'),
    view: frozen.wallet
      ? { ...frozen, wallet: { ...frozen.wallet, frozen_since: '2026-11-23T14:00:00Z' } }
      : frozen,
  },
  requests: at('/requests', { 'wallet.requests': { items: requests, nextCursor: null } }),
  'requests-block': {
    ...at('/requests', { 'wallet.requests': { items: requests, nextCursor: null } }),
    does: [{ press: '.confirm-act button' }],
  },
  'requests-empty': at('/requests', { 'wallet.requests': { items: [], nextCursor: null } }),
  'requests-loading': at('/requests'),
  'requests-offline': at('/requests', { 'wallet.requests': sampleError('offline') }),
  ask: { ...at('/ask'), does: [{ type: '@bob, @chloe' }] },
  'ask-one': at('/ask/bob'),
  held: at('/held', { 'wallet.held': { forMe: [heldForMe], sent: [heldSent] } }),
  'held-taken': {
    ...at('/held', { 'wallet.held': { forMe: [heldForMe], sent: [] }, 'wallet.held_take': heldForMe }),
    does: [{ press: '.card-acts .button-main' }],
  },
  'held-empty': at('/held', { 'wallet.held': { forMe: [], sent: [] } }),
  'held-offline': at('/held', { 'wallet.held': sampleError('offline') }),
  payment: at(`/payment/${payment.id}`, { 'wallet.payment': payment }),
  'payment-received': at(`/payment/${received.id}`, { 'wallet.payment': received }),
  'payment-refund': {
    ...at(`/payment/${received.id}`, { 'wallet.payment': received }),
    does: [{ press: '.actions > .button-quiet:nth-of-type(2)' }, { press: '.choice:nth-of-type(2) input' }],
  },
  'payment-refunded': {
    ...at(`/payment/${received.id}`, { 'wallet.payment': received, 'wallet.refund': received }),
    does: [{ press: '.actions > .button-quiet:nth-of-type(2)' }, { press: 'button[type=submit]' }],
  },
  'payment-held-cancel': {
    ...at(`/payment/${heldSent.id}`, { 'wallet.payment': heldSent }),
    does: [{ press: '.confirm-act button' }],
  },
  'payment-held': at(`/payment/${heldSent.id}`, { 'wallet.payment': heldSent }),
  'payment-unknown': at('/payment/pay_0', { 'wallet.payment': sampleError('not_found') }),
  person: at('/person/bob', {
    'wallet.person': {
      ...{ payee: { ...payeeOf(bob), holder: bob }, acquaintance: known(bob.x_user_id) },
      ...{ payments: [payment, received], sentMinor: '500', receivedMinor: '1250' },
    },
  }),
  'person-new': at('/person/chloe', {
    'wallet.person': {
      ...{ payee: payeeOf(chloe), acquaintance: known(chloe.x_user_id) },
      ...{ payments: [], sentMinor: '0', receivedMinor: '0' },
    },
  }),
  limits: at('/limits', { 'wallet.limits': limits }),
  'limits-raised': at('/limits', {
    'wallet.limits': {
      ...limits,
      raised: { in_24_hours: euros('50000'), in_30_days: null, from: '2026-11-24T14:02:00Z' },
    },
  }),
  settings: at('/settings'),
  'who-sees': at('/who-sees'),
  notifications: at('/notifications', {
    'wallet.preferences': { notify: true, hideAmounts: true, quiet: { from: '22:00', until: '07:00' } },
  }),
  'notifications-off': at('/notifications', {
    'wallet.preferences': { notify: false, hideAmounts: false, quiet: null },
  }),
  'notifications-failed': at('/notifications', { 'wallet.preferences': sampleError('refused_message') }),
  freeze: at('/freeze'),
  frozen: {
    ...at('/freeze'),
    view: frozen.wallet ? { ...frozen, wallet: { ...frozen.wallet, frozen_since: until } } : frozen,
  },
  'frozen-wrong': {
    view: frozen.wallet ? { ...frozen, wallet: { ...frozen.wallet, frozen_since: until } } : frozen,
    ...{ route: '/freeze', does: [{ type: '294817' }] },
    answers: { 'wallet.unfreeze': sampleError('authentication_failed', { attemptsLeft: 4 }) },
  },
  leave: at('/leave'),
  'leave-refused': {
    ...at('/leave', {
      'wallet.leave': { isGone: false, obstacles: ['balance', 'held_sent', 'topups_under_way'] },
    }),
    does: [{ type: '294817' }],
  },
  help: at('/help'),
  'help-search': { ...at('/help'), does: [{ type: 'fraud' }] },
};
