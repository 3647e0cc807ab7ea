/** What a person does with his devices, code and passkeys, for tests: each over the client of one device. */
import { randomUUID } from 'node:crypto';
import {
  canonicalConfirmation,
  canonicalWalletAct,
  type DeviceList,
  type PasskeyList,
  type Payment,
  type Terms,
  type WalletAct,
} from '../../lib/protocol/index.ts';
import { type ApiClient, signBytes } from './client.ts';
import type { Authenticator, GestureChanges } from './passkey.ts';

export const devicesOf = (client: ApiClient) => client.send<DeviceList>('GET', '/v1/devices');

export const renameDevice = (client: ApiClient, id: string, name: string) =>
  client.send<DeviceList>('POST', `/v1/devices/${id}/rename`, { body: { name } });

export async function revokeDevice(client: ApiClient, id: string) {
  const body = await client.signAct({ action: 'device.revoke', device: id });
  return client.send<DeviceList>('POST', `/v1/devices/${id}/revoke`, { body });
}

export const unlinkX = async (client: ApiClient) =>
  client.send('POST', '/v1/link/x/end', { body: await client.signAct({ action: 'x.unlink' }) });

export const changePin = async (client: ApiClient, pin: string, newPin: string) =>
  client.send('POST', '/v1/pin/change', {
    body: { pin, new_pin: newPin, ...(await client.signAct({ action: 'pin.change' })) },
  });

export const resetPin = async (client: ApiClient, newPin: string) =>
  client.send('POST', '/v1/pin/reset', {
    body: { new_pin: newPin, ...(await client.signAct({ action: 'pin.reset' })) },
  });

export const passkeysOf = (client: ApiClient) => client.send<PasskeyList>('GET', '/v1/passkeys');

/** Adds the authenticator's passkey, with the code. */
export async function addPasskey(
  client: ApiClient,
  authenticator: Authenticator,
  { pin, ...changes }: GestureChanges & { pin: string },
) {
  const act = { action: 'passkey.add' } as const;
  const useCounter = client.nextCounter();
  const signed = await client.signAct(act, { useCounter });
  const made = authenticator.register(actBytes(client, act, useCounter), changes);
  return client.send<PasskeyList>('POST', '/v1/passkeys', {
    body: { name: 'laptop', pin, ...signed, ...made },
  });
}

export async function removePasskey(client: ApiClient, id: string) {
  const body = await client.signAct({ action: 'passkey.remove', passkey: id });
  return client.send<PasskeyList>('POST', `/v1/passkeys/${id}/remove`, { body });
}

/** Acts that are proved by code or passkey, proved by passkey. */
export async function actByPasskey(
  client: ApiClient,
  authenticator: Authenticator,
  path: string,
  act: WalletAct,
  more: object = {},
) {
  const useCounter = client.nextCounter();
  const signed = await client.signAct(act, { useCounter });
  const passkey = authenticator.assert(actBytes(client, act, useCounter));
  return client.send('POST', path, { body: { passkey, ...signed, ...more } });
}

/** The body of a confirmation by passkey. `over`: other terms for the gesture than for the device's signature. */
export async function passkeyConfirmation(
  client: ApiClient,
  authenticator: Authenticator,
  terms: Terms,
  changes: GestureChanges & { over?: Terms } = {},
) {
  const { over = terms, ...gesture } = changes;
  const useCounter = client.nextCounter();
  const device = { deviceId: client.session.device_id, useCounter };
  return {
    version: terms.version,
    passkey: authenticator.assert(canonicalConfirmation(over, device), gesture),
    signature: await signBytes(client.key, canonicalConfirmation(terms, device)),
    use_counter: useCounter,
  };
}

export async function confirmByPasskey(
  client: ApiClient,
  authenticator: Authenticator,
  payment: Payment,
  changes: GestureChanges & { over?: Terms } = {},
) {
  if (!payment.terms) throw new Error('nothing to confirm');
  const body = await passkeyConfirmation(client, authenticator, payment.terms, changes);
  return client.send<Payment>('POST', `/v1/payments/${payment.id}/confirm`, { key: randomUUID(), body });
}

function actBytes(client: ApiClient, act: WalletAct, useCounter: number): Uint8Array {
  return canonicalWalletAct(act, {
    personId: client.session.person.id,
    deviceId: client.session.device_id,
    useCounter,
  });
}
