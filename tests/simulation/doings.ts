/**
 * What people do with their wallets: each function is one thing that somebody does on one device, from beginning to
 * end. What is asked of the API is told to the simulation's bank before it is sent.
 */
import type { HistoryPage, Payment, PaymentPage, Split, TopUp } from '../../lib/protocol/index.ts';
import type { Asked, Deed } from './asked.ts';
import { type Clock, MINUTE_MS, SECOND_MS } from './clock.ts';
import type { Device, Outcome } from './device.ts';
import { PIN } from './pins.ts';
import { divide } from './rules.ts';

export type Human = {
  readonly xUserId: string;
  readonly handle: string;
  readonly isOrganisation: boolean;
  /** Spends as much as he may. */
  readonly isRich: boolean;
  readonly devices: readonly Device[];
  hasPin: boolean;
};

export type Scene = {
  readonly human: Human;
  readonly device: Device;
  readonly everybody: readonly Human[];
  readonly asked: Asked;
  readonly clock: Clock;
  readonly newMemo: () => string;
  readonly count: (what: string) => void;
};

const bare = (wireId: string) => wireId.slice(wireId.indexOf('_') + 1);
const money = (amount: bigint) => ({ amount: String(amount), currency: 'EUR' });

/** Signs in, and chooses a code where there is none. */
export async function arrive({ human, device, count }: Scene): Promise<void> {
  if (!(await device.signIn(human.handle))) return;
  count('sign_in');
  if (device.session().pin_set || human.hasPin) return;
  const chosen = await device.call('PUT', '/v1/pin', { body: () => device.signPin(PIN) });
  human.hasPin = chosen.kind === 'done' || (chosen.kind === 'refused' && chosen.code === 'pin_already_set');
}

/** Charges the card. */
export async function topUp({ human, device, asked, count, clock }: Scene): Promise<void> {
  const { random } = device;
  const amount = BigInt(human.isRich ? random.between(50_000, 300_000) : random.between(500, 20_000));
  const key = device.newKey();
  asked.topUp(key, human.xUserId, amount);
  const card = random.percent(80) ? 'visa' : random.pick(['declined', 'slow', 'slow']);
  const body = { amount: money(amount), payment_method: `pm_card_${card}` };
  const topUp = await device.call<TopUp>('POST', '/v1/topups', { key, body: async () => body });
  count(`top_up_${outcomeOf(topUp)}`);
  if (topUp.kind !== 'done' || topUp.body.state !== 'processing') return;
  await clock.wait(random.between(1, 60) * MINUTE_MS);
  await device.call('GET', `/v1/topups/${topUp.body.id}`);
}

/** Pays somebody, who may have no wallet. */
export async function pay(scene: Scene, payee?: Human): Promise<void> {
  const { device, human } = scene;
  const { random } = device;
  const to = payee ?? pickPayee(scene);
  await device.call('POST', '/v1/payees/resolve', { body: async () => ({ handle: to.handle }) });
  const amount = random.percent(2) ? 25_001n : amountFor(human, random);
  const payment = await order<Payment>(scene, '/v1/payments', [{ to: to.xUserId, amount }], {
    payee_x_user_id: to.xUserId,
    amount: money(amount),
  });
  if (payment) await decide(scene, 'payments', payment);
}

/** Pays several at once: each an amount, or a total by heads. */
export async function split(scene: Scene): Promise<void> {
  const { device, human, everybody } = scene;
  const { random } = device;
  const payees = random.sample(
    everybody.filter(({ xUserId }) => xUserId !== human.xUserId),
    random.between(2, 5),
  );
  for (const { handle } of payees) {
    await device.call('POST', '/v1/payees/resolve', { body: async () => ({ handle }) });
  }
  const total = random.percent(50);
  const amount = amountFor(human, random);
  const shares = total ? divide(amount, payees.length) : payees.map(() => amount);
  const parts = payees.map(({ xUserId: to }, i) => ({ to, amount: shares[i] ?? 0n }));
  const found = await order<Split>(scene, '/v1/splits', parts, {
    payee_x_user_ids: payees.map(({ xUserId }) => xUserId),
    division: total ? 'total' : 'each',
    amount: money(amount),
  });
  if (found) await decide(scene, 'splits', found);
}

async function order<Made>(
  { human, device, asked, newMemo, count }: Scene,
  path: string,
  parts: readonly { to: string; amount: bigint }[],
  content: object,
): Promise<Made | null> {
  const memo = newMemo();
  asked.order(memo, { by: human.xUserId, parts });
  const origin = device.random.pick(['popup', 'tweet_button', 'profile_button']);
  const body = { ...content, memo, visibility: 'private', origin, tweet_id: null };
  const made = await device.call<Made>('POST', path, { key: device.newKey(), body: async () => body });
  count(`order_${outcomeOf(made)}`);
  return made.kind === 'done' ? made.body : null;
}

