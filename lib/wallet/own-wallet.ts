/** What a person settles for his own wallet, signed by his device: limits, freezing, leaving. */
import type { Input, Leaving, WalletView } from '../messages.ts';
import type { Limits } from '../protocol/index.ts';
import { endSession } from '../store/session.ts';
import { tellPages } from './announce.ts';
import { removeDraft } from './draft-store.ts';
import * as api from './generated/operations.ts';
import { doneOf } from './kept-key.ts';
import { signAct } from './security.ts';
import { callAsPerson, walletView } from './session.ts';

export async function limits(): Promise<Limits> {
  return doneOf(await callAsPerson(api.getLimits, {}));
}

/** Lower ones count at once, higher ones a day later: the API decides. */
export async function changeLimits(own: Input<'wallet.limits_change'>): Promise<Limits> {
  const [in_24_hours_minor, in_30_days_minor] = [own.in24Hours, own.in30Days];
  const money = (minor: string | null) =>
    minor === null ? null : { amount: minor, currency: 'EUR' as const };
  const proof = await signAct({ action: 'limits.change', in_24_hours_minor, in_30_days_minor });
  const body = { in_24_hours: money(in_24_hours_minor), in_30_days: money(in_30_days_minor), ...proof };
  return doneOf(await callAsPerson(api.changeLimits, { body }));
}

/** At once, without a code: whoever holds the device may stop all that leaves. */
export async function freeze(): Promise<WalletView> {
  doneOf(await callAsPerson(api.freezeWallet, {}));
  await tellPages();
  return walletView();
}

export async function unfreeze(pin: string): Promise<WalletView> {
  const proof = await signAct({ action: 'wallet.unfreeze' });
  doneOf(await callAsPerson(api.unfreezeWallet, { body: { pin, ...proof } }));
  await tellPages();
  return walletView();
}

/** Leaves for good, once nothing stands in the way. Then nothing of the person is left on this device either. */
export async function leave(pin: string): Promise<Leaving> {
  const proof = await signAct({ action: 'wallet.erase' });
  const outcome = await callAsPerson(api.eraseWallet, { body: { pin, ...proof } });
  if (outcome.kind === 'refused' && outcome.problem.code === 'wallet_not_empty') {
    return { isGone: false, obstacles: outcome.problem.obstacles ?? [] };
  }
  doneOf(outcome, 'outcome_unknown');
  await removeDraft();
  await endSession();
  await tellPages();
  return { isGone: true, obstacles: [] };
}
