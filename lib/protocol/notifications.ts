/** Web Push: where a browser wants to be told, and what it is told. */
import { z } from 'zod';
import { Handle, Instant, Money, PaymentId, prefixedId, RequestId } from './primitives.ts';

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** What `PushManager.subscribe` gave, as its `toJSON()` has it, and what the person wants. */
export const PushSubscriptionOrder = z.strictObject({
  /** At a push service that the API knows: no other address is ever called. */
  endpoint: z.url({ protocol: /^https$/ }).max(1024),
  keys: z.strictObject({
    /** The browser's public key (P-256, uncompressed: 65 bytes). */
    p256dh: Base64Url.length(87),
    /** The browser's secret (16 bytes). */
    auth: Base64Url.length(22),
  }),
  /** Messages bear no amount. */
  hide_amounts: z.boolean(),
});
export type PushSubscriptionOrder = z.infer<typeof PushSubscriptionOrder>;

/** What this device has asked for. */
export const PushSettings = z.strictObject({
  /** `applicationServerKey` of the subscription; null: this server sends nothing. */
  public_key: z.string().nullable(),
  subscription: z.strictObject({ hide_amounts: z.boolean(), created_at: Instant }).nullable(),
});
export type PushSettings = z.infer<typeof PushSettings>;

const somebody = { from: z.strictObject({ name: z.string(), handle: Handle }) };
/** Null where the person wants no amounts to be shown. */
const amount = Money.nullable();

/** What is pushed, as JSON, encrypted for the one browser. `seq`: the last event that it is about. */
export const PushMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('payment.received'),
    seq: z.int(),
    payment_id: PaymentId,
    amount,
    ...somebody,
  }),
  z.strictObject({
    kind: z.literal('payment.thanked'),
    seq: z.int(),
    payment_id: PaymentId,
    amount,
    ...somebody,
  }),
  z.strictObject({
    kind: z.literal('request.received'),
    seq: z.int(),
    request_id: RequestId,
    amount,
    ...somebody,
  }),
  /** He has asked for it by writing on X: it waits for his code. `to`: whom he pays. */
  z.strictObject({
    kind: z.literal('payment.asked'),
    seq: z.int(),
    payment_id: PaymentId,
    amount,
    to: somebody.from,
  }),
  /** What he wrote on X ordered nothing: `GET /v1/commands` says why. */
  z.strictObject({ kind: z.literal('command.refused'), seq: z.int(), command_id: prefixedId('cmd') }),
  z.strictObject({ kind: z.literal('device.revoked'), seq: z.int(), device: z.string() }),
  /** More than three at once are told as one. */
  z.strictObject({ kind: z.literal('several'), seq: z.int(), count: z.int() }),
]);
export type PushMessage = z.infer<typeof PushMessage>;
