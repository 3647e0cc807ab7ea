/** Scenes of what keeps a wallet its person's: lock, code, passkeys, phrase, devices, a version that was switched off. */
import type { Output } from '../../lib/messages.ts';
import type { Device, DeviceList } from '../../lib/protocol/devices.ts';
import type { Passkey } from '../../lib/protocol/passkeys.ts';
import { awaitingPayment, NOW, sampleDraft, sampleError, sampleView } from './fixtures.ts';
import type { Scene } from './scene.ts';

const open = sampleView();
const locked = sampleView({ wallet: open.wallet && { ...open.wallet, locked: true } });
const phrase = 'la théière bleue';
const atCode = sampleDraft({ step: 'code', amountMinor: '500', payment: awaitingPayment() });

const at = (route: string, answers: NonNullable<Scene['answers']> = {}, view = open): Scene => ({
  ...{ view, route, answers },
});

const device = (serial: number, name: string, more: Partial<Device> = {}): Device => ({
  id: `dev_01900000-0000-7000-8000-00000000000${serial}`,
  ...{ name, linked_at: '2026-03-14T09:00:00Z', seen_at: '2026-11-23T13:58:00Z', this_one: false },
  ...more,
});
const devices: DeviceList = {
  items: [
    device(1, 'Chromium, linux', { this_one: true }),
    device(2, 'Safari, iPhone', { seen_at: '2026-11-20T08:00:00Z' }),
    device(3, 'Un ordinateur au nom interminable que quelqu’un a tapé en entier', { seen_at: null }),
  ],
};

const passkey = (serial: number, name: string, more: Partial<Passkey> = {}): Passkey => ({
  id: `psk_01900000-0000-7000-8000-00000000000${serial}`,
  ...{ name, credential_id: 'AAAA', origin: 'https://wallet.example', used_at: null },
  created_at: '2026-11-20T09:00:00Z',
  ...more,
});
const passkeys = {
  items: [passkey(1, 'This computer', { used_at: '2026-11-22T09:00:00Z' }), passkey(2, 'Phone')],
};
const noPasskeys = { 'wallet.passkeys': { items: [] } };

const OLD = '271828';
const NEW = '294817';
const choose = [{ type: OLD }, { type: NEW }, { type: NEW }];
const inAnHour: Output<'wallet.reset_pin'> = {
  ...open,
  wallet: open.wallet && { ...open.wallet, pin_from: '2026-11-24T14:02:00Z' },
};
/** The button of a row of a list: which row, which button. */
const rowButton = (row: number, button: number) => ({
  press: `.rows > li:nth-child(${row}) .row-acts > :nth-child(${button}):is(button), .rows > li:nth-child(${row}) .row-acts > :nth-child(${button}) button`,
});

const alerts = [
  {
    ...{ seq: 7, at: '2026-11-23T13:40:00Z', what: 'device_added' as const, device: 'Firefox, windows' },
    ...{ from: null, isTold: true },
  },
  {
    ...{ seq: 8, at: '2026-11-23T13:41:00Z', what: 'pin_reset' as const, device: 'Firefox, windows' },
    ...{ from: '2026-11-24T13:41:00Z', isTold: true },
  },
];

