/**
 * GET /w/: the page for phones, from the files of its build (`npm run build:web`). It holds nothing of anybody: whoever
 * opens it gets the same bytes. It must never run a script that is not in those files, and never in somebody's frame.
 */
import { resolve } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const PREFIX = '/w/';

/** Everything from our own origin, and no more; no script, style or handler in the document itself. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-frame-options': 'DENY',
  // X's code stands in the address for a moment: nobody is told where we come from.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** Names in assets/ bear a hash of their content. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, but asked for again each time: a newer build is there at once. */
const ASK_AGAIN = 'no-cache';

/** Serves the build in this directory. */
export async function registerPhonePage(app: FastifyInstance, directory: string): Promise<void> {
  await app.register(async (page) => {
    page.addHook('onSend', async (request, reply) => {
      reply.headers(headers);
      if (reply.statusCode >= 400) return;
      reply.header('cache-control', request.url.startsWith(`${PREFIX}assets/`) ? FOR_EVER : ASK_AGAIN);
    });
    await page.register(staticFiles, {
      root: resolve(directory),
      prefix: PREFIX,
      cacheControl: false,
      preCompressed: true,
    });
    const hide = { schema: { hide: true } };
    // A relative address: whatever is in front of us, the browser stays on its origin.
    page.get('/w', hide, async (_request, reply) => reply.redirect(PREFIX, 308));
    // X sends people back here; the page reads the rest of the address itself.
    page.get('/w/signed-in', hide, (_request, reply: FastifyReply) => reply.sendFile('index.html'));
  });
}
