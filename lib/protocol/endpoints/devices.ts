/** Devices, sessions and passkeys of a person, and his code once it is chosen. */
import { z } from 'zod';
import { DeviceList, DeviceRename, Signed } from '../devices.ts';
import type { Endpoint } from '../endpoint.ts';
import { PasskeyList, PasskeyOrder } from '../passkeys.ts';
import { PinChange, PinReset } from '../people.ts';
import { DeviceId, PasskeyId } from '../primitives.ts';

const DeviceParams = z.strictObject({ id: DeviceId });
const PasskeyParams = z.strictObject({ id: PasskeyId });
const nothing = { status: 204, schema: z.undefined() } as const;

export const devicesEndpoints = {
  listDevices: {
    method: 'GET',
    path: '/v1/devices',
    summary: 'Your devices.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: DeviceList },
  },
  renameDevice: {
    method: 'POST',
    path: '/v1/devices/:id/rename',
    summary: 'Give one of your devices another name.',
    auth: 'session',
    presence: 'needs',
    idempotent: false,
    params: DeviceParams,
    body: DeviceRename,
    success: { status: 200, schema: DeviceList },
  },
  revokeDevice: {
    method: 'POST',
    path: '/v1/devices/:id/revoke',
    summary: 'Shut a device out: its sessions and streams end, and its key is never taken again.',
    auth: 'session',
    // At once, like freezing: whoever has lost a device need not remember his code first.
    presence: 'shows',
    idempotent: false,
    params: DeviceParams,
    body: Signed,
    success: { status: 200, schema: DeviceList },
  },
  unlinkX: {
    method: 'POST',
    path: '/v1/link/x/end',
    summary: 'Shut all devices out. The wallet stays, for whoever signs in with the same X account.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    body: Signed,
    success: nothing,
  },
  endSession: {
    method: 'POST',
    path: '/v1/sessions/end',
    summary: 'Sign out.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: nothing,
  },
  keepSession: {
    method: 'POST',
    path: '/v1/sessions/keep',
    summary: 'The person is at the device: his session is not idle.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    success: nothing,
  },
  changePin: {
    method: 'POST',
    path: '/v1/pin/change',
    summary: 'Another code, proved by the old one or a passkey.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    body: PinChange,
    success: nothing,
  },
  resetPin: {
    method: 'POST',
    path: '/v1/pin/reset',
    summary: 'Another code, proved by having signed in with X within the last ten minutes.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    body: PinReset,
    success: nothing,
  },
  listPasskeys: {
    method: 'GET',
    path: '/v1/passkeys',
    summary: 'Your passkeys.',
    auth: 'session',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: PasskeyList },
  },
  addPasskey: {
    method: 'POST',
    path: '/v1/passkeys',
    summary: 'Add a passkey, which then does in the place of the code.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    body: PasskeyOrder,
    success: { status: 200, schema: PasskeyList },
  },
  removePasskey: {
    method: 'POST',
    path: '/v1/passkeys/:id/remove',
    summary: 'Remove a passkey.',
    auth: 'session',
    presence: 'shows',
    idempotent: false,
    params: PasskeyParams,
    body: Signed,
    success: { status: 200, schema: PasskeyList },
  },
} as const satisfies Record<string, Endpoint>;
