/**
 * The sandbox's front door: one HTTPS server on this computer that answers as X, X's API and Stripe,
 * by the host that is asked for. Must never listen on anything but 127.0.0.1, nor open a connection itself.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createCards } from './cards/server.ts';
import { type SandboxCertificate, sandboxCertificate } from './certificate.ts';
import { type Handler, sendAnswer } from './http.ts';
import { accounts, serviceAccountId } from './world.ts';
import type { NewPost } from './x-api/posts.ts';
import { createXApi } from './x-api/server.ts';
import { createSnowflakes } from './x-api/snowflakes.ts';
import { seedPeople } from './x-site/seed.ts';
import { createXSite, type XSite } from './x-site/server.ts';

export type SandboxOptions = {
  /** 0 for a free one. */
  readonly port: number;
  /** Where the certificate is kept between starts. */
  readonly stateDirectory: string;
  /** The product's registration with X. */
  readonly xClientId: string;
  readonly xClientSecret: string;
  readonly xBearerToken: string;
  /** The refresh token of the service's own account; without one nobody speaks for it. */
  readonly xServiceRefreshToken?: string;
  /** Where X may send people back to after a sign-in. */
  readonly redirectUris: readonly string[];
  /** A test key, `sk_test_…`. */
  readonly stripeSecretKey: string;
  /** How many posts X's home timeline has; some hundreds by default. */
  readonly posts?: number;
};

export type Sandbox = {
  readonly port: number;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spkiHash: string;
  readonly certificate: SandboxCertificate;
  /** The X site itself: to post as somebody, or to have its page built before the first visit. */
  readonly xSite: XSite;
  /** Ends every connection and resolves when the port is free. */
  readonly stop: () => Promise<void>;
};

const xSiteHosts = [
  'x.com',
  'www.x.com',
  'twitter.com',
  'mobile.x.com',
  'mobile.twitter.com',
  'pro.x.com',
  'pro.twitter.com',
];

/** Enough for any run of tests: X's own 300 in 15 minutes would cut a busy one. */
const lookupsPerWindow = 100_000;

/** Starts the front door on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const certificate = await sandboxCertificate(options.stateDirectory);
  const { routes, xSite } = createRoutes(options);
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    void answer(routes, request, response);
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  const port = await listen(server, options.port);
  return { port, spkiHash: certificate.spkiHash, certificate, xSite, stop: () => close(server) };
}

function createRoutes(options: SandboxOptions): { routes: ReadonlyMap<string, Handler>; xSite: XSite } {
  const { xClientId: clientId, xClientSecret: clientSecret, redirectUris } = options;
  const nextId = createSnowflakes();
  const cards = createCards({ secretKey: options.stripeSecretKey });
  const xApi = createXApi({
    accounts,
    clients: [{ clientId, clientSecret, redirectUris }],
    bearerToken: options.xBearerToken,
    lookupsPerWindow,
    refreshTokens: serviceConsent(options.xServiceRefreshToken),
    nextId,
    publish: (post) => publishOn(xSite, post),
    unpublish: (id) => xSite.remove(id),
    isClosed: (userId) => seedPeople().some(({ id, takesMessages }) => id === userId && !takesMessages),
  });
  const xSite: XSite = createXSite({
    issueCode: xApi.issueCode,
    ...(options.posts === undefined ? {} : { posts: options.posts }),
    clientName: (id) => (id === clientId ? 'Moineau' : undefined),
    onPost: xApi.record,
    onRemove: xApi.remove,
    onEdit: xApi.edit,
    onMessage: xApi.message,
    nextId,
  });
  for (const tweet of xSite.tweets.world().tweets) xApi.recordScenery(tweet);
  const routes = new Map<string, Handler>([
    ...xSiteHosts.map((host): [string, Handler] => [host, xSite.handler]),
    ['api.x.com', xApi.handler],
    ['api.stripe.com', cards.handler],
  ]);
  return { routes, xSite };
}

/** What the service's account has consented to. */
function serviceConsent(token: string | undefined) {
  const scope = 'users.read tweet.read tweet.write dm.read dm.write offline.access';
  return token === undefined ? [] : [{ token, userId: serviceAccountId, scope }];
}

/** Posts of the API appear on the site. */
function publishOn(site: XSite, post: NewPost): string | null {
  try {
    return site.post(post).id;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

async function answer(
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:[0-9]+$/, '');
  const handler = routes.get(host);
  if (!handler) {
    sendAnswer(response, {
      status: 421,
      body: { error: `the sandbox does not answer for ${host || 'no host'}` },
    });
    return;
  }
  try {
    await handler(request, response);
  } catch (error) {
    console.error(`sandbox: ${request.method} ${host} failed:`, error);
    if (response.headersSent) response.destroy();
    else sendAnswer(response, { status: 500, body: { error: 'the sandbox failed; see its log' } });
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
