/** The work of commands as it runs: what it does when X says no, and what it does when the stream dies without a word. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PATIENCE } from '../../tests/support/patience.ts';
import { createXWorld, type XWorld } from '../../tests/support/x-world.ts';
import { XLimitedError, type XService } from '../x/port.ts';
import { type CommandsDependencies, startCommands } from './run.ts';

let world: XWorld;
let dependencies: CommandsDependencies;

beforeAll(async () => {
  world = await createXWorld({}, { silenceMs: 1_000 });
  const { settings } = world.dependencies;
  // The clock asks once an hour: what comes sooner comes by the stream.
  const wanted = { ...settings, X_COMMANDS: 'stream' as const, X_MENTIONS_EVERY_SECONDS: 3_600 };
  dependencies = { ...world.dependencies, settings: wanted };
});
afterAll(() => world.close());

test('what X limits is not asked again before X’s own reset time', async () => {
  const asked: number[] = [];
  let resetAt = 0;
  const limited: XService = {
    ...world.service,
    async readMentions(from) {
      asked.push(Date.now());
      if (asked.length > 1) return world.service.readMentions(from);
      resetAt = Date.now() + 1_500;
      throw new XLimitedError('X limits the reading of mentions', new Date(resetAt));
    },
  };
  // The stream rings all the while: that must not make it ask either.
  const commands = startCommands({ ...dependencies, service: limited });
  try {
    const ring = () => world.tweet('alice', '@moineau bonjour');
    await expect
      .poll(() => {
        ring();
        return asked.length;
      }, PATIENCE)
      .toBeGreaterThan(1);
    expect(asked[1]).toBeGreaterThanOrEqual(resetAt);
  } finally {
    await commands.stop();
  }
});

test('a stream that dies without a word is noticed, opened again, and nothing that was written meanwhile is missed', async () => {
  await world.api.member('alice', '10000');
  const read = async (id: string) =>
    (await world.api.pool.query('select from commands where x_first_id = $1', [id])).rowCount;
  const opened = () => world.x.calls.get('GET /2/tweets/search/stream') ?? 0;
  const before = opened();
  const commands = startCommands(dependencies);
  try {
    await expect.poll(opened, PATIENCE).toBeGreaterThan(before);
    const first = world.tweet('alice', '@moineau #envoyer 1€ @bob');
    await expect.poll(() => read(first), PATIENCE).toBe(1);
    const still = opened();
    world.x.stream.stall();
    // Only the noticed end of the stream can make the time line be asked now.
    const second = world.tweet('alice', '@moineau #envoyer 2€ @bob');
    await expect.poll(() => read(second), PATIENCE).toBe(1);
    await expect.poll(opened, PATIENCE).toBeGreaterThan(still);
  } finally {
    await commands.stop();
  }
});
