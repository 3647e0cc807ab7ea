import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { platform } from '#platform';
import { alice, chloe, euros, samplePage, samplePayment } from '../protocol/samples.fixture.ts';
import { getSingleton, putSingleton } from '../store/database.ts';
import {
  beginSession,
  changeAlerts,
  endSession,
  markRefusedRead,
  markSeen,
  takeInEvent,
} from '../store/session.ts';
import { isQuiet, showBadge, tellNews, usualPreferences } from './announce.ts';

const session = {
  accessToken: 't',
  expiresAt: '2027-01-01T00:00:00Z',
  deviceId: 'dev_1',
  person: alice,
  pinSet: true,
};
const at = '2026-11-23T12:00:00.000Z';
const noon = new Date(2026, 10, 23, 12, 0);
const night = new Date(2026, 10, 23, 23, 30);

const shown = () => fakeBrowser.notifications.getAll() as Promise<Record<string, unknown>>;
vi.spyOn(platform, 'language').mockReturnValue('en');
const create = vi.spyOn(fakeBrowser.notifications, 'create');
const titles = () => create.mock.calls.map((call) => (call[1] as unknown as { title: string }).title);

let seq = 0;
const arrive = (serial: number, memo: string | null = null) =>
  takeInEvent({
    ...{ seq: ++seq, at, type: 'payment.received' },
    payment: samplePayment(serial, {
      direction: 'in',
      payer: chloe,
      payee: alice,
      amount: euros('1250'),
      memo,
    }),
  });

beforeEach(async () => {
  fakeBrowser.reset();
  create.mockClear();
  seq = 0;
  await endSession();
  await beginSession(session, samplePage());
});

it('tells of each payment that came in, once', async () => {
  await arrive(1, 'Le cadeau');
  await tellNews(noon);
  await tellNews(noon);
  expect(titles()).toEqual(['Chloé Petit sent you €12.50']);
  expect(create.mock.calls[0]).toMatchObject([
    samplePayment(1).id,
    { message: 'Le cadeau', buttons: [{ title: 'Say thank you' }] },
  ]);
});

it('T37 tells what a worker that was stopped had taken in, at the next start', async () => {
  await arrive(1);
  expect(await shown()).toEqual({});
  await tellNews(noon);
  expect(titles()).toHaveLength(1);
});

it('makes one of more than three', async () => {
  for (let serial = 1; serial <= 3; serial++) {
    await arrive(serial);
    await tellNews(noon);
  }
  expect(Object.keys(await shown())).toHaveLength(3);
  await arrive(4);
  await tellNews(noon);
  expect(Object.keys(await shown())).toEqual(['moineau.several']);
  expect(titles().at(-1)).toBe('4 new payments');
});

it('hides amounts, and memos with them', async () => {
  await putSingleton('preferences', { ...usualPreferences, hideAmounts: true });
  await arrive(1, '12,50 pour le cadeau');
  await tellNews(noon);
  expect(titles()).toEqual(['Chloé Petit sent you money']);
  expect(JSON.stringify(create.mock.calls)).not.toMatch(/12[.,]50/);
});

it('waits while it is quiet, and tells when it is over', async () => {
  await putSingleton('preferences', { ...usualPreferences, quiet: { from: '22:00', until: '07:00' } });
  await arrive(1);
  await tellNews(night);
  expect(titles()).toEqual([]);
  await tellNews(noon);
  expect(titles()).toHaveLength(1);
});

it('tells nothing where nothing is wanted, and nothing of it later', async () => {
  await putSingleton('preferences', { ...usualPreferences, notify: false });
  await arrive(1);
  await tellNews(noon);
  await putSingleton('preferences', usualPreferences);
  await tellNews(noon);
  expect(titles()).toEqual([]);
});

it('tells of thanks, without a button', async () => {
  const payment = samplePayment(1, { payee: chloe, thanked_at: at });
  await takeInEvent({ seq: ++seq, at, type: 'payment.thanked', payment });
  await tellNews(noon);
  expect(titles()).toEqual(['Chloé Petit thanks you for €5.00']);
  expect((await getSingleton('sync'))?.unseen).toBe(0);
});

describe('what was done to the wallet elsewhere', () => {
  const added = () =>
    takeInEvent({
      ...{ seq: ++seq, at, type: 'security.changed', what: 'device_added', from: null },
      device: { id: 'dev_9', name: 'Firefox, windows' },
    });

  it('is told once, at night and to whoever wants to be told nothing', async () => {
    const quiet = { from: '22:00', until: '07:00' };
    await putSingleton('preferences', { ...usualPreferences, notify: false, quiet });
    await added();
    await tellNews(night);
    await tellNews(noon);
    expect(titles()).toEqual(['A new device was added']);
    expect(create.mock.calls[0]).toMatchObject([
      'moineau.security.1',
      { message: 'Firefox, windows. Not you? Open Moineau.' },
    ]);
  });

  it('is there until the person has said that it was he', async () => {
    await added();
    await tellNews(noon);
    expect(await getSingleton('alerts')).toMatchObject([{ seq: 1, isTold: true }]);
    await changeAlerts((alerts) => alerts.filter((alert) => alert.seq > 1));
    expect(await getSingleton('alerts')).toEqual([]);
  });
});

it('counts on the icon up to nine, and nothing when all is seen', async () => {
  const setBadgeText = vi.spyOn(fakeBrowser.action, 'setBadgeText').mockImplementation(async () => undefined);
  vi.spyOn(fakeBrowser.action, 'setBadgeBackgroundColor').mockImplementation(async () => undefined);
  for (let serial = 1; serial <= 10; serial++) await arrive(serial);
  await showBadge();
  await markSeen();
  await showBadge();
  expect(setBadgeText.mock.calls.map((call) => (call[0] as { text: string }).text)).toEqual(['9+', '']);
});

it('counts on the icon what was written on X and ordered nothing, until it is read', async () => {
  const showUnseen = vi.spyOn(platform, 'showUnseen').mockResolvedValue(undefined);
  await arrive(1);
  const command = { id: 'cmd_1', state: 'refused' } as const;
  await takeInEvent({ seq: ++seq, at, type: 'command.updated', command });
  await showBadge();
  await markSeen();
  await showBadge();
  await markRefusedRead();
  await showBadge();
  expect(showUnseen.mock.calls).toEqual([[2], [1], [0]]);
  showUnseen.mockRestore();
});

describe('isQuiet', () => {
  const quiet = (from: string, until: string, time: string) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return isQuiet({ ...usualPreferences, quiet: { from, until } }, new Date(2026, 10, 23, hours, minutes));
  };
  it.each([
    ['22:00', '07:00', '21:59', false],
    ['22:00', '07:00', '22:00', true],
    ['22:00', '07:00', '03:00', true],
    ['22:00', '07:00', '07:00', false],
    ['12:00', '14:00', '13:59', true],
    ['12:00', '14:00', '14:00', false],
    ['12:00', '12:00', '12:00', false],
  ] as const)('%s to %s, at %s: %s', (from, until, time, expected) => {
    expect(quiet(from, until, time)).toBe(expected);
  });
});
