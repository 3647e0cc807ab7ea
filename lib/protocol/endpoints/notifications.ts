/** Telling a browser of what happens while nothing of ours is open in it (Web Push). */
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { PushSettings, PushSubscriptionOrder } from '../notifications.ts';

export const notificationsEndpoints = {
  pushSettings: {
    method: 'GET',
    path: '/v1/push-subscriptions',
    summary: "The key to subscribe with, and this device's subscription.",
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: PushSettings },
  },
  subscribePush: {
    method: 'POST',
    path: '/v1/push-subscriptions',
    summary:
      "Tell this device of what comes in, by its browser's push service. Replaces what it asked for before.",
    auth: 'session',
    presence: 'none',
    idempotent: false,
    body: PushSubscriptionOrder,
    success: { status: 200, schema: PushSettings },
  },
  unsubscribePush: {
    method: 'DELETE',
    path: '/v1/push-subscriptions',
    summary: 'Push nothing to this device any more.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 204, schema: z.undefined() },
  },
} as const satisfies Record<string, Endpoint>;
