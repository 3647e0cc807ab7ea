/**
 * The bytes that a device signs (RFC 8785). The server rebuilds them from its own row; a signature over other bytes is
 * worth nothing. Apart from the schemas, so that the extension's background need not carry those.
 */
import canonicalize from 'canonicalize';
import type { z } from 'zod';
import type { DeviceId, PasskeyId, PersonId } from './primitives.ts';
import type { SplitTerms, Terms } from './terms.ts';

const encoder = new TextEncoder();

function canonicalBytes(value: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('value has no canonical form');
  return encoder.encode(text);
}

/** The bytes a device signs to confirm a payment or a split: the terms, this device, and its counter. */
export function canonicalConfirmation(
  terms: Terms | SplitTerms,
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

/** What a person does with his own wallet that his device signs, beside paying and choosing the code. */
export type WalletAct =
  | {
      readonly action: 'limits.change';
      /** Cents as text; null: no limit of his own. */
      readonly in_24_hours_minor: string | null;
      readonly in_30_days_minor: string | null;
    }
  | {
      readonly action:
        | 'wallet.unfreeze'
        | 'wallet.erase'
        | 'session.unlock'
        | 'pin.change'
        | 'pin.reset'
        | 'passkey.add'
        | 'x.unlink';
    }
  | { readonly action: 'device.revoke'; readonly device: z.infer<typeof DeviceId> }
  | { readonly action: 'passkey.remove'; readonly passkey: z.infer<typeof PasskeyId> };

/** The bytes a device signs for such an act. A code that goes with it is not in them. */
export function canonicalWalletAct(
  act: WalletAct,
  signer: {
    personId: z.infer<typeof PersonId>;
    deviceId: z.infer<typeof DeviceId>;
    useCounter: number;
  },
): Uint8Array<ArrayBuffer> {
  return canonicalBytes({
    v: 1,
    ...act,
    person_id: signer.personId,
    device_id: signer.deviceId,
    use_counter: signer.useCounter,
  });
}
