/** The wallet of a person: what is in it, its limits, money into it, leaving. */
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { Limits, LimitsChange, SignedAct } from '../limits.ts';
import { TopUp, TopUpOrder } from '../payments.ts';
import { Wallet } from '../people.ts';
import { TopUpId } from '../primitives.ts';

const TopUpParams = z.strictObject({ id: TopUpId });

export const walletEndpoints = {
  wallet: {
    method: 'GET',
    path: '/v1/wallet',
    summary: 'The wallet: its holder, balance and limits.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: Wallet },
  },
  getLimits: {
    method: 'GET',
    path: '/v1/limits',
    summary: "Everyone's limits, your own, and what is left of them.",
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: Limits },
  },
  changeLimits: {
    method: 'PUT',
    path: '/v1/limits',
    summary: 'Set limits of your own: lower ones at once, higher ones after a day.',
    auth: 'session',
    presence: 'needs',
    idempotent: false,
    body: LimitsChange,
    success: { status: 200, schema: Limits },
  },
  freezeWallet: {
    method: 'POST',
    path: '/v1/wallet/freeze',
    summary: 'Let nothing leave the wallet, at once.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: Wallet },
  },
  unfreezeWallet: {
    method: 'POST',
    path: '/v1/wallet/unfreeze',
    summary: 'Open a frozen wallet again, with the code and a signature.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    body: SignedAct,
    success: { status: 200, schema: Wallet },
  },
  eraseWallet: {
    method: 'POST',
    path: '/v1/wallet/erase',
    summary: 'Leave: erase what is known of you, once the wallet is empty. All sessions end.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    body: SignedAct,
    success: { status: 204, schema: z.undefined() },
  },
  createTopUp: {
    method: 'POST',
    path: '/v1/topups',
    summary: "Money from a card into the wallet, by the acquirer's card token.",
    auth: 'session',
    presence: 'shows',
    idempotent: true,
    body: TopUpOrder,
    success: { status: 201, schema: TopUp },
  },
  getTopUp: {
    method: 'GET',
    path: '/v1/topups/:id',
    summary: 'One top-up; asks the acquirer when it is still under way.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    params: TopUpParams,
    success: { status: 200, schema: TopUp },
  },
} as const satisfies Record<string, Endpoint>;
