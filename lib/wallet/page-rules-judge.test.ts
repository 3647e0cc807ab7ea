/** Page rules: what is accepted, and everything that is not. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyOf, signPageRules } from '../../scripts/sign-page-rules.ts';
import type { PageRulesDocument } from '../protocol/index.ts';
import { readPageRules, signedBytes } from './page-rules-judge.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = publicKeyOf(privateKey);
const now = new Date('2026-11-23T12:00:00Z');
const judge = { publicKey, now, version: '0.1.0', seenSerial: 0 };

const rules = (more: Partial<PageRulesDocument> = {}): PageRulesDocument => ({
  format: 1,
  serial: 7,
  issued_at: '2026-11-23T00:00:00Z',
  expires_at: '2026-12-23T00:00:00Z',
  extension: { from: '0.1.0', before: '0.2.0' },
  selectors: { tweetMark: ['article[data-testid="post"]'] },
  features_off: ['profile-button'],
  ...more,
});
const signed = (more: Partial<PageRulesDocument> = {}) => signPageRules(rules(more), privateKey);
/** Signs whatever it is given, as a thief of nothing but the format could not. */
function signAnything(value: unknown) {
  const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
  return { payload, signature: sign(null, signedBytes(payload), privateKey).toString('base64url') };
}
const why = async (given: unknown, more: Partial<typeof judge> = {}) => {
  const reading = await readPageRules(given, { ...judge, ...more });
  return reading.ok ? 'accepted' : reading.why;
};

it('accepts what the key of the build has signed', async () => {
  expect(await readPageRules(signed(), judge)).toEqual({ ok: true, rules: rules() });
});

describe('forged', () => {
  it('is every other signature, key, or a build without a key', async () => {
    const { payload, signature } = signed();
    const other = signPageRules(rules(), generateKeyPairSync('ed25519').privateKey);
    expect(await why({ payload, signature: other.signature })).toBe('forged');
    expect(await why({ payload: signed({ serial: 8 }).payload, signature })).toBe('forged');
    expect(await why({ payload, signature: 'A'.repeat(86) })).toBe('forged');
    expect(await why(signed(), { publicKey: '' })).toBe('forged');
    expect(await why(signed(), { publicKey: '%%%' })).toBe('forged');
  });

  it('is each single changed character of the payload', async () => {
    const { payload, signature } = signed();
    for (let at = 0; at < payload.length; at += 17) {
      const changed = payload.slice(0, at) + (payload[at] === 'A' ? 'B' : 'A') + payload.slice(at + 1);
      expect(await why({ payload: changed, signature })).toBe('forged');
    }
  });

  it('is a signature of the same bytes for another purpose', async () => {
    const { payload } = signed();
    const signature = sign(null, Buffer.from(payload), privateKey).toString('base64url');
    expect(await why({ payload, signature })).toBe('forged');
  });
});

describe('malformed', () => {
  it.each([
    ['no object', null],
    ['no signature', { payload: 'abc' }],
    ['a field too many', { ...signed(), extra: 1 }],
    ['a payload that is no JSON', signAnything('x').payload],
  ])('is %s', async (_, given) => {
    expect(await why(given)).toBe('malformed');
  });

  it.each<[string, object]>([
    ['an unknown field', { ...rules(), script: 'alert(1)' }],
    ['another format', { ...rules(), format: 2 }],
    ['no serial', { ...rules(), serial: 0 }],
    ['a serial beyond integers', { ...rules(), serial: 2 ** 60 }],
    ['a selector with a rule in it', { ...rules(), selectors: { article: ['a{color:red}'] } }],
    ['a selector with an escape', { ...rules(), selectors: { article: ['\\61 '] } }],
    ['a selector that is no text', { ...rules(), selectors: { article: [1] } }],
    ['an empty list', { ...rules(), selectors: { article: [] } }],
    ['too many fallbacks', { ...rules(), selectors: { article: Array(6).fill('a') } }],
    ['a prototype’s name', { ...rules(), selectors: { 'a b': ['a'] } }],
    ['a feature that is no name', { ...rules(), features_off: ['../x'] }],
    ['a date that is none', { ...rules(), expires_at: 'tomorrow' }],
  ])('is %s, though signed', async (_, document) => {
    expect(await why(signAnything(document))).toBe('malformed');
  });

  it('is a payload of bytes that are no UTF-8', async () => {
    const payload = Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url');
    const signature = sign(null, signedBytes(payload), privateKey).toString('base64url');
    expect(await why({ payload, signature })).toBe('malformed');
  });
});

describe('stale', () => {
  it('is what has expired, comes from the future, or is good for too long', async () => {
    expect(await why(signed(), { now: new Date('2026-12-22T23:59:59Z') })).toBe('accepted');
    expect(await why(signed(), { now: new Date('2026-12-23T00:00:00Z') })).toBe('stale');
    expect(await why(signed({ issued_at: '2026-11-25T00:00:00Z' }))).toBe('stale');
    expect(await why(signed({ expires_at: '2027-11-23T00:00:00Z' }))).toBe('stale');
  });
});

it('older is a serial below the highest seen; the same one again is not', async () => {
  expect(await why(signed(), { seenSerial: 8 })).toBe('older');
  expect(await why(signed(), { seenSerial: 7 })).toBe('accepted');
});

it('is for the versions that it names', async () => {
  for (const [version, expected] of [
    ['0.0.9', 'other_version'],
    ['0.1', 'accepted'],
    ['0.1.10', 'accepted'],
    ['0.2.0', 'other_version'],
    ['0.10.0', 'other_version'],
  ] as const) {
    expect(await why(signed(), { version }), version).toBe(expected);
  }
});

describe('the signing tool', () => {
  it('refuses selectors that this build does not know or no browser reads', () => {
    expect(() => signed({ selectors: { nonsense: ['a'] } })).toThrow('no selector of this build');
    expect(() => signed({ selectors: { article: ['a[['] } })).toThrow();
  });
});
