/**
 * Signing in with X and what belongs to the session: the code's choice, topping up, what the wallet shows first.
 * X's own session is never touched: X asks its user in its own window and answers a single-use code.
 */
import { platform } from '#platform';
import type { WalletView } from '../messages.ts';
import { canonicalPinChoice } from '../protocol/canonical.ts';
import type { SessionStarted } from '../protocol/index.ts';
import { getSingleton, putSingleton, type Session } from '../store/database.ts';
import { beginSession, endSession, takeUseCounter } from '../store/session.ts';
import { call, isUpgradeRequired, type Operation, type Outcome, type Request, type Success } from './api.ts';
import { signWithDevice } from './dpop.ts';
import { loadDraft } from './draft-store.ts';
import { errorOf, WalletFailure, walletError } from './failure.ts';
import * as api from './generated/operations.ts';

const PROVING = 'proving';

/** For how long the API takes a sign-in for fresh; a little less, so that it is not missed by a hair. */
const FRESH_MS = 9 * 60_000;

/** The running session. @throws WalletFailure `unauthenticated` when there is none. */
export async function requireSession(): Promise<Session> {
  const session = await getSingleton('session');
  if (!session) throw new WalletFailure(walletError('unauthenticated'));
  return session;
}

/** Calls the API as the person signed in; a session that the API ended ends here too. */
export async function callAsPerson<O extends Operation>(
  operation: O,
  request: Request<O>,
): Promise<Outcome<Success<O>>> {
  const session = await requireSession();
  const outcome = await call(operation, session.accessToken, request);
  if (outcome.kind === 'refused' && outcome.problem.code === 'unauthenticated') await endSession('shut_out');
  return outcome;
}

/** "Continue with X": shows X's consent, as the platform does it, and ends with a session. */
export async function signIn(): Promise<void> {
  const { linkId, landed } = await consent();
  await finishSignIn(linkId, landed);
}

/**
 * The same, of somebody who is signed in: X says once more who he is. Nothing here changes but the session's token.
 * @throws WalletFailure `sign_in_failed` when X names somebody else; his session is ended again.
 */
export async function signInAgain(): Promise<void> {
  const session = await requireSession();
  // Where X's page takes the place of ours, who comes back is told by this what he wanted.
  await platform.kept.set(PROVING, true);
  const { linkId, landed } = await consent();
  const { access_token, expires_at, person } = await exchange(linkId, landed);
  if (person.id !== session.person.id) {
    await call(api.endSession, access_token, {});
    throw new WalletFailure(walletError('sign_in_failed'));
  }
  await putSingleton('session', {
    ...session,
    accessToken: access_token,
    expiresAt: expires_at,
    signedInAt: Date.now(),
  });
  await takeProving();
}

/** Whether somebody went to X to prove who he is. Answered once. */
export async function takeProving(): Promise<boolean> {
  const proving = (await platform.kept.get(PROVING)) === true;
  await platform.kept.remove(PROVING);
  return proving;
}

async function consent(): Promise<{ linkId: string; landed: string }> {
  const { linkId, authorizeUrl } = await beginSignIn();
  try {
    return { linkId, landed: await platform.askX(authorizeUrl, linkId) };
  } catch {
    throw new WalletFailure(walletError('sign_in_cancelled'));
  }
}

/** Begins a sign-in for this device's key: only this device can finish it. */
async function beginSignIn(): Promise<{ linkId: string; authorizeUrl: string }> {
  const started = await call(api.startLink, null, { body: { redirect_uri: platform.redirectUri() } });
  if (started.kind !== 'done') throw new WalletFailure(errorOf(started));
  return { linkId: started.value.link_id, authorizeUrl: started.value.authorize_url };
}

/**
 * Ends a sign-in with a session. The server compares X's `state` with its own, and the key with the one that began.
 * @param landed the address to which X sent the person back.
 */
