/**
 * The sandbox X site: answers for x.com inside the sandbox's browser only.
 * Speaks X's page, its cookies, its Content-Security-Policy and its OAuth consent page; knows nothing of Moineau.
 * Never reachable under a real name: sandbox/main.ts maps the hosts in the launched browser alone.
 */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accountByHandle, type SandboxAccount } from '../world.ts';
import { bundlePage } from './bundle.ts';
import { answerConsent, type ConsentOptions, consentOf } from './consent.ts';
import { contentSecurityPolicy } from './csp.ts';
import type { InitialState, NewTweet, Person, Tweet } from './model.ts';
import { avatar, banner, emoji, picture } from './pictures.ts';
import { seedPeople } from './seed.ts';
import { shell } from './shell.ts';
import { createTweetBook, maxTweetLength, type TweetBook } from './tweets.ts';
import { createVisitors, preferenceCookies, preferencesOf } from './visitors.ts';

export type XSiteOptions = ConsentOptions & {
  /** Called after each post, whoever wrote it: for the X API's mention stream. */
  readonly onPost?: (tweet: Tweet) => void;
  /** Called when an author deletes or changes a post of his; the change's answer is the new version's id. */
  readonly onRemove?: (id: string) => void;
  readonly onEdit?: (id: string, text: string) => string;
  /** Called for each direct message. */
  readonly onMessage?: (from: string, to: string, text: string) => void;
  /** Ids shared with the X API's stand-in. */
  readonly nextId?: () => string;
  readonly now_ms?: () => number;
  /** How many posts the home timeline has after the opening ones; some hundreds by default. */
  readonly posts?: number;
  /** Where the built page is kept; `.cache/x-site` of the repository by default. */
  readonly cacheFolder?: string;
};

export type XSite = {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Writes a post as if its author had typed it. @throws RangeError on an empty or too long text, or an unknown author. */
  readonly post: (tweet: NewTweet) => Tweet;
  /** The post is no longer there for whoever looks from now on. */
  readonly remove: (id: string) => void;
  readonly tweets: Pick<TweetBook, 'tweetById' | 'world'>;
  /** Builds the page now instead of at the first request. */
  readonly warmUp: () => Promise<void>;
};

const maxBody_bytes = 64_000;

