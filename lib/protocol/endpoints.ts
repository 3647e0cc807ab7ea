/**
 * Every endpoint of the API in one table: method, path, schemas, what it needs. The server's routes, the
 * extension's client and /openapi.json are all made from it, so they cannot disagree.
 */
import type { Endpoint } from './endpoint.ts';
import { commandsEndpoints } from './endpoints/commands.ts';
import { devicesEndpoints } from './endpoints/devices.ts';
import { notificationsEndpoints } from './endpoints/notifications.ts';
import { pageRulesEndpoints } from './endpoints/page-rules.ts';
import { paymentsEndpoints } from './endpoints/payments.ts';
import { peopleEndpoints } from './endpoints/people.ts';
import { requestsEndpoints } from './endpoints/requests.ts';
import { walletEndpoints } from './endpoints/wallet.ts';

export const endpoints = {
  ...peopleEndpoints,
  ...devicesEndpoints,
  ...walletEndpoints,
  ...paymentsEndpoints,
  ...requestsEndpoints,
  ...notificationsEndpoints,
  ...commandsEndpoints,
  ...pageRulesEndpoints,
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** Path of the event stream: server-sent events, so not in the table above. */
export const EVENTS_PATH = '/v1/events';

/** Header names, spelled once. */
export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';
export const IDEMPOTENCY_REPLAYED_HEADER = 'idempotency-replayed';
/** Which client asks, and its version: `extension/1.4.0`. */
export const CLIENT_HEADER = 'moineau-client';
/** With an answer to a client that is too old to do anything but read: `required`. */
export const UPGRADE_HEADER = 'moineau-upgrade';
