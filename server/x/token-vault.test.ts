import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSealer, parseSealingKeys } from '../sealing.ts';
import { createTestApi, type TestApi } from '../testing/api.ts';
import type { ServiceTokens } from './service-token.ts';
import { createTokenVault } from './token-vault.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(() => api.pool.query('delete from service_tokens'));

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64url')}`;
const sealerOf = (keys: string) => createSealer(parseSealingKeys(keys) ?? []);
const vaultOf = (keys: string, seedRefreshToken = 'seed') =>
  createTokenVault(api.pool, { seedRefreshToken, sealer: sealerOf(keys) });
const tokens: ServiceTokens = {
  ...{ refreshToken: 'the next refresh token', accessToken: 'an access token' },
  expiresAt: new Date('2026-11-24T12:00:00Z'),
};

test('what is kept is what was renewed, and no token of it can be read in the database', async () => {
  const keys = newKey('a');
  const vault = vaultOf(keys);
  expect(await vault.read()).toEqual({ refreshToken: 'seed', accessToken: null, expiresAt: null });
  await vault.renew(async () => tokens);
  expect(await vaultOf(keys).read()).toEqual(tokens);
  const { rows } = await api.pool.query<{ whole: string }>(
    `select encode(sealed, 'escape') || encode(seed, 'escape') as whole from service_tokens`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.whole).not.toMatch(/token|seed/);
});

test('keys rotate: the old one opens, the next refresh seals with the new one, and then the old one may go', async () => {
  const [old, fresh] = [newKey('old'), newKey('fresh')];
  await vaultOf(old).renew(async () => tokens);
  const rotating = vaultOf(`${fresh},${old}`);
  expect(await rotating.read()).toEqual(tokens);
  await expect(vaultOf(fresh).read()).rejects.toThrow('not configured');
  await rotating.renew(async (kept) => ({ ...kept, accessToken: 'another' }));
  expect(await vaultOf(fresh).read()).toEqual({ ...tokens, accessToken: 'another' });
});

test('tokens of one consent are worth nothing in the place of another’s', async () => {
  const keys = newKey('a');
  await vaultOf(keys).renew(async () => tokens);
  const other = vaultOf(keys, 'another consent');
  expect((await other.read()).refreshToken).toBe('another consent');
  await other.renew(async () => null);
  await api.pool.query(
    'update service_tokens set sealed = (select sealed from service_tokens t where t.seed <> service_tokens.seed)',
  );
  await expect(other.read()).rejects.toThrow();
});
