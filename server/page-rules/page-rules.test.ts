/** GET /v1/page-rules: public, the same for everyone, as the file says now. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../testing/api.ts';
import { createPageRules } from './page-rules.ts';

const directory = mkdtempSync(join(tmpdir(), 'moineau-rules-'));
const file = join(directory, 'rules.json');
const rules = { payload: 'e30', signature: 'A'.repeat(86) };
const publish = (value: unknown) =>
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));

afterAll(() => rmSync(directory, { recursive: true, force: true }));
afterEach(() => rmSync(file, { force: true }));

describe('the file', () => {
  const open = () => {
    const clock = { now: 0 };
    const warnings: string[] = [];
    const published = createPageRules(
      file,
      (why) => warnings.push(why),
      () => clock.now,
    );
    const look = () => {
      clock.now += 2_000;
      return published.current();
    };
    return { look, published, warnings };
  };

  it('is given out, followed when it changes, and taken back when it goes', async () => {
    const { look, published } = open();
    expect(await look()).toBeNull();
    publish(rules);
    expect(await published.current()).toBeNull();
    expect(await look()).toEqual(rules);
    publish({ ...rules, payload: 'e30K' });
    expect(await look()).toEqual({ ...rules, payload: 'e30K' });
    rmSync(file);
    expect(await look()).toBeNull();
  });

  it.each([
    ['no JSON', '{'],
    ['another form', { rules: [] }],
    ['a field too many', { ...rules, key: 'secret' }],
    ['too large', ' '.repeat(100_001)],
  ])('is not given out where it is %s, and says so once', async (_, content) => {
    const { look, warnings } = open();
    publish(content);
    expect(await look()).toBeNull();
    expect(await look()).toBeNull();
    expect(warnings).toHaveLength(1);
  });
});

describe('the endpoint', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi({ PAGE_RULES_FILE: file });
  });
  afterAll(() => api.close());

  it('answers without a session or proof, and nothing of anybody', async () => {
    publish(rules);
    const answer = await api.app.inject({ method: 'GET', url: '/v1/page-rules' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(rules);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('answers a problem where nothing is published', async () => {
    const none = await createTestApi();
    const answer = await none.app.inject({ method: 'GET', url: '/v1/page-rules' });
    await none.close();
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'not_found' });
  });
});
