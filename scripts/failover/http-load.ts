/**
 * People who pay each other over HTTP until they are told to stop. Each keeps his keys and asks again until he
 * knows what happened. It must never call something acknowledged that the API has not answered.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Payment } from '../../lib/protocol/index.ts';
import { ORIGIN, PIN, REDIRECT_URI } from '../../server/testing/api.ts';
import {
  type ApiClient,
  createApiClient,
  createDeviceKey,
  createSocketTransport,
  expectStatus,
  type Reply,
  type Transport,
} from '../../server/testing/client.ts';
import { crowd } from '../../server/testing/crowd.ts';
import type { XAccount } from '../../server/x/port.ts';
import type { Random } from '../../tests/chaos/random.ts';
import type { Tally } from './tally.ts';

/** A client's own patience: then the outcome is unknown to him. */
const DEADLINE_MS = 6_000;
const AGAIN_MS = 150;
const TOP_UP = '500000';

export type Payer = { readonly member: XAccount; readonly personId: string; readonly client: ApiClient };

export type Watch = {
  /** Called at every acknowledgement: when does the load get through again? */
  acknowledged(): void;
  /** Nobody begins anything new. */
  readonly stopping: boolean;
  /** Nobody asks again any more. */
  readonly givingUp: boolean;
};

/** Signs everyone in, with a code and money in the wallet. */
export async function gatherPayers(addresses: readonly string[], size: number): Promise<Payer[]> {
  return Promise.all(
    crowd(size).map(async (member, i) => {
      const client = createApiClient({
        ...{ origin: ORIGIN, key: await createDeviceKey() },
        transport: withDeadline(createSocketTransport({ to: addresses[i % addresses.length] ?? '' })),
      });
      const started = await client.signIn(REDIRECT_URI, async (url) => ({
        code: `code-${member.handle}`,
        state: new URL(url).searchParams.get('state') ?? '',
      }));
      expectStatus(await client.choosePin(PIN), 204);
      expectStatus(await client.topUp(TOP_UP), 201);
      return { member, personId: uuidOf(started.person.id), client };
    }),
  );
}

/** What each of them begins with, in cents. */
export function openingOf(payers: readonly Payer[]): [string, bigint][] {
  return payers.map(({ personId }) => [personId, BigInt(TOP_UP)]);
}

/** Ids on the wire carry a prefix; the journal has the UUID alone. */
function uuidOf(wireId: string): string {
  return wireId.slice(wireId.indexOf('_') + 1);
}

function withDeadline(transport: Transport): Transport {
  return async (request) => {
    const patience = new AbortController();
    const late = delay(DEADLINE_MS, undefined, { signal: patience.signal }).then(() => {
      throw new Error('no answer in time');
    });
    try {
      return await Promise.race([transport(request), late]);
    } finally {
      patience.abort();
      late.catch(() => undefined);
    }
  };
}

/** One after the other, everybody at once. Resolves when all know the outcome of all they asked for. */
export async function payEachOther(
  payers: readonly Payer[],
  { chance, tally, watch }: { chance: Random; tally: Tally; watch: Watch },
): Promise<void> {
  await Promise.all(
    payers.map(async (payer, i) => {
      while (!watch.stopping) {
        const payee = payers[(i + chance.between(1, payers.length - 1)) % payers.length];
        if (payee) await payOnce(payer, payee, chance.between(1, 25), tally, watch);
      }
    }),
  );
}

async function payOnce(payer: Payer, payee: Payer, amount: number, tally: Tally, watch: Watch) {
  const key = randomUUID();
  const order = { payeeXUserId: payee.member.xUserId, amount: String(amount), key };
  const created = await askUntilKnown(watch, () => payer.client.createPayment(order), 'end');
  if (created === null) return;
  expectStatus(created, 201);
  const payment = created.body;
  const subjectId = uuidOf(payment.id);
  tally.ask({ subjectId, from: payer.personId, to: payee.personId, amount: BigInt(amount) });
  if (!payment.terms) throw new Error('an order without terms');
  const confirmKey = randomUUID();
  const body = await payer.client.confirmation(payment.terms, PIN);
  const path = `/v1/payments/${payment.id}/confirm`;
  const answer = await askUntilKnown(
    watch,
    () => payer.client.send<Payment>('POST', path, { key: confirmKey, body }),
    () => tally.unknown(subjectId),
  );
  if (answer === null) return;
  if (answer.status === 404) return tally.vanished(subjectId);
  if (answer.status !== 200 || answer.body.state !== 'settled') return tally.refused(subjectId);
  tally.acknowledged(subjectId);
  watch.acknowledged();
}

/**
 * Asks with the same key and body until the answer says what happened; null when nobody asks any more.
 * @param onUnknown is told of each answer that says nothing; `end`: while the load ends, nothing is lost by it.
 */
async function askUntilKnown(
  watch: Watch,
  send: () => Promise<Reply<Payment>>,
  onUnknown: (() => void) | 'end',
): Promise<Reply<Payment> | null> {
  for (;;) {
    const reply = await send().catch(() => null);
    if (reply !== null && !saysNothing(reply)) return reply;
    if (onUnknown !== 'end') onUnknown();
    else if (watch.stopping) return null;
    if (watch.givingUp) return null;
    await delay(AGAIN_MS);
  }
}

/** Under way elsewhere, locked for now, too many, out of order: ask again. */
function saysNothing({ status }: Reply): boolean {
  return status >= 500 || status === 409 || status === 423 || status === 429;
}
