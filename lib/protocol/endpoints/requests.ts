/** Asking others for money. */
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { PageQuery, Payment } from '../payments.ts';
import { RequestId } from '../primitives.ts';
import { MoneyRequest, MoneyRequestOrder, MoneyRequestPage } from '../requests.ts';

const RequestParams = z.strictObject({ id: RequestId });

export const requestsEndpoints = {
  createRequest: {
    method: 'POST',
    path: '/v1/requests',
    summary: 'Ask somebody with a wallet for money.',
    auth: 'session',
    presence: 'shows',
    idempotent: true,
    body: MoneyRequestOrder,
    success: { status: 201, schema: MoneyRequest },
  },
  listRequests: {
    method: 'GET',
    path: '/v1/requests',
    summary: 'Requests for money, made and received, newest first.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    query: PageQuery,
    success: { status: 200, schema: MoneyRequestPage },
  },
  acceptRequest: {
    method: 'POST',
    path: '/v1/requests/:id/accept',
    summary: 'Make the payment that was asked for. It awaits your confirmation.',
    auth: 'session',
    presence: 'shows',
    idempotent: true,
    params: RequestParams,
    success: { status: 201, schema: Payment },
  },
  declineRequest: {
    method: 'POST',
    path: '/v1/requests/:id/decline',
    summary: 'Say no to a request.',
    auth: 'session',
    presence: 'shows',
    idempotent: true,
    params: RequestParams,
    success: { status: 200, schema: MoneyRequest },
  },
  cancelRequest: {
    method: 'POST',
    path: '/v1/requests/:id/cancel',
    summary: 'Take back a request of yours.',
    auth: 'session',
    presence: 'shows',
    idempotent: true,
    params: RequestParams,
    success: { status: 200, schema: MoneyRequest },
  },
} as const satisfies Record<string, Endpoint>;
