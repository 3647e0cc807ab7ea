/**
 * What stands in a simulation: two processes' worth of the real API behind the gate, stand-ins for X and the acquirer,
 * people with their devices, and what befalls all of them: storms, outages, clocks that jump, viral posts.
 */
import type { FastifyBaseLogger } from 'fastify';
import { type App, createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Pool } from '../../server/db/pool.ts';
import { keepHouse } from '../../server/housekeeping.ts';
import { registerOrganisation } from '../../server/people/people.ts';
import { crowd } from '../../server/testing/crowd.ts';
import { createFakeCards, createFakeX } from '../../server/testing/fakes.ts';
import type { Random } from '../chaos/random.ts';
import type { Asked } from './asked.ts';
import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './clock.ts';
import { createDevice, ORIGIN, REDIRECT_URI } from './device.ts';
import { arrive, type Human, look, lookAtHeld, pay, review, type Scene, split, topUp } from './doings.ts';
import { type AnswerSeen, createNetwork, type Network, weathers } from './network.ts';
import { createCheapPins } from './pins.ts';

const APPS = 2;
/** How many of the people are organisations, and charities. They come first. */
const ORGANISATIONS = 4;
const CHARITIES = 2;

export type WorldOptions = {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly random: Random;
  readonly people: number;
  readonly days: number;
  /** How many things are done in all, about. */
  readonly doings: number;
  readonly asked: Asked;
  readonly stir: () => void;
  readonly onAnswer: (answer: AnswerSeen) => void;
  /** A line of the log that tells of a fault, or a failure of the simulation itself. */
  readonly onFault: (fault: unknown) => void;
};

export type World = {
  readonly network: Network;
  readonly counts: ReadonlyMap<string, number>;
  /** No new doings from now on; what is under way ends. */
  end(): void;
  close(): Promise<void>;
};

type Stand = Awaited<ReturnType<typeof setUp>>;

/** Sets everything up. Nothing happens before the clock moves. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const stand = await setUp(options);
  const { network, counts, state, apps } = stand;
  for (const human of stand.everybody) {
    for (const [i] of human.devices.entries()) begin(options, stand, human, i);
  }
  befall(options, stand);
  return {
    ...{ network, counts },
    end() {
      state.isOver = true;
      network.setWeather(weathers.clear);
      Object.assign(stand.x, { down: false });
      Object.assign(stand.cards, { losing: 'nothing' });
    },
    async close() {
      for (const app of apps) await app.close();
    },
  };
}

async function setUp({ pool, clock, random, people, asked, stir, onAnswer, onFault }: WorldOptions) {
  const accounts = crowd(people);
  const [x, cards] = [createFakeX(accounts), createFakeCards()];
  const settings = readConfig(environment);
  const logStream = {
    write: (line: string) => {
      if (line.includes('"a fault"')) onFault(new Error(line));
    },
  };
  const wakeups = { subscribe: () => () => undefined, close: async () => undefined };
  const pins = createCheapPins(pool, clock);
  const apps: App[] = [];
  for (let i = 0; i < APPS; i++)
    apps.push(await createApp({ settings, pool, wakeups, x, cards, pins, logStream }));
  const network = createNetwork({ apps, clock, random: random.fork('network'), stir, onAnswer });
  const everybody = accounts.map(({ xUserId, handle }, nr): Human => {
    const devices = Array.from({ length: nr % 3 === 0 ? 2 : 1 }, (_, i) => {
      const name = `${handle}/${i + 1}`;
      return createDevice({ name, network, clock, random: random.fork(name) });
    });
    const isOrganisation = nr < ORGANISATIONS;
    return { xUserId, handle, isOrganisation, isRich: nr % 7 === 6, devices, hasPin: false };
  });
  const counts = new Map<string, number>();
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  let memos = 0;
  const sceneOf = (human: Human, device: Human['devices'][number]): Scene => {
    const newMemo = () => `no. ${++memos}`;
    return { human, device, everybody, asked, clock, newMemo, count };
  };
  return { apps, x, cards, network, everybody, counts, sceneOf, state: { isOver: false } };
}

const environment = {
  DATABASE_URL: 'postgresql://behind.the.gate/',
  PUBLIC_ORIGIN: ORIGIN,
  PIN_PEPPER: 'a pepper for simulations, which protects nothing',
  SEALING_KEYS: `simulated:${'A'.repeat(43)}`,
  X_CLIENT_ID: 'simulated',
  X_CLIENT_SECRET: 'simulated',
  X_BEARER_TOKEN: 'simulated',
  STRIPE_SECRET_KEY: 'sk_test_simulated',
  SIGN_IN_REDIRECT_URIS: REDIRECT_URI,
  LOG_LEVEL: 'error',
  // All of them come from one address, and how fast this machine is decides nothing.
  RATE_SIGN_INS: '100000',
  MAX_EVENT_LOOP_DELAY_MS: '1000000',
};

/** A device's life: it comes some day, or never; then its person does something now and then. */
function begin(
  { clock, random, pool, days, people, doings, onFault }: WorldOptions,
  stand: Stand,
  human: Human,
  nr: number,
): void {
  const device = human.devices[nr] as Human['devices'][number];
  const chance = random.fork(`${device.name} life`);
  const scene = stand.sceneOf(human, device);
  // Some are there from the beginning, some come later, some never.
  const kind = human.isOrganisation ? 0 : random.fork(human.handle).below(100);
  if (kind >= 90) return;
  const comesMs = kind < 65 ? chance.below(HOUR_MS) : chance.below(Math.max(1, days * 0.8) * DAY_MS);
  // From one to the next, on the average half of it.
  const longestPauseMs = Math.round((2 * people * days * DAY_MS) / doings);
  const live = async () => {
    await clock.wait(comesMs + nr * 10 * MINUTE_MS);
    await device.inTurn(() => arrive(scene));
    if (human.isOrganisation && nr === 0)
      await registerOrganisation(pool, human.xUserId, { charity: isCharity(stand, human) });
    if (device.isSignedIn()) await device.inTurn(() => topUp(scene));
    // What a newcomer came for, perhaps.
    if (device.isSignedIn()) await device.inTurn(() => lookAtHeld(scene));
    while (!stand.state.isOver) {
      await clock.wait(chance.between(MINUTE_MS, longestPauseMs));
      if (stand.state.isOver) break;
      await device.inTurn(() => doSomething(scene));
    }
  };
  live().catch(onFault);
}

