/** Taking in what was written to the service: with an overlap and without a gap, whatever X or this process does meanwhile. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createXWorld, idOf, type XWorld } from '../../tests/support/x-world.ts';
import { XRefusedError, XUnavailableError } from '../x/port.ts';
import { takeMentions } from './taking.ts';

let world: XWorld;

beforeAll(async () => {
  world = await createXWorld({});
});
afterAll(() => world.close());
beforeEach(async () => {
  // Each test begins at a cursor that stands where everything is known.
  await takeMentions(world.parts.taking, 'usual');
});

const MINUTE = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);
/** An id of that moment, as X gives them. */
const idOfMoment = (at: Date) => String((BigInt(at.getTime()) - 1_288_834_974_657n) << 22n);

function tweetOf(at: Date, text: string): string {
  const id = idOfMoment(at);
  world.x.record({ id, authorId: idOf('alice'), text, createdAt: at.toISOString(), lang: 'fr' });
  return id;
}

async function taken(): Promise<string[]> {
  const { rows } = await world.api.pool.query<{ x_first_id: string }>(
    'select x_first_id from commands order by x_first_id',
  );
  return rows.map(({ x_first_id }) => x_first_id);
}

const cursor = async () =>
  (
    await world.api.pool.query<{ last_id: string }>(
      `select last_id::text as last_id from x_cursors where source = 'mentions'`,
    )
  ).rows[0]?.last_id;

test('a post that X’s index shows after a newer one is taken in all the same', async () => {
  const newer = world.tweet('alice', '@moineau #envoyer 1€ @bob');
  await takeMentions(world.parts.taking, 'usual');
  expect(await cursor()).toBe(newer);
  const older = tweetOf(ago(30_000), '@moineau #envoyer 2€ @bob');
  await takeMentions(world.parts.taking, 'usual');
  expect(await taken()).toContain(older);
  // After a start or a silence X has had longer to lag.
  const oldest = tweetOf(ago(10 * MINUTE), '@moineau #envoyer 3€ @bob');
  await takeMentions(world.parts.taking, 'after_silence');
  expect(await taken()).toContain(oldest);
  expect(await cursor()).toBe(newer);
});

test('when X goes away between two pages the cursor stays, and the next time nothing is missing', async () => {
  const before = await cursor();
  const ids = Array.from({ length: 120 }, (_, i) => world.tweet('alice', `@moineau #envoyer ${i + 1}€ @bob`));
  const { service } = world;
  let pages = 0;
  const failing = {
    ...service,
    readMentions: (from: Parameters<typeof service.readMentions>[0]) =>
      ++pages === 2 ? Promise.reject(new XUnavailableError('away')) : service.readMentions(from),
  };
  const cut = takeMentions({ ...world.parts.taking, service: failing }, 'usual');
  await expect(cut).rejects.toThrow('away');
  expect(await cursor()).toBe(before);
  await takeMentions(world.parts.taking, 'usual');
  expect(await taken()).toEqual(expect.arrayContaining(ids));
  expect(await cursor()).toBe(ids.at(-1));
});

test('of more mentions than X’s time line holds, the older ones are searched for: none is missed', async () => {
  const first = world.tweet('alice', '@moineau #envoyer 5€ @bob');
  for (let i = 0; i < 820; i++) world.tweet('alice', `@moineau bonjour ${i}`);
  const last = world.tweet('alice', '@moineau #envoyer 6€ @bob');
  const { service } = world;
  const searched = { count: 0 };
  const counting = {
    ...service,
    searchMentions: (within: Parameters<typeof service.searchMentions>[0]) => {
      searched.count++;
      return service.searchMentions(within);
    },
  };
  const result = await takeMentions({ ...world.parts.taking, service: counting }, 'usual');
  expect(result.isWhole).toBe(true);
  expect(await taken()).toEqual(expect.arrayContaining([first, last]));
  expect(searched.count).toBeGreaterThan(0);
  // It is dearer than the time line: not asked again once the cursor has moved on.
  const asked = searched.count;
  await world.api.pool.query(`update x_cursors set last_id = last_id + (100000::bigint << 22)`);
  await takeMentions({ ...world.parts.taking, service: counting }, 'usual');
  expect(searched.count).toBe(asked);
});

test('where X refuses to be searched, what its time line shows is taken in, and the gap is told', async () => {
  await world.api.pool.query(`update x_cursors set last_id = $1`, [idOfMoment(ago(10 * MINUTE))]);
  const id = world.tweet('alice', '@moineau #envoyer 7€ @bob');
  const refusing = {
    ...world.service,
    searchMentions: () => Promise.reject(new XRefusedError('not in this access')),
  };
  const result = await takeMentions({ ...world.parts.taking, service: refusing }, 'usual');
  expect(result.isWhole).toBe(false);
  expect(await taken()).toContain(id);
  expect(await cursor()).toBe(id);
});

test('after a lost cursor, posts older than the age limit order nothing', async () => {
  const old = tweetOf(ago(25 * 60 * MINUTE), '@moineau #envoyer 8€ @bob');
  const young = tweetOf(ago(23 * 60 * MINUTE), '@moineau #envoyer 9€ @bob');
  await world.api.pool.query('delete from x_cursors');
  await takeMentions(world.parts.taking, 'after_silence');
  expect(await taken()).not.toContain(old);
  // Its place in X's time line is beyond what that holds: search finds it.
  expect(await taken()).toContain(young);
});
