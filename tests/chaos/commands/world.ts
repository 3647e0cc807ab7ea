/**
 * What chaos with commands happens to: a PostgreSQL, the sandbox's X in this process, one API process that speaks with it
 * over HTTPS and is killed again and again, and authors with wallets.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from '../../../sandbox/serve-for-test.ts';
import { type SandboxAccount, serviceAccountId, accounts as worldAccounts } from '../../../sandbox/world.ts';
import { createXApi, type XApi } from '../../../sandbox/x-api/server.ts';
import { createSnowflakes } from '../../../sandbox/x-api/snowflakes.ts';
import { migrate } from '../../../server/db/migrate.ts';
import { ORIGIN, PIN, REDIRECT_URI } from '../../../server/testing/api.ts';
import {
  type ApiClient,
  createApiClient,
  createDeviceKey,
  createSocketTransport,
  expectStatus,
  type Transport,
} from '../../../server/testing/client.ts';
import { crowd } from '../../../server/testing/crowd.ts';
import { type ServerProcess, startServerProcess } from '../../../server/testing/process.ts';
import { type Database, startDatabase } from '../database.ts';
import { dataIn } from '../disk.ts';
import { clearLeftovers, makeHome, removeAtExit } from '../home.ts';

export type Author = { readonly account: SandboxAccount; readonly client: ApiClient };

export type CommandWorld = {
  readonly database: Database;
  readonly x: XApi;
  readonly nextId: () => string;
  /** People with a wallet. */
  readonly authors: readonly Author[];
  /** People without. */
  readonly strangers: readonly SandboxAccount[];
  /** The API process; a new one after each kill. */
  readonly server: ServerProcess;
  start(): Promise<void>;
  close(): Promise<void>;
};

const AUTHORS = 8;
const STRANGERS = 8;
const client = { clientId: 'moineau', clientSecret: 'secret of chaos', redirectUris: [REDIRECT_URI] };
const scope = 'users.read tweet.read tweet.write dm.read dm.write offline.access';

/** Limits out of the way, and X asked as often as may be: a run is to take minutes. */
const settings = {
  ...{ MIGRATE: 'off', LOG_LEVEL: 'error', LIMIT_24_HOURS: '9999999999999', LIMIT_30_DAYS: '9999999999999' },
  ...{
    LIMIT_TOP_UP: '99999999',
    RATE_SIGN_INS: '1000000',
    RATE_ORDERS: '1000000',
    PAYMENT_LIFETIME_SECONDS: '3600',
  },
  ...{ X_CLIENT_ID: client.clientId, X_CLIENT_SECRET: client.clientSecret, X_BEARER_TOKEN: 'application' },
  ...{ X_COMMANDS: 'stream', X_SERVICE_USER_ID: serviceAccountId, X_SERVICE_REFRESH_TOKEN: 'seed' },
  ...{ X_MENTIONS_EVERY_SECONDS: '1', X_MESSAGES_EVERY_SECONDS: '1', X_LOOK_AFTER_SECONDS: '1' },
  ...{ X_POSTS_A_QUARTER: '1000000', X_MESSAGES_A_QUARTER: '1000000', X_MESSAGES_A_DAY: '1000000' },
  X_COMMANDS_AN_HOUR: '1000000',
  // Authors confirm at the end, however long the run was.
  SESSION_IDLE_SECONDS: '2592000',
};

/** Builds it all. Whatever was started is ended again when something fails. */
export async function createCommandWorld(): Promise<CommandWorld> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await clearLeftovers();
    const home = await makeHome();
    undo.push(() => home.remove());
    const keepAtExit = removeAtExit(home);
    undo.push(async () => keepAtExit());
    const directory = dataIn(home.directory);
    await mkdir(directory);
    const database = await startDatabase(directory);
    undo.push(() => database.stop());
    await migrate(database.url);
    const people = crowd(AUTHORS + STRANGERS).map(toSandboxAccount);
    const nextId = createSnowflakes();
    const x = createXApi({
      ...{ accounts: [...worldAccounts, ...people], nextId, clients: [client], bearerToken: 'application' },
      refreshTokens: [{ token: 'seed', userId: serviceAccountId, scope }],
      ...{ generosity: 10_000, lookupsPerWindow: 1_000_000 },
    });
    const served = await serve(x.handler);
    undo.push(() => served.close());
    const caFile = join(home.directory, 'x-ca.pem');
    await writeFile(caFile, served.ca);
    const x_ = { X_API_URL: served.url, X_API_CA_FILE: caFile };
    const startServer = async () => {
      const lines: string[] = [];
      const onLine = (line: string) => void lines.push(line);
      return startServerProcess(database.url, '', { settings: { ...settings, ...x_ }, onLine }).catch(
        (error: Error) => {
          throw new Error([error.message, ...lines.slice(-20)].join('\n'));
        },
      );
    };
    let server = await startServer();
    undo.push(() => server.stop());
    const transport: Transport = (request) => createSocketTransport({ to: server.address })(request);
    const authors = await admit(x, transport, people.slice(0, AUTHORS));
    return {
      ...{ database, x, nextId, authors, strangers: people.slice(AUTHORS), close },
      get server() {
        return server;
      },
      async start() {
        server = await startServer();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function toSandboxAccount({ xUserId, handle, name }: ReturnType<typeof crowd>[number]): SandboxAccount {
  return { id: xUserId, handle, name, bio: '', createdAt: '2020-01-01T00:00:00.000Z', verified: false };
}

/** They sign in with X as everyone does, choose a code and top up. */
async function admit(x: XApi, transport: Transport, people: readonly SandboxAccount[]): Promise<Author[]> {
  const authors: Author[] = [];
  for (const account of people) {
    const device = createApiClient({ origin: ORIGIN, transport, key: await createDeviceKey() });
    await device.signIn(REDIRECT_URI, async (url) => {
      const asked = new URL(url).searchParams;
      const given = (name: string) => asked.get(name) ?? '';
      const { code } = await x.issueCode({
        ...{ userId: account.id, clientId: given('client_id'), redirectUri: given('redirect_uri') },
        ...{ codeChallenge: given('code_challenge'), codeChallengeMethod: given('code_challenge_method') },
        ...{ scope: given('scope'), state: given('state') },
      });
      return { code, state: given('state') };
    });
    expectStatus(await device.choosePin(PIN), 204);
    expectStatus(await device.topUp('50000000'), 201);
    authors.push({ account, client: device });
  }
  return authors;
}
