/**
 * A run: commands flow in while the API process is killed at drawn places and moments and started again, and X itself loses
 * answers, repeats itself and lags. Then all is quiet, some payments are confirmed, and everything is audited.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Payment } from '../../../lib/protocol/index.ts';
import { type Failpoint, failpoints } from '../../../server/failpoints.ts';
import { PIN } from '../../../server/testing/api.ts';
import { expectStatus } from '../../../server/testing/client.ts';
import { type Random, randomFrom } from '../random.ts';
import { audit } from './audit.ts';
import { type CommandWorld, createCommandWorld } from './world.ts';
import { type Written, write } from './written.ts';

export type CommandChaosOptions = {
  readonly seed: number;
  /** How often the process is killed. */
  readonly rounds: number;
  /** How many commands are written meanwhile. */
  readonly commands: number;
  readonly signal: AbortSignal;
  readonly onRound: (round: number, place: string) => void;
};

export type CommandChaosSummary = {
  readonly seed: number;
  readonly kills: number;
  /** By where it died; `moment`: at none of our places. */
  readonly places: Record<string, number>;
  readonly commands: number;
  readonly payments: number;
  readonly answers: number;
  readonly confirmed: number;
  /** Requests to X, by call. */
  readonly requests: Record<string, number>;
  readonly failures: readonly string[];
  readonly seconds: number;
};

const places = failpoints.filter((place) => /^(commands|outbox)\./.test(place));
/** Longer than a round of the work: a place that nobody has come by then is not on its way. */
const PATIENCE_MS = 1_500;
const QUIET_MS = 120_000;
const CONFIRMED = 40;

/** Plays it all. Everything that was started has ended afterwards. */
export async function runCommandChaos(options: CommandChaosOptions): Promise<CommandChaosSummary> {
  const { seed, rounds, commands, signal, onRound } = options;
  const startedAt = performance.now();
  const random = randomFrom(seed);
  const world = await createCommandWorld();
  try {
    disturbX(world, random.fork('x'));
    const written: Written[] = [];
    const died: Record<string, number> = {};
    for (let round = 1; round <= rounds && !signal.aborted; round++) {
      const own = random.fork(round);
      const due = Math.round((commands * round) / rounds) - written.length;
      const place = await playRound(world, own, due, (one) => written.push(one));
      died[place] = (died[place] ?? 0) + 1;
      onRound(round, place);
    }
    healX(world);
    await untilQuiet(world, written.length);
    const confirmed = await confirmSome(world);
    await untilQuiet(world, written.length);
    const found = await audit(world, written);
    const kills = Object.values(died).reduce((sum, times) => sum + times, 0);
    return {
      ...{ seed, kills, places: died, commands: written.length, confirmed, ...found },
      requests: Object.fromEntries(world.x.calls),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
  } finally {
    await world.close();
  }
}

function disturbX({ x }: CommandWorld, random: Random): void {
  const chance = () => random.below(1_000_000) / 1_000_000;
  Object.assign(x.faults, {
    unavailable: 0.02,
    lost: 0.03,
    twice: 0.1,
    shuffled: 0.2,
    late: 0.1,
    random: chance,
  });
}

function healX({ x }: CommandWorld): void {
  Object.assign(x.faults, { unavailable: 0, lost: 0, twice: 0, shuffled: 0, late: 0 });
}

/** Somebody writes while the process is on its way to its death. @returns where it died */
async function playRound(
  world: CommandWorld,
  random: Random,
  due: number,
  tell: (written: Written) => void,
): Promise<string> {
  const { child } = world.server;
  const dead = once(child, 'exit');
  let place: Failpoint | null = null;
  if (random.percent(75)) {
    place = random.pick(places);
    world.server.arm(place, random.below(3));
  }
  for (let i = 0; i < due; i++) {
    tell(write(world, random));
    await delay(random.below(60));
  }
  if (random.percent(5)) world.x.stream.stall();
  const patience = place === null ? random.between(50, 800) : PATIENCE_MS;
  await Promise.race([dead, delay(patience)]);
  const reached = child.signalCode === 'SIGKILL' && place !== null;
  child.kill('SIGKILL');
  await dead;
  await world.start();
  return reached && place ? place : 'moment';
}

/** Nothing is left to be read, answered or looked for. */
async function untilQuiet(world: CommandWorld, written: number): Promise<void> {
  const deadline = performance.now() + QUIET_MS;
  for (;;) {
    const left = await world.database.connected(async (client) => {
      const { rows } = await client.query<{ left: number; taken: number }>(
        `select (select count(*) from commands)::int as taken,
            (select count(*) from commands where state = 'new')::int
          + (select count(*) from x_outbox where state in ('waiting', 'sending'))::int
          + (select count(*) from commands c where c.state = 'ordered' and c.answered_at is null and not exists (
               select from command_payments o join payments p on p.id = o.payment_id
                 where o.command_id = c.id and p.state = 'awaiting_confirmation'))::int as left`,
      );
      return rows[0] ?? { left: 1, taken: 0 };
    });
    if (left.left === 0 && left.taken >= written) return;
    // The audit says what is missing.
    if (performance.now() > deadline) return;
    await delay(200);
  }
}

/** Authors confirm what they asked for: those commands are answered too. @returns how many payments */
async function confirmSome(world: CommandWorld): Promise<number> {
  let confirmed = 0;
  for (const { client } of world.authors) {
    const { items } = (await client.send<{ items: Payment[] }>('GET', '/v1/payments?limit=100')).body;
    const single = items.filter(({ direction, terms }) => direction === 'out' && terms !== null);
    for (const payment of single.slice(0, CONFIRMED / world.authors.length)) {
      expectStatus(await client.confirm(payment, PIN), 200);
      confirmed++;
    }
  }
  return confirmed;
}
