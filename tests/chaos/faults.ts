/**
 * The faults: what each does to the world and how it is over again. A fault ends what it began, always; what the
 * product makes of it is the product's own. A new kind of fault is a new row of the list at the end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { failpoints } from '../../server/failpoints.ts';
import { backendsOf, signal } from './database.ts';
import type { Random } from './random.ts';
import type { Api } from './services.ts';
import type { World } from './world.ts';

/** What a fault strikes: two of a round never strike the same. */
type Target = 'api' | 'database' | 'network';

export type Fault = {
  readonly kind: string;
  readonly target: Target;
  readonly weight: number;
  /** Resolves when it is over, with what it did; null when its moment did not come. */
  strike(world: World, random: Random): Promise<string | null>;
};

/** How long things stay stopped, stalled or taken: some longer than a client waits, some not. */
const holdMs = (random: Random) => random.between(150, 1_100);
/** Long, for a slow machine: where many pass, it is used by nobody. */
const FAILPOINT_PATIENCE_MS = 8_000;
const APPLICATION = 'moineau-api';

const pickApi = (world: World, random: Random) => random.pick(world.apis);

/** Until it has been killed once more; false when it is not within this time. */
async function diesWithin(api: Api, before: number, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (api.kills === before && performance.now() < deadline) await delay(10);
  return api.kills > before;
}

/** Those of commands have a chaos of their own. */
const killAtFailpoints = failpoints
  .filter((place) => /^(pin|confirm)/.test(place))
  .map(
    (place): Fault => ({
      kind: `kill_api_at:${place}`,
      target: 'api',
      weight: 3,
      async strike(world, random) {
        const api = pickApi(world, random);
        const passes = random.below(4);
        const before = api.kills;
        api.arm(place, passes);
        const done = await diesWithin(api, before, FAILPOINT_PATIENCE_MS);
        // Nobody came by: or everybody who will is stuck elsewhere, in the other fault of this round.
        if (!done) api.arm(null);
        return done ? `${api.name} after ${passes} passes` : null;
      },
    }),
  );

const killApi: Fault = {
  kind: 'kill_api',
  target: 'api',
  weight: 3,
  async strike(world, random) {
    const api = pickApi(world, random);
    const before = api.kills;
    api.kill9();
    return (await diesWithin(api, before, FAILPOINT_PATIENCE_MS)) ? api.name : null;
  },
};

const stopApi: Fault = {
  kind: 'stop_api',
  target: 'api',
  weight: 3,
  async strike(world, random) {
    const api = pickApi(world, random);
    const ms = holdMs(random);
    api.freeze();
    await delay(ms);
    api.thaw();
    return `${api.name} for ${ms} ms`;
  },
};

const killPostgres: Fault = {
  kind: 'kill_postgres',
  target: 'database',
  weight: 4,
  async strike({ database }) {
    await database.kill9();
    return 'the postmaster and its children';
  },
};

const restartPostgres: Fault = {
  kind: 'restart_postgres',
  target: 'database',
  weight: 3,
  async strike({ database }) {
    await database.restartImmediately();
    return 'immediately';
  },
};

const stopBackend: Fault = {
  kind: 'stop_backend',
  target: 'database',
  weight: 2,
  async strike({ database }, random) {
    const backends = await database.connected((client) => backendsOf(client, APPLICATION));
    if (backends.length === 0) return null;
    const chosen = random.sample(backends, random.between(1, 3));
    const ms = holdMs(random);
    for (const pid of chosen) signal(pid, 'SIGSTOP');
    await delay(ms);
    for (const pid of chosen) signal(pid, 'SIGCONT');
    return `${chosen.length} of ${backends.length} for ${ms} ms`;
  },
};

/** Every wallet locked: the pool of each API process fills up with those who wait for one. */
const exhaustPool: Fault = {
  kind: 'exhaust_pool',
  target: 'database',
  weight: 2,
  async strike({ database }, random) {
    const ms = holdMs(random);
    await database.connected(async (client) => {
      await client.query('begin');
      await client.query('select from ledger.accounts order by id for update');
      await delay(ms);
      await client.query('rollback');
    });
    return `wallets locked for ${ms} ms`;
  },
};

