/** Page rules in the background: asked for now and then, judged at every look, laid out for the page. */
import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { publicKeyOf, signPageRules } from '../../scripts/sign-page-rules.ts';
import type { PageRulesDocument } from '../protocol/index.ts';
import { noRules, PAGE_RULES_KEY } from '../x/kept-rules.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./api.ts', () => ({ callAsNobody: call }));
const { refreshPageRules } = await import('./page-rules.ts');

const HOUR_MS = 3_600_000;
const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = publicKeyOf(privateKey);
let now: Date;

const signed = (more: Partial<PageRulesDocument> = {}, key = privateKey) =>
  signPageRules(
    {
      format: 1,
      serial: 1,
      issued_at: '2026-11-23T00:00:00Z',
      expires_at: '2026-12-01T00:00:00Z',
      extension: { from: '0.1', before: '0.2' },
      selectors: { tweetMark: ['article'] },
      features_off: ['composer'],
      ...more,
    },
    key,
  );
const publish = (value: unknown) => call.mockResolvedValue({ kind: 'done', value });
const refresh = (version = '0.1.0') => refreshPageRules({ publicKey, now: () => now, version });
const inForce = async () => (await fakeBrowser.storage.local.get(PAGE_RULES_KEY))[PAGE_RULES_KEY];
const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};

beforeEach(() => {
  fakeBrowser.reset();
  call.mockReset();
  now = new Date('2026-11-23T12:00:00Z');
});

it('lays out what it accepts, and asks again an hour later', async () => {
  publish(signed());
  expect(await refresh()).toBe('accepted');
  expect(await inForce()).toEqual({ selectors: { tweetMark: ['article'] }, off: ['composer'] });
  expect(await refresh()).toBe('not_asked');
  later(HOUR_MS);
  expect(await refresh()).toBe('unchanged');
  expect(call).toHaveBeenCalledTimes(2);
});

it('keeps the last good rules whatever bad comes after them', async () => {
  publish(signed({ serial: 5 }));
  await refresh();
  const good = await inForce();
  const thief = generateKeyPairSync('ed25519').privateKey;
  for (const [bad, verdict] of [
    [signed({ serial: 9, features_off: [] }, thief), 'forged'],
    [signed({ serial: 4, features_off: [] }), 'older'],
    [signed({ serial: 9, expires_at: '2026-11-23T01:00:00Z' }), 'stale'],
    [signed({ serial: 9, extension: { from: '0.2', before: '0.3' } }), 'other_version'],
    [{ payload: 'e30', signature: 'x' }, 'malformed'],
  ] as const) {
    later(HOUR_MS);
    publish(bad);
    expect(await refresh()).toBe(verdict);
    expect(await inForce()).toEqual(good);
  }
});

it('takes a roll-back as a new publication: higher serial, nothing in it', async () => {
  publish(signed({ serial: 5 }));
  await refresh();
  later(HOUR_MS);
  publish(signed({ serial: 6, selectors: {}, features_off: [] }));
  expect(await refresh()).toBe('accepted');
  expect(await inForce()).toEqual(noRules);
  // What was rolled back can't be played again.
  later(HOUR_MS);
  publish(signed({ serial: 5 }));
  expect(await refresh()).toBe('older');
  expect(await inForce()).toEqual(noRules);
});

it('ends rules that expire, and remembers their serial', async () => {
  publish(signed({ serial: 5 }));
  await refresh();
  call.mockResolvedValue({ kind: 'unknown' });
  now = new Date('2026-12-01T00:00:01Z');
  expect(await refresh()).toBe('unreachable');
  expect(await inForce()).toEqual(noRules);
  later(HOUR_MS);
  publish(signed({ serial: 4, expires_at: '2026-12-20T00:00:00Z' }));
  expect(await refresh()).toBe('older');
});

it('ends rules that are for another version, once the extension is updated', async () => {
  publish(signed());
  await refresh('0.1.0');
  await refresh('0.2.0');
  expect(await inForce()).toEqual(noRules);
});

it('judges again what it kept: a change in the store is not in force', async () => {
  publish(signed());
  await refresh();
  const kept = await fakeBrowser.storage.local.get();
  const state = kept.page_rules_state as { signed: { payload: string } };
  state.signed.payload = signed({ features_off: ['tweet-button'] }).payload;
  await fakeBrowser.storage.local.set(kept);
  await refresh();
  expect(await inForce()).toEqual(noRules);
});

it('asks an API that did not answer again after five minutes; a clock set back does not silence it', async () => {
  call.mockResolvedValue({ kind: 'unknown' });
  await refresh();
  later(HOUR_MS / 12);
  await refresh();
  expect(call).toHaveBeenCalledTimes(2);
  later(-30 * 24 * HOUR_MS);
  await refresh();
  expect(call).toHaveBeenCalledTimes(3);
});

it('asks nobody in a build without a key', async () => {
  expect(await refreshPageRules({ publicKey: '', now: () => now, version: '0.1.0' })).toBe('not_asked');
  expect(call).not.toHaveBeenCalled();
  expect(await inForce()).toEqual(noRules);
});
