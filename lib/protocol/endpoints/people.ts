/** Signing in, the session, the code, other people. */
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { SignedAct } from '../limits.ts';
import {
  LinkStart,
  LinkStarted,
  Payee,
  PayeeQuery,
  PinChoice,
  SessionStart,
  SessionStarted,
} from '../people.ts';
import { PersonId } from '../primitives.ts';

const PersonParams = z.strictObject({ id: PersonId });

export const peopleEndpoints = {
  startLink: {
    method: 'POST',
    path: '/v1/link/x',
    summary: 'Start signing in with X (OAuth 2.0 with PKCE).',
    auth: 'proof',
    presence: 'none',
    idempotent: false,
    body: LinkStart,
    success: { status: 201, schema: LinkStarted },
  },
  startSession: {
    method: 'POST',
    path: '/v1/sessions',
    summary: "End signing in with X; enrols the proof's key as this device's.",
    auth: 'proof',
    presence: 'none',
    idempotent: false,
    body: SessionStart,
    success: { status: 201, schema: SessionStarted },
  },
  unlockSession: {
    method: 'POST',
    path: '/v1/sessions/unlock',
    summary: 'Open a session again that was idle for too long, with the code and a signature.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    body: SignedAct,
    success: { status: 204, schema: z.undefined() },
  },
  choosePin: {
    method: 'PUT',
    path: '/v1/pin',
    summary: 'Choose the code.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    body: PinChoice,
    success: { status: 204, schema: z.undefined() },
  },
  resolvePayee: {
    method: 'POST',
    path: '/v1/payees/resolve',
    summary: "An X handle to X's numeric id, and whether it has a wallet.",
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    body: PayeeQuery,
    success: { status: 200, schema: Payee },
  },
  blockPerson: {
    method: 'POST',
    path: '/v1/people/:id/block',
    summary: 'See no more requests of this person. He is not told.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    params: PersonParams,
    success: { status: 204, schema: z.undefined() },
  },
  unblockPerson: {
    method: 'POST',
    path: '/v1/people/:id/unblock',
    summary: 'See the requests of this person again, from now on.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    params: PersonParams,
    success: { status: 204, schema: z.undefined() },
  },
} as const satisfies Record<string, Endpoint>;
