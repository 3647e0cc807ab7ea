// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const callAsPerson = vi.hoisted(() => vi.fn());
const preferences = vi.hoisted(() => vi.fn());
vi.mock('../lib/wallet/session.ts', () => ({ callAsPerson }));
vi.mock('../lib/wallet/announce.ts', () => ({ preferences }));

const { pushState, renewPush, turnPushOn } = await import('./push.ts');

const KEY = 'B'.repeat(87);
const subscription = {
  unsubscribe: vi.fn(async () => true),
  toJSON: () => ({
    endpoint: 'https://push.example/1',
    keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) },
  }),
};
const subscribe = vi.fn();
const getSubscription = vi.fn();
const requestPermission = vi.fn();
let known: { hide_amounts: boolean; created_at: string } | null;
let publicKey: string | null;

const told = () =>
  callAsPerson.mock.calls.filter(([{ name }]) => name === 'subscribePush').map(([, { body }]) => body);

beforeEach(() => {
  vi.clearAllMocks();
  known = null;
  publicKey = KEY;
  preferences.mockResolvedValue({ notify: true, hideAmounts: false, quiet: null });
  callAsPerson.mockImplementation(async () => ({
    kind: 'done',
    value: { public_key: publicKey, subscription: known },
  }));
  subscribe.mockResolvedValue(subscription);
  getSubscription.mockResolvedValue(null);
  requestPermission.mockResolvedValue('granted');
  const registration = { pushManager: { subscribe, getSubscription } };
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', { permission: 'default', requestPermission });
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => registration } });
});
afterEach(() => vi.unstubAllGlobals());

test('it is off until somebody turns it on, and then the API knows where', async () => {
  expect(await pushState()).toBe('off');
  expect(requestPermission).not.toHaveBeenCalled();
  expect(await turnPushOn()).toBe('on');
  expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: KEY });
  expect(told()).toEqual([{ ...subscription.toJSON(), hide_amounts: false }]);
});

test('who says no is asked no further, and nothing is told to the API', async () => {
  requestPermission.mockResolvedValue('denied');
  expect(await turnPushOn()).toBe('denied');
  expect(subscribe).not.toHaveBeenCalled();
  expect(told()).toEqual([]);
});

test('it is no offer where this server pushes nothing, or this browser can’t', async () => {
  publicKey = null;
  expect(await pushState()).toBe('unavailable');
  vi.stubGlobal('navigator', {});
  expect(await pushState()).toBe('unavailable');
});

test('a browser that does not subscribe leaves it off', async () => {
  subscribe.mockRejectedValue(new DOMException('no push service', 'AbortError'));
  expect(await turnPushOn()).toBe('off');
});

test('at each start the API is told again where, as the person had wanted it; where there is nothing, nothing is told', async () => {
  await renewPush();
  expect(callAsPerson).not.toHaveBeenCalled();
  getSubscription.mockResolvedValue(subscription);
  preferences.mockResolvedValue({ notify: true, hideAmounts: true, quiet: null });
  await renewPush();
  expect(told()).toMatchObject([{ hide_amounts: true }]);
});

test('who wants no notifications any more is pushed none, here and at the API', async () => {
  getSubscription.mockResolvedValue(subscription);
  preferences.mockResolvedValue({ notify: false, hideAmounts: false, quiet: null });
  await renewPush();
  expect(told()).toEqual([]);
  expect(callAsPerson.mock.calls.map(([{ name }]) => name)).toEqual(['unsubscribePush']);
  expect(subscription.unsubscribe).toHaveBeenCalledTimes(1);
});
