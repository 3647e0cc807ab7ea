/** Payments asked for by writing on X, and what X's people get to see. */
import { z } from 'zod';
import { Command, CommandId, CommandList, Disclosure, Invitation, VisibilityChoice } from '../commands.ts';
import type { Endpoint } from '../endpoint.ts';
import { Payment } from '../payments.ts';
import { PaymentId } from '../primitives.ts';

const PaymentParams = z.strictObject({ id: PaymentId });

export const commandsEndpoints = {
  listCommands: {
    method: 'GET',
    path: '/v1/commands',
    summary: 'The last fifty texts of yours that the service has read on X.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: CommandList },
  },
  getCommand: {
    method: 'GET',
    path: '/v1/commands/:id',
    summary: 'One text of yours that the service has read on X.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    params: z.strictObject({ id: CommandId }),
    success: { status: 200, schema: Command },
  },
  chooseVisibility: {
    method: 'POST',
    path: '/v1/payments/:id/visibility',
    summary: 'Choose who sees a payment, while it awaits your confirmation; for a split, all of it.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    params: PaymentParams,
    body: VisibilityChoice,
    success: { status: 200, schema: Payment },
  },
  getDisclosure: {
    method: 'GET',
    path: '/v1/payments/:id/disclosure',
    summary: "What X's people get to see of a payment of yours.",
    auth: 'session',
    presence: 'none',
    idempotent: false,
    params: PaymentParams,
    success: { status: 200, schema: Disclosure },
  },
  removeDisclosure: {
    method: 'POST',
    path: '/v1/payments/:id/disclosure/remove',
    summary: 'Take back the public post of a payment. Payer and payee may.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    params: PaymentParams,
    success: { status: 200, schema: Disclosure },
  },
  getInvitation: {
    method: 'GET',
    path: '/v1/payments/:id/invitation',
    summary: 'Text and address for the payee of held money, to be passed on by its payer.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    params: PaymentParams,
    success: { status: 200, schema: Invitation },
  },
  refuseInvitations: {
    method: 'POST',
    path: '/v1/invitations/refuse',
    summary: 'Hear nothing of the service on X any more, and be invited by nobody, for ever.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    success: { status: 204, schema: z.undefined() },
  },
} as const satisfies Record<string, Endpoint>;
