/**
 * Web Push (RFC 8030) by the library `web-push`, which encrypts and signs; the request is ours, so that it goes to known
 * services alone, on public addresses, follows nowhere and reads no more of an answer than its head.
 */
import { Agent, request } from 'node:https';
import webPush from 'web-push';
import { createDirectedAgent } from '../outbound/directed-agent.ts';
import type { PushGateway, PushOutcome } from './port.ts';
import { publicLookup } from './public-addresses.ts';

/** A browser that is off for longer has missed nothing that its wallet does not show. */
const KEPT_SECONDS = 24 * 60 * 60;
const DEADLINE_MS = 10_000;

export type WebPushSettings = {
  /** VAPID, base64url. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service may write to about us: `mailto:…` or an https address. */
  readonly subject: string;
  /** Host names; `*.name` stands for every name under it. */
  readonly hosts: readonly string[];
  /** `https://host:port` that is called instead of every push service: the sandbox's or a test's stand-in. */
  readonly direction?: { readonly url: string; readonly ca?: string | undefined } | undefined;
};

/** @throws Error when the keys are none */
export function createWebPush(settings: WebPushSettings, lookup = publicLookup()): PushGateway {
  const { publicKey, privateKey, subject, hosts, direction } = settings;
  const open = new Agent({ keepAlive: true, lookup });
  const agentFor = (hostname: string) =>
    direction ? createDirectedAgent({ ...direction, servername: hostname }) : open;
  // Looks at the keys, and throws where they are none.
  webPush.getVapidHeaders('https://push.invalid', subject, publicKey, privateKey, 'aes128gcm');
  return {
    publicKey,
    knows: (endpoint) => isKnown(endpoint, hosts),
    async send(target, message) {
      // Asked again: the list may have become shorter since it was kept.
      if (!isKnown(target.endpoint, hosts)) return { kind: 'gone' };
      try {
        const details = webPush.generateRequestDetails(target, message, {
          vapidDetails: { subject, publicKey, privateKey },
          ...{ TTL: KEPT_SECONDS, urgency: 'high', contentEncoding: 'aes128gcm' },
        });
        return await post(target.endpoint, details, agentFor(new URL(target.endpoint).hostname));
      } catch {
        return { kind: 'later', afterSeconds: null };
      }
    },
  };
}

function isKnown(endpoint: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
  return hosts.some((host) => (host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host));
}

type Details = { readonly headers: Record<string, string | number>; readonly body: Buffer };

function post(endpoint: string, details: ReturnType<typeof webPush.generateRequestDetails>, agent: Agent) {
  const { headers, body } = details as unknown as Details;
  return new Promise<PushOutcome>((resolve, reject) => {
    const sending = request(endpoint, {
      method: 'POST',
      headers,
      agent,
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    sending.once('error', reject);
    sending.once('response', (response) => {
      resolve(outcomeOf(response.statusCode ?? 0, response.headers['retry-after']));
      // Its words are of no use to us, and may never end.
      response.destroy();
    });
    sending.end(body);
  });
}

function outcomeOf(status: number, retryAfter: string | undefined): PushOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter);
    return { kind: 'later', afterSeconds: Number.isInteger(seconds) && seconds >= 0 ? seconds : null };
  }
  return { kind: 'refused' };
}
