/**
 * A client as a good one is: it waits no longer than its deadline, and asks with the same key and the same body until
 * it knows the outcome. An outcome is unknown while the answer is lost, 5xx, "in flight" or "not now".
 */
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../../lib/protocol/index.ts';
import type { ApiResponse, Reply, Transport } from '../../server/testing/client.ts';
import type { Random } from './random.ts';

const DEADLINE_MS = 900;
/** After this long without an outcome the product has failed its client. */
const PATIENCE_MS = 45_000;
/** A second of Retry-After is a twentieth here: rounds are short. */
const RETRY_AFTER_SCALE_MS = 50;
const LONGEST_PAUSE_MS = 400;

/** Over kept connections, each request to the next of these ports; the Host and the proofs keep the public origin. */
export function createTransport(
  ports: readonly number[],
  first: number,
): { transport: Transport; close(): void } {
  const agent = new Agent({ keepAlive: true });
  let turn = first;
  const transport: Transport = ({ method, url, headers, body }) => {
    const target = new URL(url);
    const port = ports[turn++ % ports.length];
    return new Promise((resolve, reject) => {
      const request = httpRequest({
        ...{ method, agent, host: '127.0.0.1', port, path: `${target.pathname}${target.search}` },
        headers: { ...headers, host: target.host },
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      request.once('response', (response) => {
        readAll(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: flatten(response.headers), text }),
          reject,
        );
      });
      request.once('error', reject);
      request.end(body);
    });
  };
  return { transport, close: () => agent.destroy() };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function flatten(headers: NodeJS.Dict<string | string[]>): ApiResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

export type Outcome<Body> = {
  readonly reply: Reply<Body>;
  /** How many times before this the outcome stayed unknown. */
  readonly unknown: number;
};

export type Patience = {
  readonly random: Random;
  /** Hears of every answer that no answer of ours may look like. */
  readonly onBadAnswer: (what: string) => void;
};

/** Sends the same order until its outcome is known. @throws Error when it does not become known. */
export async function untilKnown<Body>(
  what: string,
  send: () => Promise<Reply<Body>>,
  { random, onBadAnswer }: Patience,
): Promise<Outcome<Body>> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let unknown = 0; ; unknown++) {
    const reply = await send().catch((error: Error) => error);
    if (!(reply instanceof Error)) {
      const bad = whatIsBad(reply);
      if (bad) onBadAnswer(`${what}: ${bad}`);
      else if (!isUnknown(reply)) return { reply, unknown };
    }
    if (performance.now() > deadline) {
      const last = reply instanceof Error ? String(reply) : `${reply.status} ${JSON.stringify(reply.body)}`;
      throw new Error(`${what}: no outcome after ${unknown + 1} tries, the last one: ${last}`);
    }
    await delay(pauseAfter(reply, random.between(20, 80)));
  }
}

function isUnknown(reply: Reply): boolean {
  return reply.status >= 400 && Problem.parse(reply.body).retryable;
}

/** Neither an answer of success nor a problem of the documented form; or a fault told as anything but "try again". */
function whatIsBad(reply: Reply): string | null {
  if (reply.status < 400) return null;
  const problem = Problem.safeParse(reply.body);
  if (!problem.success) return `${reply.status} that is no problem: ${JSON.stringify(reply.body)}`;
  if (reply.status >= 500 && problem.data.code !== 'unavailable')
    return `${reply.status} ${problem.data.code}`;
  return null;
}

function pauseAfter(reply: Reply | Error, jitterMs: number): number {
  const seconds = reply instanceof Error ? 0 : Number(reply.headers['retry-after'] ?? 0);
  return Math.min(seconds * RETRY_AFTER_SCALE_MS, LONGEST_PAUSE_MS) + jitterMs;
}
