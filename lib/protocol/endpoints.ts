/**
 * Every endpoint of the API in one table: method, path, schemas, what it needs. The server's routes, the
 * extension's client and /openapi.json are all made from it, so they cannot disagree.
 */
import { z } from 'zod';
import {
  Confirmation,
  PageQuery,
  Payment,
  PaymentOrder,
  PaymentPage,
  Refund,
  RefundOrder,
  Split,
  SplitConfirmation,
  SplitOrder,
  TopUp,
  TopUpOrder,
} from './payments.ts';
import {
  LinkStart,
  LinkStarted,
  Payee,
  PayeeQuery,
  PinChoice,
  SessionStart,
  SessionStarted,
  Wallet,
} from './people.ts';
import { PaymentId, SplitId, TopUpId } from './primitives.ts';

/**
 * `proof`: a DPoP proof alone (there is no session yet). `session`: access token and DPoP proof (RFC 9449).
 */
export type Authentication = 'none' | 'proof' | 'session';

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly auth: Authentication;
  /** Whether an Idempotency-Key is required. */
  readonly idempotent: boolean;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly success: { readonly status: 200 | 201 | 204; readonly schema: z.ZodType };
};

const PaymentParams = z.strictObject({ id: PaymentId });
const SplitParams = z.strictObject({ id: SplitId });
const TopUpParams = z.strictObject({ id: TopUpId });

export const endpoints = {
  startLink: {
    method: 'POST',
    path: '/v1/link/x',
    summary: 'Start signing in with X (OAuth 2.0 with PKCE).',
    auth: 'proof',
    idempotent: false,
    body: LinkStart,
    success: { status: 201, schema: LinkStarted },
  },
  startSession: {
    method: 'POST',
    path: '/v1/sessions',
    summary: "End signing in with X; enrols the proof's key as this device's.",
    auth: 'proof',
    idempotent: false,
    body: SessionStart,
    success: { status: 201, schema: SessionStarted },
  },
  choosePin: {
    method: 'PUT',
    path: '/v1/pin',
    summary: 'Choose the code.',
    auth: 'session',
    idempotent: false,
    body: PinChoice,
    success: { status: 204, schema: z.undefined() },
  },
  wallet: {
    method: 'GET',
    path: '/v1/wallet',
    summary: 'The wallet: its holder, balance and limits.',
    auth: 'session',
    idempotent: false,
    success: { status: 200, schema: Wallet },
  },
  resolvePayee: {
    method: 'POST',
    path: '/v1/payees/resolve',
    summary: "An X handle to X's numeric id, and whether it has a wallet.",
    auth: 'session',
    idempotent: false,
    body: PayeeQuery,
    success: { status: 200, schema: Payee },
  },
  createPayment: {
    method: 'POST',
    path: '/v1/payments',
    summary: 'Order a payment. It awaits confirmation and moves nothing.',
    auth: 'session',
    idempotent: true,
    body: PaymentOrder,
    success: { status: 201, schema: Payment },
  },
  listPayments: {
    method: 'GET',
    path: '/v1/payments',
    summary: 'Payments made and received, newest first.',
    auth: 'session',
    idempotent: false,
    query: PageQuery,
    success: { status: 200, schema: PaymentPage },
  },
  getPayment: {
    method: 'GET',
    path: '/v1/payments/:id',
    summary: 'One payment.',
    auth: 'session',
    idempotent: false,
    params: PaymentParams,
    success: { status: 200, schema: Payment },
  },
  confirmPayment: {
    method: 'POST',
    path: '/v1/payments/:id/confirm',
    summary: 'Confirm with the code and a signature over the terms. This moves the money.',
    auth: 'session',
    idempotent: true,
    params: PaymentParams,
    body: Confirmation,
    success: { status: 200, schema: Payment },
  },
  cancelPayment: {
    method: 'POST',
    path: '/v1/payments/:id/cancel',
    summary: 'Cancel a payment that awaits confirmation, or one that is still held.',
    auth: 'session',
    idempotent: true,
    params: PaymentParams,
    success: { status: 200, schema: Payment },
  },
  refundPayment: {
    method: 'POST',
    path: '/v1/payments/:id/refunds',
    summary: 'Give back a payment that was received, in full or in part.',
    auth: 'session',
    idempotent: true,
    params: PaymentParams,
    body: RefundOrder,
    success: { status: 201, schema: Refund },
  },
  listHeld: {
    method: 'GET',
    path: '/v1/held',
    summary: 'Money that is held for your X account, newest first.',
    auth: 'session',
    idempotent: false,
    query: PageQuery,
    success: { status: 200, schema: PaymentPage },
  },
  claimHeld: {
    method: 'POST',
    path: '/v1/held/:id/claim',
    summary: 'Take money that is held for your X account.',
    auth: 'session',
    idempotent: true,
    params: PaymentParams,
    success: { status: 200, schema: Payment },
  },
  declineHeld: {
    method: 'POST',
    path: '/v1/held/:id/decline',
    summary: 'Send back money that is held for your X account.',
    auth: 'session',
    idempotent: true,
    params: PaymentParams,
    success: { status: 200, schema: Payment },
  },
  createSplit: {
    method: 'POST',
    path: '/v1/splits',
    summary: 'Order payments to several payees, to be confirmed as one.',
    auth: 'session',
    idempotent: true,
    body: SplitOrder,
    success: { status: 201, schema: Split },
  },
  getSplit: {
    method: 'GET',
    path: '/v1/splits/:id',
    summary: 'One split with its payments.',
    auth: 'session',
    idempotent: false,
    params: SplitParams,
    success: { status: 200, schema: Split },
  },
  confirmSplit: {
    method: 'POST',
    path: '/v1/splits/:id/confirm',
    summary: 'Confirm all payments of a split: all of them are paid, or none.',
    auth: 'session',
    idempotent: true,
    params: SplitParams,
    body: SplitConfirmation,
    success: { status: 200, schema: Split },
  },
  cancelSplit: {
    method: 'POST',
    path: '/v1/splits/:id/cancel',
    summary: 'Cancel all payments of a split that awaits confirmation.',
    auth: 'session',
    idempotent: true,
    params: SplitParams,
    success: { status: 200, schema: Split },
  },
  createTopUp: {
    method: 'POST',
    path: '/v1/topups',
    summary: "Money from a card into the wallet, by the acquirer's card token.",
    auth: 'session',
    idempotent: true,
    body: TopUpOrder,
    success: { status: 201, schema: TopUp },
  },
  getTopUp: {
    method: 'GET',
    path: '/v1/topups/:id',
    summary: 'One top-up; asks the acquirer when it is still under way.',
    auth: 'session',
    idempotent: false,
    params: TopUpParams,
    success: { status: 200, schema: TopUp },
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** Path of the event stream: server-sent events, so not in the table above. */
export const EVENTS_PATH = '/v1/events';

/** Header names, spelled once. */
export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';
export const IDEMPOTENCY_REPLAYED_HEADER = 'idempotency-replayed';
