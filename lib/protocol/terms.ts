/**
 * The terms: what the payer is shown and signs, and their canonical bytes (RFC 8785). The server rebuilds
 * them from its own row; a signature over other bytes is worth nothing (RTS 2018/389 art. 5(1), dynamic linking).
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { type DeviceId, Instant, PaymentId, PersonId } from './primitives.ts';

export const Terms = z.strictObject({
  v: z.literal(1),
  payment_id: PaymentId,
  /** Grows when amount, payee or fee change; that voids the nonce and every earlier signature. */
  version: z.int().min(1),
  amount_minor: z.string(),
  currency: z.literal('EUR'),
  fee_minor: z.string(),
  payee_id: PersonId,
  /** Name and handle as the payer saw them. */
  payee_label: z.string(),
  /** The memo, or an empty text. */
  purpose: z.string(),
  /** Single use, 128 bits, base64url. */
  nonce: z.string(),
  expires_at: Instant,
});
export type Terms = z.infer<typeof Terms>;

const encoder = new TextEncoder();

function canonicalBytes(value: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('value has no canonical form');
  return encoder.encode(text);
}

/** The bytes a device signs to confirm a payment: the terms, this device, and its counter. */
export function canonicalConfirmation(
  terms: Terms,
  device: { deviceId: z.infer<typeof DeviceId>; useCounter: number },
): Uint8Array<ArrayBuffer> {
  return canonicalBytes({ ...terms, device_id: device.deviceId, use_counter: device.useCounter });
}

/** The bytes a device signs to choose the code of its person. The code itself is not in them. */
export function canonicalPinChoice(choice: {
  personId: z.infer<typeof PersonId>;
  deviceId: z.infer<typeof DeviceId>;
  useCounter: number;
}): Uint8Array<ArrayBuffer> {
  return canonicalBytes({
    v: 1,
    action: 'pin.choose',
    person_id: choice.personId,
    device_id: choice.deviceId,
    use_counter: choice.useCounter,
  });
}
