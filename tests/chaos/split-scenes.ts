/** Scenes of payments to several payees at once: all of them are paid, or none. */
import { canonicalConfirmation, type Split } from '../../lib/protocol/index.ts';
import { PIN } from '../../server/testing/api.ts';
import { signBytes } from '../../server/testing/client.ts';
import { smallAmount, transferOf } from './payment-scenes.ts';
import { codeOf, record, type Scene, type Stage, stateOf, submit, unexpected } from './stage.ts';
import { uuidOf } from './told.ts';

/** Null when there is not enough in the wallet. */
async function createSplit(stage: Stage): Promise<Split | null> {
  const { actor, others, random } = stage;
  const payees = random.sample([...new Set(others.map((other) => other.xUserId))], random.between(2, 4));
  const body = {
    payee_x_user_ids: payees,
    division: random.pick(['each', 'total']),
    amount: { amount: String(smallAmount(random) + 10n), currency: 'EUR' },
    ...{ memo: null, visibility: 'private', origin: 'popup', tweet_id: null },
  };
  const sent = await submit(stage, 'split', (key) =>
    actor.client.send<Split>('POST', '/v1/splits', { key, body }),
  );
  if (sent.reply.status === 402) {
    record(stage, sent, null);
    return null;
  }
  if (sent.reply.status !== 201) throw unexpected(sent);
  const payments = sent.reply.body.payments.map((payment) => stateOf(payment, true));
  record(stage, sent, { payments, transfers: [] });
  return sent.reply.body;
}

async function signed({ actor }: Stage, split: Split) {
  if (!split.terms) throw new Error(`nothing to confirm in ${split.id}`);
  const use_counter = actor.client.nextCounter();
  const deviceId = actor.client.session.device_id;
  const bytes = canonicalConfirmation(split.terms, { deviceId, useCounter: use_counter });
  return { pin: PIN, signature: await signBytes(actor.client.key, bytes), use_counter };
}

async function paySeveral(stage: Stage): Promise<void> {
  const split = await createSplit(stage);
  if (!split) return;
  const body = await signed(stage, split);
  const sent = await submit(stage, 'confirm split', (key) =>
    stage.actor.client.send<Split>('POST', `/v1/splits/${split.id}/confirm`, { key, body }),
  );
  const { reply } = sent;
  if (reply.status === 200) {
    const { payments } = reply.body;
    return record(stage, sent, {
      payments: payments.map((one) => stateOf(one)),
      transfers: payments.map(transferOf),
    });
  }
  if (codeOf(reply) !== 'insufficient_funds') throw unexpected(sent);
  const refused = split.payments.map(({ id }) => ({ id: uuidOf(id), state: 'refused', isNew: false }));
  record(stage, sent, { payments: refused, transfers: [] });
}

async function cancelSeveral(stage: Stage): Promise<void> {
  const split = await createSplit(stage);
  if (!split) return;
  const sent = await submit(stage, 'cancel split', (key) =>
    stage.actor.client.send<Split>('POST', `/v1/splits/${split.id}/cancel`, { key }),
  );
  if (sent.reply.status !== 200) throw unexpected(sent);
  record(stage, sent, { payments: sent.reply.body.payments.map((one) => stateOf(one)), transfers: [] });
}

export const splitScenes: readonly Scene[] = [
  { name: 'pay several', weight: 2, play: paySeveral },
  { name: 'cancel several', weight: 1, play: cancelSeveral },
];
