/**
 * X as the service's own account uses it: reading what people wrote to it, answering them. It must never repeat a request
 * that may have been done, and never read money out of the stream: the client breaks characters that are split.
 */
import { ApiResponseError, ETwitterStreamEvent, TwitterApi } from 'twitter-api-v2';
import { z } from 'zod';
import { messageFields, parse, postFields, readMessagePage, readPostPage } from './answers.ts';
import { refusedOrUnavailable, unavailable } from './failures.ts';
import { type XDoorbell, type XService, XUnavailableError } from './port.ts';
import { createServiceToken, type TokenVault } from './service-token.ts';
import { clientSettings, type TwitterConfig, userAccount, userFields } from './twitter.ts';

export type TwitterServiceConfig = TwitterConfig & {
  /** The service account's numeric id and handle. */
  readonly serviceUserId: string;
  readonly serviceHandle: string;
  /** X sends a blank line every 20 s: without a byte for so long, the stream is dead. */
  readonly silenceMs?: number;
};

const defaultSilenceMs = 30_000;
/** X's most. */
const pageSize = 100;
const ruleTag = 'mentions of the service';

const Created = z.object({ data: z.object({ id: z.string() }) });
const Sent = z.object({ data: z.object({ dm_event_id: z.string() }) });
const Accounts = z.object({ data: z.array(userAccount).optional() });
const Rules = z.object({ data: z.array(z.object({ value: z.string() })).optional() });
const Streamed = z.object({ data: z.object({ id: z.string() }) });

/** The service account at X. */
export function createTwitterService(config: TwitterServiceConfig, vault: TokenVault): XService {
  const settings = clientSettings(config);
  const application = new TwitterApi(config.bearerToken, settings);
  const asService = createServiceCalls(config, vault);
  const { serviceUserId } = config;
  const mentions = `users/${serviceUserId}/mentions`;
  return {
    readMentions: ({ sinceId, page }) =>
      asService('reading of mentions', unavailable, async ({ v2 }) =>
        readPostPage(
          await v2.get(mentions, {
            ...postFields,
            max_results: pageSize,
            ...(sinceId === null ? {} : { since_id: sinceId }),
            ...(page === null ? {} : { pagination_token: page }),
          }),
        ),
      ),
    searchMentions: ({ sinceId, untilId, page }) =>
      asService('search for mentions', refusedOrUnavailable, async ({ v2 }) => {
        const from = page === null ? {} : { pagination_token: page };
        const within = { since_id: sinceId, until_id: untilId, max_results: pageSize, ...from };
        const query = { ...postFields, query: mentionQuery(config), ...within };
        return readPostPage(await v2.get('tweets/search/recent', query));
      }),
    readMessages: ({ page }) =>
      asService('reading of messages', unavailable, async ({ v2 }) => {
        const from = page === null ? {} : { pagination_token: page };
        return readMessagePage(
          await v2.get('dm_events', { ...messageFields, max_results: pageSize, ...from }),
        );
      }),
    readPosts: (ids) =>
      asService('reading of posts', unavailable, async ({ v2 }) => {
        const { items } = readPostPage(await v2.get('tweets', { ...postFields, ids: ids.join() }));
        return items;
      }),
    readAccounts: (ids) =>
      asService('reading of accounts', unavailable, async ({ v2 }) => {
        const { data = [] } = parse(Accounts, await v2.get('users', { ...userFields, ids: ids.join() }));
        // Money follows this answer: nobody else's account may be in it (T56).
        if (data.some(({ xUserId }) => !ids.includes(xUserId)))
          throw new XUnavailableError('X answered with another account');
        return data;
      }),
    readOwnPosts: ({ sinceId, page }) =>
      asService('reading of own posts', unavailable, async ({ v2 }) => {
        const from = page === null ? {} : { pagination_token: page };
        const query = { ...postFields, since_id: sinceId, max_results: pageSize, ...from };
        return readPostPage(await v2.get(`users/${serviceUserId}/tweets`, query));
      }),
    readMessagesWith: (xUserId) =>
      asService('reading of a conversation', unavailable, async ({ v2 }) => {
        const path = `dm_conversations/with/${xUserId}/dm_events`;
        return readMessagePage(await v2.get(path, { ...messageFields, max_results: 50 })).items;
      }),
    ring: (onPost) => ring(application, config, onPost),
    post: (text, inReplyToId) =>
      asService('post', refusedOrUnavailable, async ({ v2 }) => {
        const reply = inReplyToId === null ? {} : { reply: { in_reply_to_tweet_id: inReplyToId } };
        return parse(Created, await v2.post('tweets', { text, ...reply })).data.id;
      }),
    deletePost: (id) =>
      asService('deletion', refusedOrUnavailable, async ({ v2 }) => {
        await v2.delete(`tweets/${id}`);
      }),
    sendMessage: (xUserId, text) =>
      asService('message', refusedOrUnavailable, async ({ v2 }) => {
        const path = `dm_conversations/with/${xUserId}/messages`;
        return parse(Sent, await v2.post(path, { text })).data.dm_event_id;
      }),
  };
}

