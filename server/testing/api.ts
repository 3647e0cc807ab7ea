/** The API on a database of its own, with people who have signed in: what most server tests start from. */
import type { FastifyInstance } from 'fastify';
import { createTestDatabase } from '../../tests/support/database.ts';
import { createApp } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import { createPool, type Pool } from '../db/pool.ts';
import { createWakeups } from '../events/wakeups.ts';
import type { PushGateway } from '../notifications/port.ts';
import type { Services } from '../services.ts';
import { type ApiClient, createApiClient, createDeviceKey, expectStatus, type Transport } from './client.ts';
import { createFakeCards, createFakeX, type FakeCards, type FakeX } from './fakes.ts';
import { type PersonName, people } from './people.ts';

export const ORIGIN = 'https://api.moineau.example';
export const REDIRECT_URI = 'https://abcdefghijklmnop.chromiumapp.org/x';
export const PIN = '481516';
/** Of the wallet's pages. */
export const PASSKEY_ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';

export { type PersonName, people } from './people.ts';

export type TestApi = {
  readonly app: FastifyInstance;
  readonly pool: Pool;
  /** What background work needs. */
  readonly services: Services & { readonly pool: Pool; readonly nudge: () => void };
  readonly databaseUrl: string;
  readonly x: FakeX;
  readonly cards: FakeCards;
  /** Every line that was logged. */
  readonly log: readonly string[];
  /** A new device, not signed in. */
  device(): Promise<ApiClient>;
  /** A new device of this person, signed in. */
  signIn(name: PersonName): Promise<ApiClient>;
  /** The same, with a code chosen (unless there is one) and this much in the wallet. */
  member(name: PersonName, balance?: string): Promise<ApiClient>;
  close(): Promise<void>;
};

/** The settings of a test server. */
export function testEnvironment(
  databaseUrl: string,
  changes: Record<string, string> = {},
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    PUBLIC_ORIGIN: ORIGIN,
    // A busy machine must not turn tests away.
    MAX_EVENT_LOOP_DELAY_MS: '20000',
    PIN_PEPPER: 'a pepper for tests, which protects nothing',
    SEALING_KEYS: `test:${'A'.repeat(43)}`,
    PASSKEY_ORIGINS: PASSKEY_ORIGIN,
    X_CLIENT_ID: 'test',
    X_CLIENT_SECRET: 'test',
    X_BEARER_TOKEN: 'test',
    STRIPE_SECRET_KEY: 'sk_test_1',
    SIGN_IN_REDIRECT_URIS: REDIRECT_URI,
    ...changes,
  };
}

/** Starts the API inside this process, on a fresh database. */
export async function createTestApi(
  changes: Record<string, string> = {},
  more: { push?: PushGateway } = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const settings: Config = readConfig(testEnvironment(database.url, changes));
  const pool = createPool(database.url, 12);
  const wakeups = createWakeups(database.url);
  const x = createFakeX(Object.values(people));
  const cards = createFakeCards();
  const log: string[] = [];
  const logStream = { write: (line: string) => void log.push(line) };
  const streamTimes = { heartbeatMs: 200 };
  const app = await createApp({ settings, pool, wakeups, x, cards, logStream, streamTimes, ...more });
  const transport = createInjectTransport(app);
  const device = async () => createApiClient({ origin: ORIGIN, transport, key: await createDeviceKey() });

  const signIn = async (name: PersonName) => {
    const client = await device();
    await client.signIn(REDIRECT_URI, authorizeAs(name));
    return client;
  };
  const member = async (name: PersonName, balance = '0') => {
    const client = await signIn(name);
    if (!client.session.pin_set) expectStatus(await client.choosePin(PIN), 204);
    if (balance !== '0') expectStatus(await client.topUp(balance), 201);
    return client;
  };
  return {
    ...{ app, pool, databaseUrl: database.url, x, cards, log, device, signIn, member },
    services: { ...app.services, pool, nudge: app.services.relay.nudge },
    async close() {
      await app.close();
      await wakeups.close();
      await pool.end();
      await database.drop();
    },
  };
}

/** Plays this person on X's page: says yes. */
export function authorizeAs(name: PersonName) {
  return async (url: string) => ({
    code: `code-${people[name].handle}`,
    state: new URL(url).searchParams.get('state') ?? '',
  });
}

/** Requests without sockets. */
export function createInjectTransport(app: FastifyInstance): Transport {
  return async ({ method, url, headers, body }) => {
    const { pathname, search } = new URL(url);
    const response = await app.inject({
      method: method as 'GET',
      url: `${pathname}${search}`,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    });
    const flat = Object.entries(response.headers).map(([name, value]) => [
      name,
      value === undefined ? undefined : String(value),
    ]);
    return { status: response.statusCode, headers: Object.fromEntries(flat), text: response.body };
  };
}
