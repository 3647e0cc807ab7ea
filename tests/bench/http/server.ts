/**
 * The payment API as a process of its own, for measuring: the real server with stand-ins for X and the acquirer.
 * With BENCH_CODES=accepted every code counts as right, so that argon2id, which costs fifty times as much as all
 * the rest, does not hide the rest. Nothing else is left out.
 */
import { readConfig } from '../../../server/config.ts';
import type { Pins } from '../../../server/people/pins.ts';
import { accept } from '../../../server/result.ts';
import { startServer, stopOnSignals } from '../../../server/start.ts';
import { createFakeCards, createFakeX } from '../../../server/testing/fakes.ts';

const acceptAtOnce: Pins = {
  choose: async () => accept(null),
  check: async () => accept(null),
  pretend: async () => accept(null),
  encode: async () => 'accepted',
  load: () => ({ running: 0, waiting: 0 }),
};

const server = await startServer(readConfig(process.env), {
  x: createFakeX([]),
  cards: createFakeCards(),
  ...(process.env.BENCH_CODES === 'accepted' ? { pins: acceptAtOnce } : {}),
});
stopOnSignals(server);
console.log(`listening ${server.address}`);
