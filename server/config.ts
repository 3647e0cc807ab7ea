/**
 * The server's settings, read from the environment and checked before anything starts. It is the only reader
 * of `process.env` (failpoints apart), and must never log a value: several are secrets.
 */
import { z } from 'zod';
import { type Cents, cents } from '../lib/money.ts';
import { parseLeastVersions } from './http/clients.ts';
import { parseNetworks } from './http/networks.ts';
import { parseSealingKeys } from './sealing.ts';

/** An amount in euro cents as a setting: "25000" is 250.00 €. */
function centsSetting(fallback: bigint) {
  return z
    .string()
    .regex(/^[1-9][0-9]{0,12}$/)
    .optional()
    .transform((text): Cents => cents(text === undefined ? fallback : BigInt(text)));
}

/** As `centsSetting`, and may be 0. */
function feeSetting(fallback: bigint) {
  return z
    .string()
    .regex(/^(0|[1-9][0-9]{0,12})$/)
    .optional()
    .transform((text): Cents => cents(text === undefined ? fallback : BigInt(text)));
}

function rateSetting(fallback: number) {
  return z.coerce.number().int().min(1).max(1_000_000).default(fallback);
}

function countSetting(fallback: number) {
  return z.coerce.number().int().min(1).max(1_000_000).default(fallback);
}

/** Checked here, so that a network that is none stops the start and not the first request. */
function networksSetting(fallback: string) {
  return z
    .string()
    .default(fallback)
    .refine((text) => parseNetworks(text) !== null, 'addresses or networks, separated by commas');
}

const optionalUrl = z.url().optional();
const optionalPath = z.string().min(1).optional();

