// @vitest-environment jsdom
// @vitest-environment-options { "url": "https://api.moineau.example/w/" }
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { platform } from './platform.ts';

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what is kept outlives the page, for a day', async () => {
  vi.useFakeTimers({ now: new Date('2026-11-23T12:00:00Z') });
  await platform.kept.set('draft', { step: 'pay' });
  vi.setSystemTime(new Date('2026-11-24T11:59:00Z'));
  expect(await platform.kept.get('draft')).toEqual({ step: 'pay' });
  vi.setSystemTime(new Date('2026-11-24T12:01:00Z'));
  expect(await platform.kept.get('draft')).toBeUndefined();
});

test('what is removed, was never kept or can’t be read is nothing', async () => {
  await platform.kept.set('draft', 1);
  await platform.kept.remove('draft');
  expect(await platform.kept.get('draft')).toBeUndefined();
  localStorage.setItem('moineau.draft', '{"value":{}}');
  expect(await platform.kept.get('draft')).toBeUndefined();
  localStorage.setItem('moineau.draft', '{half');
  expect(await platform.kept.get('draft')).toBeUndefined();
});

test('X sends people back to the page’s own origin', () => {
  expect(platform.redirectUri()).toBe('https://api.moineau.example/w/signed-in');
});

test.each([
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile Safari/604.1',
    'Safari, iPhone',
  ],
  ['Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 'Firefox, Android'],
  [
    'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36',
    'Chrome, Android',
  ],
])('a device is named as its owner knows it: %s', async (userAgent, name) => {
  vi.stubGlobal('navigator', { userAgent });
  expect(await platform.deviceName()).toBe(name);
});

test('where a browser says what it is, its own name is taken and not its engine’s', async () => {
  const brands = [{ brand: 'Not;A=Brand' }, { brand: 'Chromium' }, { brand: 'Google Chrome' }];
  vi.stubGlobal('navigator', { userAgent: 'Chrome', userAgentData: { brands, platform: 'Android' } });
  expect(await platform.deviceName()).toBe('Google Chrome, Android');
});