/** Confirms what was ordered; or does not, or changes his mind, or mistypes the code, or is in a hurry. */
async function decide(scene: Scene, what: 'payments' | 'splits', ordered: Payment | Split): Promise<void> {
  const { device, clock, human } = scene;
  const { random } = device;
  await clock.wait(random.between(2, 20) * SECOND_MS);
  const mood = random.below(100);
  if (mood < 4) return void (await ask(scene, 'cancel', what, ordered.id));
  if (mood < 7) return;
  if (mood < 10) await clock.wait(10 * MINUTE_MS + random.between(-2, 2) * SECOND_MS);
  for (let wrong = mood < 20 ? random.between(1, 6) : 0; wrong > 0; wrong--)
    await confirm(scene, what, ordered, String(100_000 + random.below(300_000)));
  const key = device.newKey();
  const sent = [confirm(scene, what, ordered, PIN, key)];
  // A double click; the other device; a confirmation and a change of mind at once.
  if (mood >= 90 && mood < 94) sent.push(confirm(scene, what, ordered, PIN, key));
  const other = human.devices.find((one) => one !== device && one.isSignedIn());
  if (mood >= 94 && mood < 98 && other)
    sent.push(other.inTurn(() => confirm({ ...scene, device: other }, what, ordered, PIN)));
  if (mood >= 98) sent.push(ask(scene, 'cancel', what, ordered.id));
  const [outcome] = await Promise.all(sent);
  // What a person does who was told nothing: he looks.
  if (outcome?.kind !== 'done' && device.isSignedIn()) await device.call('GET', `/v1/${what}/${ordered.id}`);
}

async function confirm(
  scene: Scene,
  what: 'payments' | 'splits',
  { id, terms }: Payment | Split,
  pin: string,
  key = scene.device.newKey(),
): Promise<Outcome<unknown>> {
  const { device, asked, human, count } = scene;
  if (!terms || !device.isSignedIn()) return { kind: 'unknown' };
  if (pin === PIN) asked.deed('confirm', bare(id), human.xUserId);
  const body = () => device.sign(terms, pin);
  const outcome = await device.call<Payment | Split>('POST', `/v1/${what}/${id}/confirm`, { key, body });
  count(`confirm_${what}_${outcomeOf(outcome)}`);
  return outcome;
}

async function ask(
  { device, asked, human, count }: Scene,
  deed: Deed,
  what: 'payments' | 'splits' | 'held',
  id: string,
): Promise<Outcome<unknown>> {
  if (!device.isSignedIn()) return { kind: 'unknown' };
  asked.deed(deed, bare(id), human.xUserId);
  const outcome = await device.call('POST', `/v1/${what}/${id}/${deed}`, { key: device.newKey() });
  count(`${deed}_${outcomeOf(outcome)}`);
  return outcome;
}

/** Looks at what is held for him, and takes it or sends it back; some try both at once. */
export async function lookAtHeld(scene: Scene): Promise<void> {
  const { device } = scene;
  const page = await device.call<PaymentPage>('GET', '/v1/held?limit=20');
  if (page.kind !== 'done') return;
  for (const { id } of page.body.items) {
    if (!device.isSignedIn() || device.random.percent(30)) continue;
    if (device.random.percent(80)) await ask(scene, 'claim', 'held', id);
    else if (device.random.percent(50)) await ask(scene, 'decline', 'held', id);
    else await Promise.all([ask(scene, 'claim', 'held', id), ask(scene, 'decline', 'held', id)]);
  }
}

/** Goes through his latest payments: gives something back, or takes back what nobody has claimed. */
export async function review(scene: Scene): Promise<void> {
  const { device, count, asked } = scene;
  const { random } = device;
  const page = await device.call<HistoryPage>('GET', '/v1/payments?limit=10');
  if (page.kind !== 'done') return;
  const held = page.body.items.filter(({ direction, state }) => direction === 'out' && state === 'held');
  const [mine] = held;
  if (mine && random.percent(25)) await ask(scene, 'cancel', 'payments', mine.id);
  const received = page.body.items.filter(
    ({ direction, state }) => direction === 'in' && state === 'settled',
  );
  if (received.length === 0 || random.percent(40)) return;
  const payment = random.pick(received);
  const whole = BigInt(payment.amount.amount);
  const refund = async (amount: bigint) => {
    const key = device.newKey();
    asked.refund(bare(payment.id), key, amount);
    const body = async () => ({ amount: money(amount) });
    const outcome = await device.call('POST', `/v1/payments/${payment.id}/refunds`, { key, body });
    count(`refund_${outcomeOf(outcome)}`);
  };
  const part = 1n + BigInt(random.below(Number(whole)));
  if (random.percent(70)) await refund(random.percent(50) ? whole : part);
  // Twice at once, together perhaps more than there was (T44).
  else await Promise.all([refund(part), refund(whole - part + 1n)]);
}

export async function look({ device }: Scene): Promise<void> {
  await device.call('GET', '/v1/wallet');
}

function outcomeOf(outcome: Outcome<unknown>): string {
  return outcome.kind === 'refused' ? outcome.code : outcome.kind;
}

function pickPayee({ human, everybody, device: { random } }: Scene): Human {
  for (;;) {
    // A few are known to everybody.
    const to = random.percent(20) ? random.pick(everybody.slice(0, 6)) : random.pick(everybody);
    if (to !== human || random.percent(3)) return to;
  }
}

function amountFor(human: Human, random: Device['random']): bigint {
  if (human.isRich) return BigInt(random.pick([random.between(10_000, 25_000), 25_000]));
  return BigInt(random.pick([random.between(1, 5_000), random.pick([200, 500, 1_000, 2_000])]));
}
