/** The push services of the browsers' makers, behind one port. What it carries is encrypted for one browser. */
import type { PushSubscriptionOrder } from '../../lib/protocol/index.ts';

/** Where one browser is told. */
export type PushTarget = Pick<PushSubscriptionOrder, 'endpoint' | 'keys'>;

/**
 * `gone`: the browser has taken its subscription back, for good. `later`: perhaps another time, not before so many seconds
 * if the service said. `refused`: the service does not want this message, and never will.
 */
export type PushOutcome =
  | { readonly kind: 'sent' | 'gone' | 'refused' }
  | { readonly kind: 'later'; readonly afterSeconds: number | null };

export type PushGateway = {
  /** What browsers subscribe with (VAPID, RFC 8292); null: nothing is sent. */
  readonly publicKey: string | null;
  /** Whether an endpoint is at a push service that we know. */
  knows(endpoint: string): boolean;
  /** Never throws. */
  send(target: PushTarget, message: string): Promise<PushOutcome>;
};

/** Where no keys are configured. */
export const noPush: PushGateway = {
  publicKey: null,
  knows: () => false,
  send: async () => ({ kind: 'refused' }),
};
