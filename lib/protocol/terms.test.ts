import { describe, expect, it } from 'vitest';
import { canonicalConfirmation, canonicalPinChoice, canonicalWalletAct, type Terms } from './index.ts';

const terms: Terms = {
  v: 1,
  payment_id: 'pay_0190a000-0000-7000-8000-000000000001',
  version: 1,
  amount_minor: '500',
  currency: 'EUR',
  fee_minor: '0',
  payee_id: 'per_0190a000-0000-7000-8000-000000000002',
  payee_x_user_id: '1002',
  payee_label: 'Bob Martin (@bob)',
  purpose: 'le pain — 🥖',
  nonce: 'bm9uY2U',
  expires_at: '2026-11-23T12:00:00.000Z',
};
const device = { deviceId: 'dev_0190a000-0000-7000-8000-000000000003', useCounter: 7 };
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('canonicalConfirmation', () => {
  it('is RFC 8785: keys sorted, no white space, text as UTF-8', () => {
    expect(text(canonicalConfirmation(terms, device))).toBe(
      '{"amount_minor":"500","currency":"EUR","device_id":"dev_0190a000-0000-7000-8000-000000000003",' +
        '"expires_at":"2026-11-23T12:00:00.000Z","fee_minor":"0","nonce":"bm9uY2U",' +
        '"payee_id":"per_0190a000-0000-7000-8000-000000000002","payee_label":"Bob Martin (@bob)","payee_x_user_id":"1002",' +
        '"payment_id":"pay_0190a000-0000-7000-8000-000000000001","purpose":"le pain — 🥖","use_counter":7,"v":1,"version":1}',
    );
  });

  it('does not depend on the order in which the terms were built', () => {
    const reversed = Object.fromEntries(Object.entries(terms).reverse()) as Terms;
    expect(canonicalConfirmation(reversed, device)).toEqual(canonicalConfirmation(terms, device));
  });

  it('changes with every field that is shown: nothing can be swapped under a signature', () => {
    const changed: Partial<Terms>[] = [
      { amount_minor: '501' },
      { fee_minor: '1' },
      { payee_id: 'per_0190a000-0000-7000-8000-000000000009' },
      { payee_label: 'Bob' },
      { purpose: '' },
      { nonce: 'bm9uY2V' },
      { version: 2 },
      { expires_at: '2026-11-23T12:00:00.001Z' },
    ];
    const original = text(canonicalConfirmation(terms, device));
    for (const change of changed) {
      expect(text(canonicalConfirmation({ ...terms, ...change }, device))).not.toBe(original);
    }
    expect(text(canonicalConfirmation(terms, { ...device, useCounter: 8 }))).not.toBe(original);
  });
});

it('the choice of a code is another text than any confirmation', () => {
  const choice = canonicalPinChoice({
    personId: terms.payee_id ?? '',
    deviceId: device.deviceId,
    useCounter: 7,
  });
  expect(text(choice)).toContain('"action":"pin.choose"');
});

it('an act with the own wallet is another text than every other act, and than any confirmation', () => {
  const signer = { personId: terms.payee_id ?? '', deviceId: device.deviceId, useCounter: 7 };
  const acts = [
    canonicalWalletAct({ action: 'wallet.unfreeze' }, signer),
    canonicalWalletAct({ action: 'wallet.erase' }, signer),
    canonicalWalletAct({ action: 'session.unlock' }, signer),
    canonicalWalletAct({ action: 'limits.change', in_24_hours_minor: '1', in_30_days_minor: null }, signer),
    canonicalWalletAct({ action: 'limits.change', in_24_hours_minor: null, in_30_days_minor: '1' }, signer),
    canonicalPinChoice(signer),
  ].map(text);
  expect(new Set(acts).size).toBe(acts.length);
  expect(acts[4]).toBe(
    '{"action":"limits.change","device_id":"dev_0190a000-0000-7000-8000-000000000003","in_24_hours_minor":null,' +
      '"in_30_days_minor":"1","person_id":"per_0190a000-0000-7000-8000-000000000002","use_counter":7,"v":1}',
  );
});
