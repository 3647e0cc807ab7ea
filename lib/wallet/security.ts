/**
 * What a person does to keep his wallet his: devices, the code, passkeys, his phrase. Each act is signed by the device
 * with the next value of its counter; a code is sent once and kept nowhere.
 */
import type { Gesture, GestureAim, MadePasskey, PersonalProof } from '../messages.ts';
import { canonicalConfirmation, canonicalWalletAct, type WalletAct } from '../protocol/canonical.ts';
import type { DeviceList, PasskeyList } from '../protocol/index.ts';
import { getSingleton, putSingleton } from '../store/database.ts';
import { claimUseCounter, endSession, nextUseCounter, takeUseCounter } from '../store/session.ts';
import { call } from './api.ts';
import { base64Url, signWithDevice } from './dpop.ts';
import { inTurn, loadDraft, saveDraft } from './draft-store.ts';
import { WalletFailure, walletError } from './failure.ts';
import * as api from './generated/operations.ts';
import { doneOf } from './kept-key.ts';
import { type ProofBody, termsOf } from './ordered.ts';
import { callAsPerson, requireSession } from './session.ts';

async function bytesOf(act: WalletAct, useCounter: number): Promise<Uint8Array<ArrayBuffer>> {
  const { person, deviceId } = await requireSession();
  return canonicalWalletAct(act, { personId: person.id, deviceId, useCounter });
}

/** The device's signature over an act, with the next value of its counter unless one was claimed. */
export async function signAct(act: WalletAct, useCounter?: number) {
  const use_counter = useCounter ?? (await takeUseCounter());
  return { signature: await signWithDevice(await bytesOf(act, use_counter)), use_counter };
}

/**
 * The counter of a proof: the next one, or the one for which a gesture was made. A gesture is too late when the counter
 * has been used for something else since: sent all the same it would look like a cloned device.
 * @throws WalletFailure `terms_changed` then.
 */
export async function counterFor(proof: PersonalProof): Promise<number> {
  if ('pin' in proof) return takeUseCounter();
  if (await claimUseCounter(proof.useCounter)) return proof.useCounter;
  throw new WalletFailure(walletError('terms_changed'));
}

/** What of a proof goes to the API. */
export function proofBody(proof: PersonalProof): ProofBody {
  return 'pin' in proof ? { pin: proof.pin } : { passkey: proof.passkey };
}

async function signPersonally(act: WalletAct, proof: PersonalProof) {
  return { ...proofBody(proof), ...(await signAct(act, await counterFor(proof))) };
}

/** Opens the session again that the API locked because nobody was there. A wrong code counts as a try. */
export async function unlock(proof: PersonalProof): Promise<void> {
  doneOf(
    await callAsPerson(api.unlockSession, {
      body: await signPersonally({ action: 'session.unlock' }, proof),
    }),
  );
}

/** Somebody touched a page of ours: the session is not idle. */
export async function keepSession(): Promise<void> {
  await callAsPerson(api.keepSession, {});
}

export async function devices(): Promise<DeviceList> {
  return doneOf(await callAsPerson(api.listDevices, {}));
}

export async function renameDevice(id: string, name: string): Promise<DeviceList> {
  return doneOf(await callAsPerson(api.renameDevice, { id, body: { name } }));
}

export async function revokeDevice(id: string): Promise<DeviceList> {
  const body = await signAct({ action: 'device.revoke', device: id });
  return doneOf(await callAsPerson(api.revokeDevice, { id, body }));
}

/** Signs out here, or on all devices. What is kept here goes in any case. */
export async function signOut(everywhere: boolean): Promise<void> {
  const outcome = everywhere
    ? await callAsPerson(api.unlinkX, { body: await signAct({ action: 'x.unlink' }) })
    : await callAsPerson(api.endSession, {});
  // Whoever wants all devices out must know that they are; whoever goes from here alone, goes.
  if (everywhere) doneOf(outcome);
  await endSession();
}

export async function changePin(proof: PersonalProof, newPin: string): Promise<void> {
  const body = { new_pin: newPin, ...(await signPersonally({ action: 'pin.change' }, proof)) };
  doneOf(await callAsPerson(api.changePin, { body }));
  await forgetWrongCodes();
}

/** A forgotten code: another one, within ten minutes of `signInAgain`. */
export async function resetPin(newPin: string): Promise<void> {
  const body = { new_pin: newPin, ...(await signAct({ action: 'pin.reset' })) };
  doneOf(await callAsPerson(api.resetPin, { body }));
  await forgetWrongCodes();
}

/** A payment that was begun goes on with the other code: the lock of the one before is over. */
function forgetWrongCodes(): Promise<void> {
  return inTurn(async () => {
    const draft = await loadDraft();
    if (draft?.error) await saveDraft({ ...draft, error: null });
  });
}

/** What the authenticator is to be asked for this aim. Uses no counter up: a gesture may be given up. */
export async function beginGesture(aim: GestureAim): Promise<Gesture> {
  const { person, deviceId } = await requireSession();
  const useCounter = await nextUseCounter();
  const acts = {
    unlock: { action: 'session.unlock' },
    add: { action: 'passkey.add' },
    pin_change: { action: 'pin.change' },
  } as const;
  const draft = aim === 'confirm' ? await loadDraft() : null;
  const terms = draft && termsOf(draft);
  if (aim === 'confirm' && !terms) throw new WalletFailure(walletError('terms_changed'));
  const bytes = terms
    ? canonicalConfirmation(terms, { deviceId, useCounter })
    : await bytesOf(acts[aim as keyof typeof acts], useCounter);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return {
    challenge: base64Url(new Uint8Array(digest)),
    useCounter,
    credentials: [...((await getSingleton('passkeys')) ?? [])],
    person: { id: person.id, handle: person.handle },
  };
}

/** The person's passkeys; those of this page's origin are kept, to be asked for. */
export async function passkeys(): Promise<PasskeyList> {
  return keep(doneOf(await callAsPerson(api.listPasskeys, {})));
}

export async function addPasskey(order: {
  name: string;
  pin: string;
  useCounter: number;
  made: MadePasskey;
}): Promise<PasskeyList> {
  const { name, pin, made, useCounter } = order;
  if (!(await claimUseCounter(useCounter))) throw new WalletFailure(walletError('terms_changed'));
  const body = { name, pin, ...made, ...(await signAct({ action: 'passkey.add' }, useCounter)) };
  return keep(doneOf(await callAsPerson(api.addPasskey, { body })));
}

export async function removePasskey(id: string): Promise<PasskeyList> {
  const body = await signAct({ action: 'passkey.remove', passkey: id });
  return keep(doneOf(await callAsPerson(api.removePasskey, { id, body })));
}

async function keep(list: PasskeyList): Promise<PasskeyList> {
  const here = list.items.filter(({ origin }) => origin === location.origin);
  await putSingleton(
    'passkeys',
    here.map(({ credential_id }) => credential_id),
  );
  return list;
}

/** What a new session has to know of the person's passkeys; without an answer there is the code. */
export async function learnPasskeys(accessToken: string): Promise<void> {
  const found = await call(api.listPasskeys, accessToken, {});
  if (found.kind === 'done') await keep(found.value);
}