type Failure = (call: string, error: unknown) => Error;

/** Calls with the service's token. A 401 is the one failure after which it is asked again: X has done nothing. */
function createServiceCalls(config: TwitterServiceConfig, vault: TokenVault) {
  const settings = clientSettings(config);
  const signIn = new TwitterApi({ clientId: config.clientId, clientSecret: config.clientSecret }, settings);
  const token = createServiceToken(vault, async (refreshToken) => {
    const issued = await signIn.refreshOAuth2Token(refreshToken).catch((error: unknown) => {
      throw unavailable("refresh of the service's token", error);
    });
    if (issued.refreshToken === undefined) throw new XUnavailableError('X gave no refresh token');
    const expiresAt = new Date(Date.now() + issued.expiresIn * 1_000);
    return { refreshToken: issued.refreshToken, accessToken: issued.accessToken, expiresAt };
  });
  return async <Value>(
    call: string,
    failure: Failure,
    work: (client: TwitterApi) => Promise<Value>,
  ): Promise<Value> => {
    const accessToken = await token.get();
    try {
      return await work(new TwitterApi(accessToken, settings));
    } catch (error) {
      if (!(error instanceof ApiResponseError && error.code === 401)) throw failure(call, error);
    }
    const another = await token.get(accessToken);
    return work(new TwitterApi(another, settings)).catch((error: unknown) => {
      throw failure(call, error);
    });
  };
}

/** What the stream and the search are asked for: posts to the service, in their authors' own words. */
const mentionQuery = ({ serviceHandle }: TwitterServiceConfig) => `@${serviceHandle} -is:retweet`;

/** Opens the filtered stream, with the one rule that it needs. */
async function ring(
  application: TwitterApi,
  config: TwitterServiceConfig,
  onPost: (id: string) => void,
): Promise<XDoorbell> {
  try {
    const { silenceMs = defaultSilenceMs } = config;
    const value = mentionQuery(config);
    const { data = [] } = parse(Rules, await application.v2.get('tweets/search/stream/rules'));
    if (!data.some((rule) => rule.value === value)) {
      await application.v2.post('tweets/search/stream/rules', { add: [{ value, tag: ruleTag }] });
    }
    const stream = application.v2.searchStream({ autoConnect: false });
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (const event of [ETwitterStreamEvent.ConnectionClosed, ETwitterStreamEvent.ConnectionLost] as const) {
      stream.on(event, end);
    }
    stream.on(ETwitterStreamEvent.Data, (told: unknown) => {
      const post = Streamed.safeParse(told);
      if (post.success) onPost(post.data.data.id);
    });
    await withinDeadline(
      stream,
      stream.connect({ autoReconnect: false, keepAliveTimeout: silenceMs }),
      silenceMs,
    );
    return { ended, close: () => stream.close() };
  } catch (error) {
    throw unavailable('stream', error);
  }
}

/** Connecting has no deadline of the library's own. */
async function withinDeadline(
  stream: { destroy(): void },
  connected: Promise<unknown>,
  ms: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stream.destroy();
      reject(new XUnavailableError('X does not open the stream'));
    }, ms);
  });
  try {
    await Promise.race([connected, late]);
  } finally {
    clearTimeout(timer);
  }
}