/** All of PostgreSQL's connections are taken, those of the API too. */
const exhaustConnections: Fault = {
  kind: 'exhaust_connections',
  target: 'database',
  weight: 2,
  async strike({ database }, random) {
    const ms = holdMs(random);
    const taken: pg.Client[] = [];
    const took = await database.connected(async (admin) => {
      await takeConnections(database.url, taken);
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'moineau-%'`,
      );
      await takeConnections(database.url, taken);
      const left = await backendsOf(admin, APPLICATION);
      await delay(ms);
      return `${taken.length} connections for ${ms} ms, ${left.length} left to the API`;
    });
    await Promise.all(taken.map((client) => client.end().catch(() => undefined)));
    return took;
  },
};

const ABREAST = 8;

/** Until PostgreSQL has no more to give (53300). */
async function takeConnections(url: string, taken: pg.Client[]): Promise<void> {
  for (let isFull = false; !isFull; ) {
    const tries = await Promise.allSettled(
      Array.from({ length: ABREAST }, async () => {
        const client = new pg.Client({ connectionString: url, application_name: 'chaos' });
        client.on('error', () => undefined);
        await client.connect();
        taken.push(client);
      }),
    );
    isFull = tries.some((one) => one.status === 'rejected');
  }
}

const fillDisk: Fault = {
  kind: 'fill_disk',
  target: 'database',
  weight: 2,
  async strike({ database, disk }, random) {
    if (typeof disk === 'string') return null;
    const ms = holdMs(random) + 300;
    const withNewSegment = random.percent(50);
    await disk.fill();
    // The next segment of the journal finds no room: PostgreSQL goes down whole, and not with one statement.
    if (withNewSegment)
      await database.connected((client) => client.query('select pg_switch_wal()')).catch(() => undefined);
    await delay(ms);
    await disk.free();
    const wentDown = await database.revive();
    return `for ${ms} ms${withNewSegment ? ', with a new journal segment' : ''}${wentDown ? ', PostgreSQL went down' : ''}`;
  },
};

/** Faults of the way between clients and API (`front`), or between API and PostgreSQL (`back`). */
function networkFault(
  name: string,
  door: 'front' | 'back',
  strike: (proxy: Api['frontDoor'], random: Random) => Promise<string>,
): Fault {
  return {
    kind: `${name}:${door === 'front' ? 'client' : 'database'}`,
    target: 'network',
    weight: 2,
    async strike(world, random) {
      const api = pickApi(world, random);
      return `${api.name}: ${await strike(door === 'front' ? api.frontDoor : api.backDoor, random)}`;
    },
  };
}

async function resetOften(proxy: Api['frontDoor'], random: Random): Promise<string> {
  const times = random.between(1, 6);
  for (let i = 0; i < times; i++) {
    proxy.reset();
    await delay(random.between(5, 120));
  }
  return `${times} times`;
}

async function stall(proxy: Api['frontDoor'], random: Random): Promise<string> {
  const ms = holdMs(random);
  proxy.stall();
  await delay(ms);
  proxy.flow();
  return `for ${ms} ms`;
}

async function loseReplies(proxy: Api['frontDoor'], random: Random): Promise<string> {
  const ms = random.between(50, 500);
  proxy.loseReplies();
  await delay(ms);
  proxy.flow();
  return `for ${ms} ms`;
}

async function halfClose(proxy: Api['frontDoor'], random: Random): Promise<string> {
  const side = random.pick(['client', 'server'] as const);
  proxy.halfClose(side);
  await delay(random.between(20, 200));
  proxy.halfClose(side);
  return `towards the ${side}, twice`;
}

const networkFaults = (['front', 'back'] as const).flatMap((door) => [
  networkFault('reset', door, resetOften),
  networkFault('stall', door, stall),
  networkFault('lose_replies', door, loseReplies),
  networkFault('half_close', door, halfClose),
]);

/** Every fault there is. */
export const faults: readonly Fault[] = [
  ...killAtFailpoints,
  killApi,
  stopApi,
  killPostgres,
  restartPostgres,
  stopBackend,
  exhaustPool,
  exhaustConnections,
  fillDisk,
  ...networkFaults,
];

/** Those whose kind is this, or begins with it before a colon; all without one. @throws RangeError when none is. */
export function faultsOf(only: string | null): readonly Fault[] {
  const chosen = faults.filter(({ kind }) => only === null || kind === only || kind.startsWith(`${only}:`));
  if (chosen.length > 0) return chosen;
  throw new RangeError(`--only takes one of ${faults.map(({ kind }) => kind).join(', ')}`);
}

/** One fault, or now and then two that strike different things. */
export function drawFaults(candidates: readonly Fault[], random: Random): Fault[] {
  const draw = (from: readonly Fault[]) =>
    random.pick(from.flatMap((fault) => Array<Fault>(fault.weight).fill(fault)));
  const first = draw(candidates);
  const others = candidates.filter(({ target }) => target !== first.target);
  return others.length > 0 && random.percent(30) ? [first, draw(others)] : [first];
}