export const securityScenes: Readonly<Record<string, Scene>> = {
  'home-alert': { view: { ...open, alerts: alerts.slice(0, 1) }, payments: [] },
  'home-alerts': { view: { ...open, alerts }, payments: [] },
  lock: { view: locked },
  'lock-phrase-passkey': { view: { ...locked, phrase, passkey: true } },
  'lock-wrong': {
    ...{ view: locked, does: [{ type: OLD }] },
    answers: { 'wallet.unlock': sampleError('authentication_failed', { attemptsLeft: 3 }) },
  },
  'lock-shut': {
    ...{ view: locked, does: [{ type: OLD }] },
    answers: { 'wallet.unlock': sampleError('pin_locked', { retryAtMs: NOW.getTime() + 840_000 }) },
  },
  'lock-opening': { view: locked, does: [{ type: OLD }] },
  'code-phrase-passkey': { view: { ...open, phrase, passkey: true, draft: atCode } },
  'code-passkey-window': {
    ...{ view: { ...open, phrase, passkey: true, draft: atCode }, route: '/passkey', surface: 'window' },
    answers: { 'wallet.gesture': sampleError('passkey_cancelled') },
  },
  'code-passkey-asking': {
    ...{ view: { ...open, passkey: true, draft: atCode }, route: '/passkey', surface: 'window' },
  },
  'code-blocked': { view: { ...open, draft: { ...atCode, error: sampleError('pin_blocked') } } },
  upgrade: { view: { ...open, upgrade: true } },

  security: at('/security', { 'wallet.passkeys': passkeys }, { ...open, phrase }),
  'security-empty': at('/security', noPasskeys),
  'security-loading': at('/security'),
  'security-offline': at('/security', { 'wallet.passkeys': sampleError('offline') }),
  'security-add-passkey': {
    ...at('/security', noPasskeys),
    ...{ surface: 'window', does: [{ press: '.rows ~ .button-quiet' }] },
  },
  'security-passkey-refused': {
    ...at('/security', { ...noPasskeys, 'wallet.gesture': sampleError('passkey_refused') }),
    ...{
      surface: 'window',
      does: [{ press: '.rows ~ .button-quiet' }, { type: OLD, into: 'input[type=password]' }],
    },
  },
  'security-passkey-removed': {
    ...at('/security', {
      'wallet.passkeys': passkeys,
      'wallet.passkey_remove': { items: [passkey(2, 'Phone')] },
    }),
    does: [rowButton(1, 1)],
  },
  'security-phrase-kept': {
    ...at('/security', { ...noPasskeys, 'wallet.phrase': { ...open, phrase } }),
    does: [{ type: phrase, into: 'form input' }, { press: 'form button' }],
  },
  'code-change': at('/code-change', {}, { ...open, phrase }),
  'code-change-new': { ...at('/code-change'), does: [{ type: OLD }] },
  'code-change-simple': { ...at('/code-change'), does: [{ type: OLD }, { type: '111111' }] },
  'code-change-again': { ...at('/code-change'), does: [{ type: OLD }, { type: NEW }] },
  'code-change-sending': { ...at('/code-change'), does: choose },
  'code-change-done': { ...at('/code-change', { 'wallet.change_pin': open }), does: choose },
  'code-change-wrong': {
    ...at('/code-change', { 'wallet.change_pin': sampleError('authentication_failed', { attemptsLeft: 1 }) }),
    does: choose,
  },
  'code-forgotten': at('/code-forgotten'),
  'code-forgotten-passkey': {
    ...at('/code-forgotten', {}, { ...open, phrase, passkey: true }),
    surface: 'tab',
  },
  'code-forgotten-closed': {
    ...at('/code-forgotten', { 'wallet.prove_with_x': sampleError('sign_in_cancelled') }),
    ...{ surface: 'tab', does: [{ press: 'main .button-main' }] },
  },
  'code-forgotten-choose': at('/code-forgotten', {}, { ...open, justSignedIn: true }),
  'code-forgotten-done': {
    ...at('/code-forgotten', { 'wallet.reset_pin': inAnHour }, { ...open, justSignedIn: true }),
    does: [{ type: NEW }, { type: NEW }],
  },
  devices: at('/devices', { 'wallet.devices': devices }),
  'devices-loading': at('/devices'),
  'devices-offline': at('/devices', { 'wallet.devices': sampleError('offline') }),
  'devices-rename': { ...at('/devices', { 'wallet.devices': devices }), does: [rowButton(2, 1)] },
  'devices-remove': { ...at('/devices', { 'wallet.devices': devices }), does: [rowButton(2, 2)] },
  'devices-removed': {
    ...at('/devices', {
      'wallet.devices': devices,
      'wallet.device_revoke': { items: devices.items.slice(0, 1) },
    }),
    does: [rowButton(2, 2), { press: '.rows > li:nth-child(2) .button-quiet' }],
  },
  'devices-everywhere': {
    ...at('/devices', { 'wallet.devices': devices }),
    does: [{ press: 'main > .confirm-act button' }],
  },
};
