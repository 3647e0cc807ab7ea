/**
 * The API inside this process with the sandbox's X behind it: people post and write messages there, and the steps of the
 * server's work are done one by one, so that a test waits for nothing. X is spoken to over real HTTPS with the real client.
 */

import { serve } from '../../sandbox/serve-for-test.ts';
import { accountByHandle, accounts, serviceAccountId } from '../../sandbox/world.ts';
import { createXApi, type XApi } from '../../sandbox/x-api/server.ts';
import { createSnowflakes } from '../../sandbox/x-api/snowflakes.ts';
import {
  answerAll,
  type CommandsDependencies,
  carryOutAll,
  type Parts,
  partsOf,
} from '../../server/commands/run.ts';
import { type Overlap, takeMentions, takeMessages } from '../../server/commands/taking.ts';
import { readConfig } from '../../server/config.ts';
import { createMetrics } from '../../server/ops/metrics.ts';
import { createSealer, parseSealingKeys } from '../../server/sealing.ts';
import { createTestApi, type TestApi, testEnvironment } from '../../server/testing/api.ts';
import type { XService } from '../../server/x/port.ts';
import { createTwitterService } from '../../server/x/service.ts';
import { createTokenVault } from '../../server/x/token-vault.ts';

export const SERVICE_SCOPE = 'users.read tweet.read tweet.write dm.read dm.write offline.access';
const client = {
  clientId: 'moineau',
  clientSecret: 'a client secret',
  redirectUris: ['https://moineau.example/x'],
};

export type XWorld = {
  readonly api: TestApi;
  readonly x: XApi;
  readonly service: XService;
  readonly parts: Parts;
  /** What the work as a whole is started with. */
  readonly dependencies: CommandsDependencies;
  readonly nextId: () => string;
  /** Posts as somebody; with the service named before, as commands are. @returns the post's id */
  tweet(author: string, text: string, more?: { inReplyToId?: string; createdAt?: string }): string;
  /** Takes in, carries out, answers: once round. */
  round(overlap?: Overlap): Promise<void>;
  take(overlap?: Overlap): Promise<void>;
  /** What the service has posted so far, the first one first. */
  said(): Promise<{ text: string; repliedToId: string | null }[]>;
  /** The messages between the service and somebody, the first one first. */
  messages(handle: string): Promise<{ authorId: string; text: string }[]>;
  close(): Promise<void>;
};

export const idOf = (handle: string): string => accountByHandle(handle)?.id ?? '';

/** Fresh database, fresh X. `changes`: settings. `silenceMs`: after which a stream is taken for dead. */
export async function createXWorld(
  changes: Record<string, string> = {},
  { silenceMs }: { silenceMs?: number } = {},
): Promise<XWorld> {
  const api = await createTestApi(changes);
  const nextId = createSnowflakes();
  const x = createXApi({
    ...{ accounts, nextId, clients: [client], bearerToken: 'application', generosity: 1_000 },
    refreshTokens: [{ token: 'seed', userId: serviceAccountId, scope: SERVICE_SCOPE }],
    isClosed: (userId) => userId === idOf('trent'),
  });
  const served = await serve(x.handler);
  const config = readConfig(
    testEnvironment(api.databaseUrl, {
      ...{ X_COMMANDS: 'poll', X_SERVICE_USER_ID: serviceAccountId, X_SERVICE_REFRESH_TOKEN: 'seed' },
      ...changes,
    }),
  );
  const twitter = {
    ...{ clientId: client.clientId, clientSecret: client.clientSecret, bearerToken: 'application' },
    ...{ apiUrl: served.url, apiCa: served.ca, serviceUserId: serviceAccountId, serviceHandle: 'moineau' },
    ...(silenceMs === undefined ? {} : { silenceMs }),
  };
  const sealer = createSealer(parseSealingKeys(config.SEALING_KEYS) ?? []);
  const secrets = { seedRefreshToken: 'seed', sealer };
  const service = createTwitterService(twitter, createTokenVault(api.pool, secrets));
  const settings = { ...config, X_SERVICE_USER_ID: serviceAccountId };
  const log = { info: () => undefined, warn: () => undefined };
  const dependencies = {
    ...{ settings, pool: api.pool, x: api.x, service, log, metrics: createMetrics() },
    services: api.services,
  };
  const parts = partsOf(dependencies);
  const { signal } = new AbortController();
  const take = async (overlap: Overlap = 'usual') => {
    await takeMentions(parts.taking, overlap);
    await takeMessages(parts.taking, overlap);
  };
  return {
    ...{ api, x, service, parts, dependencies, nextId, take },
    tweet(author, text, more = {}) {
      const id = nextId();
      x.record({
        id,
        authorId: idOf(author),
        text,
        createdAt: new Date().toISOString(),
        lang: 'fr',
        ...more,
      });
      return id;
    },
    async round(overlap = 'usual') {
      await take(overlap);
      await carryOutAll(parts.edits, signal);
      await answerAll(parts, signal);
    },
    async said() {
      const { items } = await service.readOwnPosts({ sinceId: '1', page: null });
      return items.map(({ text, repliedToId }) => ({ text, repliedToId })).toReversed();
    },
    async messages(handle) {
      const all = await service.readMessagesWith(idOf(handle));
      return all.map(({ authorId, text }) => ({ authorId, text })).toReversed();
    },
    async close() {
      await served.close();
      await api.close();
    },
  };
}
