/** Stand-ins for X and the card acquirer, inside the process. For tests only: the sandbox has real ones. */
import type { Cents } from '../../lib/money.ts';
import {
  AcquirerRefusedError,
  AcquirerUnavailableError,
  type CardAcquirer,
  type Charge,
} from '../funding/port.ts';
import { type XAccount, type XPort, XSignInError, XUnavailableError } from '../x/port.ts';

export const FAKE_AUTHORIZE_URL = 'https://x.invalid/i/oauth2/authorize';

/** X with these accounts. The code that signs an account in is `code-<handle>`. */
export type FakeX = XPort & {
  readonly accounts: Map<string, XAccount>;
  /** While true, X does not answer. */
  down: boolean;
};

export function createFakeX(accounts: readonly XAccount[]): FakeX {
  const byHandle = new Map(accounts.map((account) => [account.handle.toLowerCase(), account]));
  let started = 0;
  const fake: FakeX = {
    accounts: byHandle,
    down: false,
    startAuthorization(redirectUri) {
      started++;
      const state = `state-${process.pid}-${started}`;
      const url = `${FAKE_AUTHORIZE_URL}?state=${state}&redirect_uri=${encodeURIComponent(redirectUri)}`;
      return { url, state, codeVerifier: `verifier-${state}` };
    },
    async finishAuthorization({ code, codeVerifier }) {
      if (fake.down) throw new XUnavailableError('X is down');
      const account = byHandle.get(code.replace(/^code-/, '').toLowerCase());
      if (!account || !codeVerifier.startsWith('verifier-')) throw new XSignInError('X refused the code');
      return account;
    },
    async findByHandle(handle) {
      if (fake.down) throw new XUnavailableError('X is down');
      return byHandle.get(handle.toLowerCase()) ?? null;
    },
  };
  return fake;
}

/**
 * A card acquirer: `pm_card_visa` is charged, `pm_card_declined` declined, `pm_unknown` no card at all, and
 * `pm_card_slow` stays under way until `finishSlow`.
 */
export type FakeCards = CardAcquirer & {
  readonly charges: Map<string, Charge>;
  /** `before`: the order does not arrive. `after`: it does, but its answer is lost. */
  losing: 'nothing' | 'before' | 'after';
  finishSlow(): void;
};

const states: Record<string, Charge['state']> = {
  pm_card_visa: 'paid',
  pm_card_slow: 'processing',
};

export function createFakeCards(): FakeCards {
  const charges = new Map<string, Charge>();
  const charge = (idempotencyKey: string, amount: Cents, paymentMethod: string): Charge => {
    const known = charges.get(idempotencyKey);
    if (known) return known;
    const made: Charge = {
      acquirerId: `pi_${idempotencyKey}`,
      state: states[paymentMethod] ?? 'failed',
      amount,
    };
    charges.set(idempotencyKey, made);
    return made;
  };
  const fake: FakeCards = {
    charges,
    losing: 'nothing',
    async charge({ amount, paymentMethod, idempotencyKey }) {
      if (fake.losing === 'before') throw new AcquirerUnavailableError('not reached');
      if (paymentMethod === 'pm_unknown') throw new AcquirerRefusedError('no such card');
      const made = charge(idempotencyKey, amount, paymentMethod);
      if (fake.losing === 'after') throw new AcquirerUnavailableError('answer lost');
      return made;
    },
    async find(acquirerId) {
      return [...charges.values()].find((made) => made.acquirerId === acquirerId) ?? null;
    },
    finishSlow() {
      for (const [key, made] of charges) {
        if (made.state === 'processing') charges.set(key, { ...made, state: 'paid' });
      }
    },
  };
  return fake;
}