export async function finishSignIn(linkId: string, landed: string): Promise<void> {
  const { access_token, expires_at, device_id, person, pin_set } = await exchange(linkId, landed);
  // What happened before this device knew the wallet is history, not news: it must not ring.
  const past = await call(api.listPayments, access_token, { limit: 100 });
  await beginSession(
    {
      accessToken: access_token,
      expiresAt: expires_at,
      deviceId: device_id,
      person,
      pinSet: pin_set,
      signedInAt: Date.now(),
    },
    past.kind === 'done' ? past.value : null,
  );
}

async function exchange(linkId: string, landed: string): Promise<SessionStarted> {
  const answer = new URL(landed).searchParams;
  const [code, state] = [answer.get('code'), answer.get('state')];
  if (code === null || state === null) throw new WalletFailure(walletError('sign_in_cancelled'));
  const ended = await call(api.startSession, null, {
    body: { link_id: linkId, code, state, device_name: await platform.deviceName() },
  });
  if (ended.kind !== 'done') throw new WalletFailure(errorOf(ended));
  return ended.value;
}

/** Chooses the code. It is sent once, kept nowhere. */
export async function choosePin(pin: string): Promise<void> {
  const session = await requireSession();
  const useCounter = await takeUseCounter();
  const bytes = canonicalPinChoice({
    personId: session.person.id,
    deviceId: session.deviceId,
    useCounter,
  });
  const chosen = await callAsPerson(api.choosePin, {
    body: { pin, signature: await signWithDevice(bytes), use_counter: useCounter },
  });
  const alreadyChosen = chosen.kind === 'refused' && chosen.problem.code === 'pin_already_set';
  if (chosen.kind === 'done' || alreadyChosen) await putSingleton('session', { ...session, pinSet: true });
  if (chosen.kind !== 'done') throw new WalletFailure(errorOf(chosen));
}

/**
 * Adds money from a card. The key is derived from nothing: one press of the button is one top-up, and an
 * unknown outcome is told as such; the event stream tells how it ended.
 */
export async function topUp(amountMinor: string, paymentMethod: string): Promise<void> {
  const order = {
    body: { amount: { amount: amountMinor, currency: 'EUR' as const }, payment_method: paymentMethod },
    idempotencyKey: crypto.randomUUID(),
  };
  let outcome = await callAsPerson(api.createTopUp, order);
  if (outcome.kind === 'unknown') outcome = await callAsPerson(api.createTopUp, order);
  if (outcome.kind !== 'done') throw new WalletFailure(errorOf(outcome, 'outcome_unknown'));
  if (outcome.value.state === 'failed') throw new WalletFailure(walletError('card_declined'));
}

/** What the wallet's pages show first. */
export async function walletView(): Promise<WalletView> {
  const session = await getSingleton('session');
  if (!session) return signedOut();
  const [outcome, sync, draft, passkeys, phrase, alerts] = await Promise.all([
    callAsPerson(api.wallet, {}),
    getSingleton('sync'),
    loadDraft(),
    getSingleton('passkeys'),
    getSingleton('phrase'),
    getSingleton('alerts'),
  ]);
  if (outcome.kind === 'refused' && outcome.problem.code === 'unauthenticated') return signedOut();
  const wallet = outcome.kind === 'done' ? outcome.value : null;
  return {
    status: 'signed_in',
    person: wallet?.person ?? session.person,
    wallet,
    pinSet: wallet?.pin_set ?? session.pinSet,
    unseen: sync?.unseen ?? 0,
    passkey: (passkeys?.length ?? 0) > 0,
    phrase: phrase ?? null,
    justSignedIn: Date.now() - (session.signedInAt ?? 0) < FRESH_MS,
    upgrade: isUpgradeRequired(),
    draft,
    alerts: [...(alerts ?? [])],
  };
}

async function signedOut(): Promise<WalletView> {
  return { status: 'signed_out', shutOut: (await getSingleton('shutOut')) ?? false };
}