const Environment = z
  .object({
    DATABASE_URL: z.url(),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(8443),
    /** What clients call us by: the origin that DPoP proofs are made for. No path, no slash at the end. */
    PUBLIC_ORIGIN: z
      .url()
      .refine((text) => new URL(text).origin === text, 'an origin, without path')
      .default('https://api.moineau.example'),
    TLS_CERT_FILE: optionalPath,
    TLS_KEY_FILE: optionalPath,
    MIGRATE: z.enum(['on', 'off']).default('on'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    /** Web Push: off without its keys (`npx web-push generate-vapid-keys`). Changed, every subscription is lost. */
    PUSH_VAPID_PUBLIC_KEY: z.string().length(87).optional(),
    PUSH_VAPID_PRIVATE_KEY: z.string().length(43).optional(),
    /** Whom a push service may write to about us. */
    PUSH_SUBJECT: z.url().default('https://moineau.example'),
    /** The push services that may be called: host names, `*.name` for all under it, separated by commas. */
    PUSH_HOSTS: z
      .string()
      .regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(, *(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,})*$/)
      .default('fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com'),
    PUSH_URL: optionalUrl,
    PUSH_CA_FILE: optionalPath,
    /** Signed page rules, as scripts/sign-page-rules.ts writes them. */
    PAGE_RULES_FILE: optionalPath,
    /** The build of the page for phones (`npm run build:web`), served under /w/. Not served when empty. */
    PHONE_PAGE_DIRECTORY: optionalPath,
    DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
    /** Mixed into every code's hash, so that a copy of the database alone lets nobody guess codes. */
    PIN_PEPPER: z.string().min(32),
    /** Seal what must be kept and used again: `id:key` (32 bytes, base64url), the newest first, older ones still open. */
    SEALING_KEYS: z
      .string()
      .refine((text) => parseSealingKeys(text) !== null, 'id:key, separated by commas; 32 bytes each'),
    X_API_URL: optionalUrl,
    X_API_CA_FILE: optionalPath,
    X_AUTHORIZE_ORIGIN: optionalUrl,
    X_CLIENT_ID: z.string().min(1),
    X_CLIENT_SECRET: z.string().min(1),
    X_BEARER_TOKEN: z.string().min(1),
    /** Taking in what people write to the service on X: not at all, by asking now and then, or by a stream besides. */
    X_COMMANDS: z.enum(['off', 'poll', 'stream']).default('off'),
    /** The service's own account: numeric id, handle, and the refresh token of its consent. */
    X_SERVICE_USER_ID: z
      .string()
      .regex(/^[1-9][0-9]{0,18}$/)
      .optional(),
    X_SERVICE_HANDLE: z
      .string()
      .regex(/^[A-Za-z0-9_]{1,15}$/)
      .default('moineau'),
    X_SERVICE_REFRESH_TOKEN: z.string().min(1).optional(),
    /** How often mentions and direct messages are asked for. With a stream, mentions come sooner. */
    X_MENTIONS_EVERY_SECONDS: z.coerce.number().int().min(1).max(3_600).default(20),
    X_MESSAGES_EVERY_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
    /** How long X may take until it shows what was sent to it: only then is something sent again. */
    X_LOOK_AFTER_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
    /** A command that is older when it is first seen is none. X searches seven days back, and not an hour more. */
    X_COMMAND_HOURS: z.coerce.number().int().min(1).max(166).default(24),
    /** Commands of one author in an hour. */
    X_COMMANDS_AN_HOUR: countSetting(20),
    /** The app's own limits at X: posts in 15 minutes, direct messages in 15 minutes and in a day. */
    X_POSTS_A_QUARTER: countSetting(100),
    X_MESSAGES_A_QUARTER: countSetting(15),
    X_MESSAGES_A_DAY: countSetting(1_440),
    STRIPE_API_URL: optionalUrl,
    STRIPE_API_CA_FILE: optionalPath,
    STRIPE_SECRET_KEY: z.string().min(1),
    /** Where X may send people back to after signing in: exact addresses, separated by commas. */
    SIGN_IN_REDIRECT_URIS: z
      .string()
      .transform((text) => text.split(',').map((uri) => uri.trim()))
      .pipe(z.array(z.url()).min(1)),
    /** Exact origins of the pages that may make and use passkeys, separated by commas. Without one there are none. */
    PASSKEY_ORIGINS: z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((origin) => (origin.trim() === '' ? [] : [origin.trim()])))
      .pipe(
        z.array(
          z.string().regex(/^(https|chrome-extension|moz-extension):\/\/[^/]+$/, 'an origin, without path'),
        ),
      ),
    /** The least version of each client that may do more than read: `extension/1.4.0`, separated by commas. */
    LEAST_CLIENTS: z
      .string()
      .default('')
      .refine((text) => parseLeastVersions(text) !== null, 'name/1.2.3, separated by commas'),
    LIMIT_TO_PERSON: centsSetting(25_000n),
    LIMIT_TO_ORGANISATION: centsSetting(50_000n),
    /** The most one top-up may be. Acquirers take at most eight digits. */
    LIMIT_TOP_UP: centsSetting(500_000n).refine((limit) => limit <= 99_999_999n, 'at most eight digits'),
    LIMIT_24_HOURS: centsSetting(100_000n),
    LIMIT_30_DAYS: centsSetting(300_000n),
    /** What organisations that are no charities pay for what they receive: per mille of it and a fixed part, between a least and a most. */
    FEE_PER_MILLE: z.coerce.number().int().min(0).max(1000).default(15),
    FEE_FIXED: feeSetting(0n),
    FEE_LEAST: feeSetting(1n),
    FEE_MOST: feeSetting(1_000n),
    /** After so long without the person himself, a session is locked until he types his code. */
    SESSION_IDLE_SECONDS: z.coerce.number().int().min(1).max(2_592_000).default(300),
    /** For how long a request for money can be answered, how many may be open to one person, and made in a day. */
    REQUEST_DAYS: z.coerce.number().int().min(1).max(365).default(30),
    REQUESTS_OPEN_TO_ONE: countSetting(3),
    REQUESTS_A_DAY: countSetting(20),
    /** For how long money waits for a payee without a wallet. */
    HOLD_DAYS: z.coerce.number().int().min(1).max(365).default(30),
    /** Proxies whose X-Forwarded-For is believed (addresses or networks, separated by commas). None when empty. */
    TRUSTED_PROXIES: z.string().min(1).optional(),
    /** How many of each may come at once, and then again within a minute (look-ups: within twelve). */
    RATE_SIGN_INS: rateSetting(120),
    RATE_LOOKUPS: rateSetting(60),
    RATE_ORDERS: rateSetting(60),
    RATE_CODES: rateSetting(120),
    RATE_BAD_SIGNATURES: rateSetting(20),
    /**
     * Above so many requests under way, statements waiting for a connection, or milliseconds that a turn of the event
     * loop takes on average over a second, requests are turned away (503).
     */
    MAX_REQUESTS_IN_FLIGHT: countSetting(2_000),
    MAX_DATABASE_WAITING: countSetting(1_500),
    MAX_EVENT_LOOP_DELAY_MS: countSetting(500),
    /** Who may read /metrics (addresses or networks, separated by commas); to everyone else it does not exist. */
    METRICS_FROM: networksSetting('127.0.0.0/8,::1'),
    /** Where traces go (OTLP over HTTP, without `/v1/traces`). No trace is made when empty. */
    OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl,
    /** The share of requests that is traced. */
    TRACES_RATIO: z.coerce.number().min(0).max(1).default(0.1),
    /** How long requests are still taken after the order to stop, so that a balancer reads /readyz first. */
    SHUTDOWN_DELAY_MS: z.coerce.number().int().min(0).max(60_000).default(0),
    PAYMENT_LIFETIME_SECONDS: z.coerce.number().int().min(1).max(3600).default(600),
  })
  .refine((env) => (env.TLS_CERT_FILE === undefined) === (env.TLS_KEY_FILE === undefined), {
    message: 'TLS_CERT_FILE and TLS_KEY_FILE go together',
  })
  .refine((env) => (env.PUSH_VAPID_PUBLIC_KEY === undefined) === (env.PUSH_VAPID_PRIVATE_KEY === undefined), {
    message: 'PUSH_VAPID_PUBLIC_KEY and PUSH_VAPID_PRIVATE_KEY go together',
  })
  .refine((env) => env.X_COMMANDS === 'off' || (env.X_SERVICE_USER_ID && env.X_SERVICE_REFRESH_TOKEN), {
    message: 'X_COMMANDS needs X_SERVICE_USER_ID and X_SERVICE_REFRESH_TOKEN',
  });

/**
 * How long the database may take, milliseconds. Not settings: they are steps of one ladder, each shorter than the next,
 * so that it is known which one ended something (docs/OPERATING.md).
 */
export const databaseTimes = {
  /** To wait for a connection, from the pool or from the server. */
  connect: 5_000,
  /** To wait for a lock. */
  lock: 5_000,
  /** For one statement, said by the server. */
  statement: 10_000,
  /** For a transaction in which nobody says anything. */
  idleInTransaction: 10_000,
  /** For one statement, said by us: for a server that does not even say that it is late. */
  answer: 12_000,
} as const;

/** Every setting there is: docs/OPERATING.md explains each. */
export const settingNames: readonly string[] = Object.keys(Environment.shape);

/** The settings by the names of the environment. */
export type Config = z.output<typeof Environment>;

/**
 * Reads the settings.
 * @throws Error naming each setting that is missing or malformed, never its value.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  // An empty variable is how shells and compose files say "not set".
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const reading = Environment.safeParse(present);
  if (reading.success) return reading.data;
  const reasons = reading.error.issues.map(
    (issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`,
  );
  throw new Error(`The configuration is not complete:\n  ${reasons.join('\n  ')}`);
}