/** A new, empty sandbox X. Nothing is written to disk but the built page. */
export function createXSite(options: XSiteOptions): XSite {
  const book = createTweetBook(options);
  const visitors = createVisitors();
  let bundle: ReturnType<typeof bundlePage> | undefined;
  const page = () => {
    bundle ??= bundlePage(options.cacheFolder).catch((error: unknown) => {
      // The next request tries again: whoever mends a source need not restart the sandbox.
      bundle = undefined;
      throw error;
    });
    return bundle;
  };
  const post = (tweet: NewTweet): Tweet => {
    const written = book.post(tweet);
    options.onPost?.(written);
    return written;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://x.com');
    const viewer = visitors.viewer(request);
    if (request.method === 'POST') return answerPost(request, response, url, viewer);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(response, 405, 'text/plain', 'method not allowed');
    if (url.pathname.startsWith('/sandbox/')) return answerSandbox(response, url);
    if (url.pathname === '/i/api/sandbox/world') return sendJson(response, 200, book.world());
    if (url.pathname === '/i/api/sandbox/since')
      return sendJson(response, 200, book.since(Number(url.searchParams.get('version') ?? 0)));
    if (url.pathname.startsWith('/responsive-web/')) {
      const built = await page();
      if (url.pathname !== built.path) return send(response, 404, 'text/plain', 'not found');
      return send(response, 200, 'text/javascript; charset=utf-8', built.code, {
        'cache-control': 'public, max-age=31536000, immutable',
      });
    }
    if (/\.[a-z]{2,5}$/.test(url.pathname)) return send(response, 404, 'text/plain', 'not found');
    if (url.pathname === '/') return redirect(response, '/home');
    return sendPage(request, response, url, viewer);
  }

  async function sendPage(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    viewer: SandboxAccount | undefined,
  ) {
    const consent =
      url.pathname === '/i/oauth2/authorize' ? await consentOf(url.searchParams, options) : undefined;
    if (consent === 'invalid')
      return send(response, 400, 'text/plain', 'This authorization request is not complete.');
    const state: InitialState = {
      session: { ...(viewer === undefined ? {} : { user_id: viewer.id }), isActiveCreator: false },
      entities: {
        users: {
          entities:
            viewer === undefined ? {} : { [viewer.id]: { id_str: viewer.id, screen_name: viewer.handle } },
        },
      },
      settings: {
        remote: {
          settings: {
            screen_name: viewer?.handle ?? '',
            language: preferencesOf(request, url.searchParams).lang,
          },
        },
      },
      sandbox: {
        preferences: preferencesOf(request, url.searchParams),
        signInAs: viewer === undefined ? signInChoice() : [],
        ...(consent === undefined ? {} : { consent }),
      },
    };
    const nonce = randomBytes(16).toString('base64');
    const built = await page();
    send(response, 200, 'text/html; charset=utf-8', shell({ state, nonce, script: built.path, title: 'X' }), {
      'content-security-policy': contentSecurityPolicy(nonce),
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
  }

  async function answerPost(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    viewer: SandboxAccount | undefined,
  ) {
    // The page's own origin only: another site must not post with the visitor's cookies.
    const origin = request.headers.origin;
    if (origin !== undefined && URL.parse(origin)?.host !== request.headers.host)
      return sendJson(response, 403, { error: 'origin' });
    if (viewer === undefined) return sendJson(response, 401, { error: 'not signed in' });
    const body = await readJson(request);
    if (url.pathname === '/i/oauth2/authorize') {
      const answered = await answerConsent(url.searchParams, body, viewer.id, options);
      return sendJson(response, answered.status, answered.body);
    }
    if (url.pathname === '/sandbox/api/tweets') {
      const wanted = newTweetOf(body, viewer.id);
      if (wanted === undefined) return sendJson(response, 400, { error: 'text missing' });
      try {
        return sendJson(response, 201, post(wanted));
      } catch (error) {
        if (error instanceof RangeError) return sendJson(response, 422, { error: error.message });
        throw error;
      }
    }
    const own = /^\/sandbox\/api\/tweets\/(\d{1,20})\/(delete|edit)$/.exec(url.pathname);
    if (own) return answerOwnTweet(response, own[1] ?? '', own[2] === 'edit' ? body : null, viewer);
    if (url.pathname === '/sandbox/api/messages') {
      const [to, text] = [textIn(body, 'to'), textIn(body, 'text')];
      const account = accountByHandle(to ?? '');
      if (!account || !text) return sendJson(response, 400, { error: 'to whom, and what?' });
      options.onMessage?.(viewer.id, account.id, text);
      return sendJson(response, 201, {});
    }
    return sendJson(response, 404, { error: 'not found' });
  }

  /** Deletes a post of the visitor's own, or changes it where there is a new text. */
  function answerOwnTweet(
    response: ServerResponse,
    id: string,
    change: unknown,
    viewer: SandboxAccount,
  ): void {
    if (book.tweetById(id)?.authorId !== viewer.id)
      return sendJson(response, 404, { error: 'no such post of yours' });
    if (change === null) {
      book.remove(id);
      options.onRemove?.(id);
      return sendJson(response, 200, { id });
    }
    const text = textIn(change, 'text');
    if (!text || [...text].length > maxTweetLength)
      return sendJson(response, 422, { error: '1 to 280 characters' });
    const version = options.onEdit?.(id, text) ?? id;
    book.edit(id, text, version);
    return sendJson(response, 200, { id: version });
  }

  function answerSandbox(response: ServerResponse, url: URL): void {
    const next = localPath(url.searchParams.get('next'));
    const [, , kind, file = ''] = url.pathname.split('/');
    const name = file.replace(/\.svg$/, '');
    switch (kind) {
      case 'sign-in': {
        const account = accountByHandle(url.searchParams.get('as') ?? '');
        if (account === undefined) return send(response, 404, 'text/plain', 'no such sample account');
        return redirect(response, next, visitors.signIn(account));
      }
      case 'sign-out':
        return redirect(response, next, visitors.signOut());
      case 'preferences':
        return redirect(response, next, preferenceCookies(url.searchParams));
      case 'avatars':
        return sendPicture(response, avatar(name));
      case 'banners':
        return sendPicture(response, /^\d{1,20}$/.test(name) ? banner(name) : undefined);
      case 'pictures':
        return sendPicture(response, /^\d$/.test(name) ? picture(Number(name)) : undefined);
      case 'emoji':
        return sendPicture(response, emoji(name));
      case 'favicon.svg':
        return sendPicture(
          response,
          '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><text x="16" y="25" text-anchor="middle" font-family="Georgia" font-size="26">X</text></svg>',
        );
      default:
        return send(response, 404, 'text/plain', 'not found');
    }
  }

  return {
    handler(request, response) {
      answer(request, response).catch((error: unknown) => {
        console.error('sandbox x-site:', error);
        if (!response.headersSent)
          send(response, 500, 'text/plain', 'the sandbox X site failed; see its log');
        else response.destroy();
      });
    },
    post,
    remove: book.remove,
    tweets: book,
    async warmUp() {
      await page();
    },
  };
}

function signInChoice(): Person[] {
  return seedPeople().filter((person) => person.handle !== 'sample_brand' && person.handle !== 'moineau');
}

/** A path of this site, or /home: never a way to another site. */
function localPath(wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])/.test(wanted) ? wanted : '/home';
}

function newTweetOf(body: unknown, authorId: string): NewTweet | undefined {
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string')
    return undefined;
  const id = (name: 'inReplyToId' | 'quotedId') => {
    const value: unknown = name in body ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' && /^\d{1,20}$/.test(value) ? { [name]: value } : {};
  };
  return { authorId, text: body.text, ...id('inReplyToId'), ...id('quotedId') };
}

function textIn(body: unknown, name: string): string | undefined {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size_bytes = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size_bytes += bytes.length;
    if (size_bytes > maxBody_bytes) throw new RangeError('body too large');
    parts.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}

function sendPicture(response: ServerResponse, drawing: string | undefined): void {
  if (drawing === undefined) return send(response, 404, 'text/plain', 'not found');
  send(response, 200, 'image/svg+xml', drawing, { 'cache-control': 'public, max-age=3600' });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), {
    'cache-control': 'no-store',
  });
}

function redirect(response: ServerResponse, location: string, cookies: readonly string[] = []): void {
  send(response, 302, 'text/plain', '', {
    location,
    'cache-control': 'no-store',
    ...(cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }),
  });
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string | string[]> = {},
): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff', ...headers });
  response.end(body);
}
