import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, PIN, type TestApi } from '../testing/api.ts';
import { createPins } from './pins.ts';

let api: TestApi;
let personId: string;
beforeAll(async () => {
  api = await createTestApi();
  personId = (await api.member('alice')).session.person.id.slice(4);
});
afterAll(() => api.close());

test('T23 a code that is turned away unseen under load costs its owner no try', async () => {
  const pins = createPins(api.pool, 'a pepper for tests, which protects nothing', { running: 1, waiting: 0 });
  const results = await Promise.all(Array.from({ length: 20 }, () => pins.check(personId, '270169')));
  const codes = results.map((result) => (result.ok ? 'ok' : result.error.code));
  expect(codes.filter((code) => code === 'unavailable')).toHaveLength(19);
  const { rows } = await api.pool.query('select failures from pins where person_id = $1', [personId]);
  expect(rows).toEqual([{ failures: 1 }]);
  expect(await pins.check(personId, PIN)).toEqual({ ok: true, value: null });
});
