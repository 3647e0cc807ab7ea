/**
 * The whole product on this machine: PostgreSQL, the payment API, the sandbox. Used by start, tour and the
 * end-to-end tests. Everything listens on 127.0.0.1 and is stopped by its own process id.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serviceAccountId } from '../../sandbox/world.ts';
import { writeCurlConfig } from './curl-config.ts';
import { PHONE_PAGE_DIRECTORY } from './phone-page.ts';
import { startPostgres } from './postgres.ts';
import { endWithUs, freePort, type Managed, startProgram } from './processes.ts';

/** The id that the manifest's key gives the extension. */
export const EXTENSION_ID = 'eheikaajedlagheipjoncfknojlngipi';
export const API_HOST = 'api.moineau.example';
/** The page for phones, on the API's own origin. */
export const PHONE_PAGE_URL = `https://${API_HOST}/w/`;
const PHONE_REDIRECT_URI = `${PHONE_PAGE_URL}signed-in`;

export type Stack = {
  readonly apiPort: number;
  readonly sandboxPort: number;
  readonly spkiHash: string;
  /** PEM of the sandbox's certificate, for clients of this machine. */
  readonly certFile: string;
  readonly databaseUrl: string;
  readonly stateDirectory: string;
  /** Kills the API as a power cut would. */
  killApi(): Promise<void>;
  /** Resolves when the API has gone, however it went. */
  apiGone(): Promise<unknown>;
  /** Starts the API (again), on the same port. `env` adds to its configuration, a failpoint for example. */
  startApi(env?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
};

type Secrets = Record<
  'pinPepper' | 'sealingKey' | 'xClientSecret' | 'xBearerToken' | 'stripeSecretKey',
  string
>;
/** The consent of the service's account: the sandbox forgets it when it ends, so it is a new one each time. */
const serviceRefreshToken = randomBytes(32).toString('base64url');

/** Secrets of this sandbox: made at the first start and kept, or the codes of its people would stop working. */
function loadSecrets(stateDirectory: string): Secrets {
  const file = join(stateDirectory, 'secrets.json');
  const fresh = () => randomBytes(32).toString('base64url');
  const made: Secrets = {
    pinPepper: fresh(),
    sealingKey: fresh(),
    xClientSecret: fresh(),
    xBearerToken: fresh(),
    stripeSecretKey: `sk_test_${fresh().replaceAll(/[^A-Za-z0-9]/g, '')}`,
  };
  // A sandbox of before may lack what has been added since.
  const secrets: Secrets = { ...made, ...readSecrets(file) };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

function readSecrets(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch {
    return {};
  }
}

/**
 * Starts everything. Progress goes to `say`, one line a step.
 * @param options.fresh empties the sandbox first.
 * @param options.onLog is given each line of the API's log.
 * @param options.posts how long X's home timeline is; some hundreds by default.
 */
export async function startStack(options: {
  stateDirectory: string;
  fresh?: boolean;
  posts?: number;
  onLog?: (line: string) => void;
  say: (line: string) => void;
}): Promise<Stack> {
  const { stateDirectory, say } = options;
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    if (options.fresh) rmSync(stateDirectory, { recursive: true, force: true });
    mkdirSync(stateDirectory, { recursive: true });
    const secrets = loadSecrets(stateDirectory);

    const databaseUrl = await startDatabase(stateDirectory, undo, say);
    const sandbox = await startSandbox(stateDirectory, secrets, options.posts, say);
    undo.push(() => sandbox.managed.stop());

    const apiPort = await freePort();
    const api = apiOnPort(apiPort, apiEnvironment({ databaseUrl, secrets, sandbox }), options.onLog);
    say('Starting the payment API …');
    await api.start();
    undo.push(() => api.stop());
    await writeCurlConfig(stateDirectory, {
      certFile: sandbox.certFile,
      hosts: { [API_HOST]: apiPort, 'x.com': sandbox.port },
    });

    return {
      apiPort,
      sandboxPort: sandbox.port,
      spkiHash: sandbox.spkiHash,
      certFile: sandbox.certFile,
      databaseUrl,
      stateDirectory,
      killApi: () => api.kill(),
      apiGone: () => api.gone(),
      startApi: (env) => api.start(env),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(
  stateDirectory: string,
  undo: (() => Promise<unknown>)[],
  say: (line: string) => void,
): Promise<string> {
  const given = process.env.DATABASE_URL;
  if (given) {
    say('Using the PostgreSQL of DATABASE_URL.');
    return given;
  }
  say('Starting the embedded PostgreSQL …');
  const postgres = await startPostgres({ dataDirectory: join(stateDirectory, 'postgres') });
  // SIGQUIT is PostgreSQL's immediate end: nothing acknowledged is lost, the next start recovers.
  const forget = endWithUs(postgres.pid, 'SIGQUIT');
  undo.push(() => postgres.stop().finally(forget));
  return postgres.url;
}

type SandboxReady = { port: number; spkiHash: string; certFile: string; keyFile: string };

async function startSandbox(
  stateDirectory: string,
  secrets: Secrets,
  posts: number | undefined,
  say: (line: string) => void,
) {
  say('Starting the sandbox (an X site, an X API, a card acquirer) …');
  const started = await startProgram({
    script: 'sandbox/main.ts',
    env: {
      SANDBOX_PORT: '0',
      SANDBOX_STATE_DIR: join(stateDirectory, 'sandbox'),
      SANDBOX_EXIT_WITH_PARENT: '1',
      ...(posts === undefined ? {} : { SANDBOX_POSTS: String(posts) }),
      ...sharedCredentials(secrets),
    },
    isReady: (line) => line.includes('"ready":"sandbox"'),
  });
  const ready = JSON.parse(started.readyLine) as SandboxReady;
  return { ...ready, managed: started as Managed };
}

/** What the API and its counterparts in the sandbox must both know. */
function sharedCredentials(secrets: Secrets): Record<string, string> {
  return {
    X_CLIENT_ID: 'moineau-sandbox',
    X_CLIENT_SECRET: secrets.xClientSecret,
    X_BEARER_TOKEN: secrets.xBearerToken,
    X_SERVICE_REFRESH_TOKEN: serviceRefreshToken,
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    SIGN_IN_REDIRECT_URIS: [`https://${EXTENSION_ID}.chromiumapp.org/x`, PHONE_REDIRECT_URI].join(','),
  };
}

function apiEnvironment(parts: { databaseUrl: string; secrets: Secrets; sandbox: SandboxReady }) {
  const { databaseUrl, secrets, sandbox } = parts;
  const sandboxUrl = `https://127.0.0.1:${sandbox.port}`;
  return {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: `https://${API_HOST}`,
    TLS_CERT_FILE: sandbox.certFile,
    TLS_KEY_FILE: sandbox.keyFile,
    PIN_PEPPER: secrets.pinPepper,
    SEALING_KEYS: `sandbox:${secrets.sealingKey}`,
    PASSKEY_ORIGINS: `chrome-extension://${EXTENSION_ID},https://${API_HOST}`,
    X_API_URL: sandboxUrl,
    X_API_CA_FILE: sandbox.certFile,
    X_AUTHORIZE_ORIGIN: 'https://x.com',
    X_COMMANDS: 'stream',
    X_SERVICE_USER_ID: serviceAccountId,
    X_SERVICE_HANDLE: 'moineau',
    X_MESSAGES_EVERY_SECONDS: '60',
    STRIPE_API_URL: sandboxUrl,
    STRIPE_API_CA_FILE: sandbox.certFile,
    // Without a build there is no page; the rest works.
    PHONE_PAGE_DIRECTORY: existsSync(PHONE_PAGE_DIRECTORY) ? PHONE_PAGE_DIRECTORY : '',
    ...sharedCredentials(secrets),
  };
}

function apiOnPort(
  port: number,
  env: Record<string, string>,
  onLine: (line: string) => void = () => undefined,
) {
  let running: Managed | undefined;
  return {
    async start(extra: Record<string, string> = {}) {
      await running?.stop();
      running = await startProgram({
        script: 'server/main.ts',
        env: { ...env, ...extra, PORT: String(port) },
        isReady: (line) => line.includes('Server listening at'),
        onLine,
      });
    },
    async stop() {
      await running?.stop(8_000);
      running = undefined;
    },
    async kill() {
      await running?.kill9();
    },
    async gone() {
      await running?.gone;
    },
  };
}

/** Waits until `check` holds; for what has no event to wait for. @throws Error naming `what` after `timeoutMs`. */
export async function until(what: string, check: () => Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for: ${what}`);
    await pause(50);
  }
}
