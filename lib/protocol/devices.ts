/** The devices on which a person is signed in, as he sees them. */
import { z } from 'zod';
import { DeviceId, DeviceName, Instant, Signature, UseCounter } from './primitives.ts';

export const Device = z.strictObject({
  id: DeviceId,
  name: z.string(),
  linked_at: Instant,
  /** When somebody was last at it himself; null when its session is over. */
  seen_at: Instant.nullable(),
  /** The one that asks. */
  this_one: z.boolean(),
});
export type Device = z.infer<typeof Device>;

/** Those that were not revoked, the one that asks first. */
export const DeviceList = z.strictObject({ items: z.array(Device) });
export type DeviceList = z.infer<typeof DeviceList>;

export const DeviceRename = z.strictObject({ name: DeviceName });

/** The device-key signature alone, over `canonicalWalletAct`. */
export const Signed = z.strictObject({ signature: Signature, use_counter: UseCounter });
export type Signed = z.infer<typeof Signed>;