function isCharity({ everybody }: Stand, human: Human): boolean {
  return everybody.indexOf(human) < CHARITIES;
}

async function doSomething(scene: Scene): Promise<void> {
  const { device } = scene;
  if (!device.isSignedIn()) await arrive(scene);
  if (!device.isSignedIn()) return;
  const mood = device.random.below(100);
  if (mood < 8) return topUp(scene);
  if (mood < 52) return pay(scene);
  if (mood < 62) return split(scene);
  if (mood < 78) return lookAtHeld(scene);
  if (mood < 97) return review(scene);
  return look(scene);
}

function befall(options: WorldOptions, stand: Stand): void {
  const { clock, random, pool, onFault } = options;
  const { state, network, x, cards, everybody, apps } = stand;
  const chance = random.fork('fate');
  const log = { warn: onLog(onFault), error: onLog(onFault) } as unknown as FastifyBaseLogger;
  /** Again and again, until the end. */
  const now_and_then = (least: number, most: number, what: () => void) =>
    clock.after(chance.between(least, most), () => {
      if (state.isOver) return;
      what();
      now_and_then(least, most, what);
    });
  const during = (ms: number, change: () => void, back: () => void) => {
    change();
    clock.after(ms, back);
  };
  now_and_then(2 * HOUR_MS, 8 * HOUR_MS, () => {
    const app = chance.pick(apps);
    const { services } = app;
    void keepHouse({ pool, cards, log, nudge: services.relay.nudge, ...services }).catch(onFault);
  });
  now_and_then(12 * HOUR_MS, 48 * HOUR_MS, () =>
    during(
      chance.between(10, 60) * MINUTE_MS,
      () => network.setWeather(weathers.storm),
      () => network.setWeather(state.isOver ? weathers.clear : weathers.calm),
    ),
  );
  now_and_then(DAY_MS, 3 * DAY_MS, () =>
    during(
      20 * MINUTE_MS,
      () => Object.assign(x, { down: true }),
      () => Object.assign(x, { down: false }),
    ),
  );
  now_and_then(6 * HOUR_MS, DAY_MS, () =>
    during(
      HOUR_MS,
      () => Object.assign(cards, { losing: chance.pick(['before', 'after']) }),
      () => Object.assign(cards, { losing: 'nothing' }),
    ),
  );
  now_and_then(HOUR_MS, 5 * HOUR_MS, () => cards.finishSlow());
  // T58: clocks go back an hour, and some hours later they are right again.
  now_and_then(2 * DAY_MS, 4 * DAY_MS, () =>
    during(
      chance.between(1, 30) * HOUR_MS,
      () => clock.setOffset(-HOUR_MS),
      () => clock.setOffset(0),
    ),
  );
  // A viral post: many pay the same one at the same moment.
  now_and_then(DAY_MS, 12 * DAY_MS, () => {
    const star = chance.pick(everybody.slice(0, ORGANISATIONS + 2));
    for (const human of chance.sample(everybody, 16)) {
      const device = chance.pick(human.devices);
      if (human === star || !device.isSignedIn()) continue;
      clock.after(chance.below(SECOND_MS), () => {
        void device
          .inTurn(async () => (device.isSignedIn() ? pay(stand.sceneOf(human, device), star) : undefined))
          .catch(onFault);
      });
    }
  });
}

/** Housekeeping that fails by a lost connection is done again by its next round; anything else is a fault. */
function onLog(onFault: (fault: unknown) => void) {
  return (fields: { err?: unknown }, text: string) => {
    const { err } = fields;
    const isLoss = err instanceof Error && /connection|not reached|answer lost/i.test(err.message);
    if (!isLoss) onFault(new Error(`${text}: ${JSON.stringify(fields)} ${String(err)}`));
  };
}
