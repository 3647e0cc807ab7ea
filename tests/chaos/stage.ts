/** What every scene stands on: who acts, how an order is sent until its outcome is known, and how that is put down. */
import type { Payment, Problem } from '../../lib/protocol/index.ts';
import type { ApiClient, Reply } from '../../server/testing/client.ts';
import type { XAccount } from '../../server/x/port.ts';
import { type Outcome, untilKnown } from './client.ts';
import type { Random } from './random.ts';
import { type Told, type ToldTransfer, uuidOf } from './told.ts';

/** One device of one person. Its use counter only rises, so it does one confirmation at a time. */
export type Actor = {
  readonly name: string;
  readonly client: ApiClient;
  readonly personId: string;
  readonly xUserId: string;
};

/** Somebody on X without a wallet. */
export type Newcomer = {
  readonly account: XAccount;
  /** He signs in, which opens his wallet. */
  join(): Promise<Actor>;
};

export type Stage = {
  readonly actor: Actor;
  /** Whom he may pay: a device of everyone but himself. */
  readonly others: readonly Actor[];
  readonly random: Random;
  readonly newcomer: () => Newcomer;
  readonly tell: (told: Told) => void;
  readonly onBadAnswer: (what: string) => void;
};

export type Scene = { readonly name: string; readonly weight: number; play(stage: Stage): Promise<void> };

/** A UUID from the seed: the same keys at a replay. */
export function keyFrom(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The outcome of an order, by whom and under which key. */
export type Sent<Body> = Outcome<Body> & {
  readonly order: string;
  readonly by: Actor;
  readonly key: string;
};

/** Sends an order with this key until the outcome is known. Several at once with one key need different names. */
export async function submitAs<Body>(
  { random, onBadAnswer }: Stage,
  { order, by, key, name = '' }: { order: string; by: Actor; key: string; name?: string },
  send: (key: string) => Promise<Reply<Body>>,
): Promise<Sent<Body>> {
  const what = `${by.name}, ${order} ${key}`;
  const outcome = await untilKnown(what, () => send(key), {
    random: random.fork(`${key}${name}`),
    onBadAnswer,
  });
  return { ...outcome, order, by, key };
}

/** The same with a new key, by the actor himself. */
export function submit<Body>(
  stage: Stage,
  order: string,
  send: (key: string) => Promise<Reply<Body>>,
): Promise<Sent<Body>> {
  return submitAs(stage, { order, by: stage.actor, key: keyFrom(stage.random) }, send);
}

export type Effect = {
  /** The payments that it leaves in a state. */
  readonly payments: Told['payments'];
  readonly transfers: readonly ToldTransfer[];
};

/** Puts an outcome on record. Null: it had no effect, and its answer need not be kept. */
export function record({ tell }: Stage, sent: Sent<unknown>, effect: Effect | null): void {
  const { order, by, key, reply, unknown } = sent;
  tell({
    ...{ order, key, unknown, personId: by.personId, status: reply.status, body: reply.body },
    kept: effect !== null,
    payments: effect?.payments ?? [],
    transfers: effect?.transfers ?? [],
  });
}

/** The state in which an answer shows a payment. */
export function stateOf(payment: Payment, isNew = false): Told['payments'][number] {
  return { id: uuidOf(payment.id), state: payment.state, isNew };
}

export function codeOf(reply: Reply): string {
  return (reply.body as Problem).code;
}

/** @throws Error always: an answer that this order must not get. */
export function unexpected({ order, reply }: Sent<unknown>): Error {
  return new Error(`${order}: ${reply.status} ${JSON.stringify(reply.body)}`);
}
