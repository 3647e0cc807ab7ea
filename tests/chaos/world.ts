/**
 * What a run of chaos happens to: a PostgreSQL on a disk of its own, two API processes behind proxies, and people with
 * wallets and two devices each, who have signed in, chosen codes and topped up as everyone does.
 */
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '../../server/db/migrate.ts';
import { createPool } from '../../server/db/pool.ts';
import { registerOrganisation } from '../../server/people/people.ts';
import { ORIGIN, PIN, REDIRECT_URI } from '../../server/testing/api.ts';
import { createApiClient, createDeviceKey, expectStatus } from '../../server/testing/client.ts';
import { crowd } from '../../server/testing/crowd.ts';
import type { XAccount } from '../../server/x/port.ts';
import { createTransport } from './client.ts';
import { type Database, startDatabase } from './database.ts';
import { type Disk, dataIn, mountDisk } from './disk.ts';
import { clearLeftovers, makeHome, removeAtExit } from './home.ts';
import { topUpBy } from './payment-scenes.ts';
import type { Random } from './random.ts';
import { type Api, startApi } from './services.ts';
import type { Actor, Newcomer } from './stage.ts';
import { createTally, type Tally } from './tally.ts';
import { uuidOf } from './told.ts';

const PEOPLE = 16;
/** Accounts of X without a wallet, to be paid by those who have one: each once. */
const NEWCOMERS = 20_000;
const API_PROCESSES = 2;
const SIGN_IN_MS = 30_000;
/** Few, so that they are used up quickly. */
const CONNECTIONS = 6;

export type World = {
  readonly database: Database;
  /** Or why there is none to fill. */
  readonly disk: Disk | string;
  readonly apis: readonly Api[];
  readonly actors: readonly Actor[];
  /** The next account of X that has no wallet. */
  newcomer(): Newcomer;
  readonly tally: Tally;
  close(): Promise<void>;
};

/** Limits and rates out of the way: they have tests of their own. */
const settings = {
  MIGRATE: 'off',
  LOG_LEVEL: 'error',
  DATABASE_CONNECTIONS: String(CONNECTIONS),
  LIMIT_TOP_UP: '99999999',
  LIMIT_24_HOURS: '9999999999999',
  LIMIT_30_DAYS: '9999999999999',
  RATE_SIGN_INS: '1000000',
  RATE_LOOKUPS: '1000000',
  RATE_ORDERS: '1000000',
};

/** Builds it all. Whatever was started is ended again when something fails. */
export async function createWorld(random: Random): Promise<World> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await clearLeftovers();
    const home = await makeHome();
    undo.push(() => home.remove());
    const disk = await mountDisk(home.directory);
    if (typeof disk !== 'string') undo.push(() => disk.unmount());
    const keepAtExit = removeAtExit(home);
    undo.push(async () => keepAtExit());
    const dataDirectory = dataIn(typeof disk === 'string' ? home.directory : disk.directory);
    await mkdir(dataDirectory);
    const database = await startDatabase(dataDirectory);
    undo.push(() => database.stop());
    await migrate(database.url);
    const apis: Api[] = [];
    for (let i = 1; i <= API_PROCESSES; i++) {
      const api = await startApi({ name: `api-${i}`, database, settings, crowd: PEOPLE + NEWCOMERS });
      undo.push(() => api.close());
      apis.push(api);
    }
    const tally = createTally();
    const registry = createRegistry(apis.map((api) => api.frontDoor.port));
    undo.push(async () => registry.close());
    const actors = await admitPeople(registry, tally, random);
    await foundOrganisation(database, actors[0]?.xUserId ?? '');
    return { database, disk, apis, actors, tally, close, newcomer: () => registry.newcomer() };
  } catch (error) {
    await close();
    throw error;
  }
}

type Registry = {
  /** Signs a new device in. */
  signIn(account: XAccount, device: string): Promise<Actor>;
  newcomer(): Newcomer;
  close(): void;
};

function createRegistry(ports: readonly number[]): Registry {
  const accounts = crowd(PEOPLE + NEWCOMERS);
  const transports: ReturnType<typeof createTransport>[] = [];
  let next = PEOPLE;
  const signIn = async (account: XAccount, device: string): Promise<Actor> => {
    const over = createTransport(ports, transports.length);
    transports.push(over);
    const client = createApiClient({
      ...{ origin: ORIGIN, transport: over.transport },
      key: await createDeviceKey(),
    });
    const { person } = await untilDone(() =>
      client.signIn(REDIRECT_URI, async (url) => ({
        code: `code-${account.handle}`,
        state: new URL(url).searchParams.get('state') ?? '',
      })),
    );
    const { handle, xUserId } = account;
    return { name: `${handle} ${device}`, client, personId: uuidOf(person.id), xUserId };
  };
  return {
    signIn,
    newcomer() {
      const account = accounts[next++];
      if (!account) throw new Error('everybody on X has been paid: give the world more newcomers');
      return { account, join: () => signIn(account, 'phone') };
    },
    close() {
      for (const over of transports) over.close();
    },
  };
}

/** Signing in has no key: whoever does not know how it ended signs in again. */
async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + SIGN_IN_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await delay(50);
  }
}

async function admitPeople(registry: Registry, tally: Tally, random: Random): Promise<Actor[]> {
  const actors: Actor[] = [];
  for (const [index, account] of crowd(PEOPLE).entries()) {
    const actor = await registry.signIn(account, 'phone');
    // 409: chosen by a try whose answer was late.
    const chosen = await untilDone(() => actor.client.choosePin(PIN));
    if (chosen.status !== 409) expectStatus(chosen, 204);
    const alarm = (what: string) => {
      throw new Error(what);
    };
    const own = random.fork(`opening ${index}`);
    const stage = {
      actor,
      others: [],
      random: own,
      tell: tally.add,
      onBadAnswer: alarm,
      newcomer: registry.newcomer,
    };
    // Every other one has little, so that wallets run dry too.
    await topUpBy(stage, index % 2 === 0 ? 1_000_000n : 5_000n);
    actors.push(actor, await registry.signIn(account, 'laptop'));
  }
  return actors;
}

/** One of them is an organisation, so that fees are taken. */
async function foundOrganisation(database: Database, xUserId: string): Promise<void> {
  const pool = createPool(database.url, 1);
  try {
    await registerOrganisation(pool, xUserId);
  } finally {
    await pool.end();
  }
}
