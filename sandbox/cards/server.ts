/**
 * The sandbox's card acquirer: the subset of Stripe's API that the real `stripe` SDK uses for us.
 * Must never reach a card network, nor answer a live key.
 */
import { randomBytes } from 'node:crypto';
import { type Answer, addressOf, BodyTooLargeError, type Handler, readBody, sendAnswer } from '../http.ts';
import {
  badParameter,
  declined,
  keyUsedOtherwise,
  missingParameter,
  noKey,
  noSuch,
  unknownAddress,
  unknownParameter,
  wrongKey,
} from './errors.ts';
import { canonicalForm, entriesOf, readForm } from './form.ts';
import { cardNamed, Intent, type Order } from './intents.ts';

export type CardsOptions = {
  /** The key that callers must bear; a test key, `sk_test_…`. */
  readonly secretKey: string;
  /** The present in milliseconds, for tests. */
  readonly now?: () => number;
};

/** Stripe keeps a key for at least 24 hours. */
const keyLifetimeMs = 24 * 60 * 60 * 1000;
/** Stripe's own bounds for euros, in cents. */
const least = 50;
const most = 99_999_999;

const parametersKnown =
  /^(amount|currency|confirm|payment_method|description|error_on_requires_action|off_session|metadata\[[A-Za-z0-9_-]{1,40}\]|allowed_payment_method_types\[[0-9]*\])$/;

type KeptAnswer = { readonly request: string; readonly answer: Answer; readonly until: number };
type Form = ReadonlyMap<string, string>;

/** @throws RangeError when the key is not a test key */
export function createCards(options: CardsOptions): { readonly handler: Handler } {
  if (!options.secretKey.startsWith('sk_test_')) throw new RangeError('the sandbox takes test keys only');
  const desk = new Desk(options.now ?? Date.now);
  return {
    handler: async (request, response) => {
      const key = request.headers['idempotency-key'];
      const answer =
        refuseCaller(request.headers.authorization, options.secretKey) ??
        (await desk.answer(request.method ?? 'GET', addressOf(request).pathname, key?.toString(), () =>
          readBody(request),
        ));
      const headers = {
        ...answer.headers,
        'request-id': `req_${randomBytes(7).toString('hex')}`,
        ...(key === undefined ? {} : { 'idempotency-key': key.toString() }),
      };
      sendAnswer(response, { ...answer, headers });
    },
  };
}

/** Stripe takes its key as a bearer token, or as the user of Basic with no password. */
function refuseCaller(authorization: string | undefined, secretKey: string): Answer | null {
  if (authorization === undefined) return noKey();
  const basic = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
  return authorization === `Bearer ${secretKey}` || authorization === basic ? null : wrongKey();
}

class Desk {
  readonly #now: () => number;
  readonly #intents = new Map<string, Intent>();
  readonly #keys = new Map<string, KeptAnswer>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async answer(
    method: string,
    path: string,
    key: string | undefined,
    body: () => Promise<string>,
  ): Promise<Answer> {
    if (method === 'GET') return this.#find(path);
    if (method !== 'POST' || path !== '/v1/payment_intents') return unknownAddress(method, path);
    const form = await readFormOf(body);
    if (!form) return badParameter('body', 'parameter_invalid', 'The body can not be read.');
    return this.#once(key, `${path} ${canonicalForm(form)}`, () => this.#create(form));
  }

  /**
   * Runs an order once for each idempotency key; the same key with the same parameters gets the first answer
   * again. As with Stripe, an order whose parameters were refused did not begin: its key stays free.
   */
  #once(key: string | undefined, request: string, run: () => Answer): Answer {
    if (key === undefined) return run();
    if (key.length > 255) return badParameter('idempotency_key', 'parameter_invalid', 'The key is too long.');
    const first = this.#keys.get(key);
    if (first && first.until > this.#now()) {
      if (first.request !== request) return keyUsedOtherwise(key);
      return { ...first.answer, headers: { ...first.answer.headers, 'idempotent-replayed': 'true' } };
    }
    const answer = run();
    if (answer.status !== 400) this.#keys.set(key, { request, answer, until: this.#now() + keyLifetimeMs });
    return answer;
  }

  #create(form: Form): Answer {
    const order = readOrder(form);
    if ('status' in order) return order;
    const name = form.get('payment_method') ?? '';
    const card = cardNamed(name);
    if (!card) return noSuch('PaymentMethod', name, 'payment_method');
    const intent = new Intent(order, card, this.#now());
    this.#intents.set(intent.id, intent);
    const { decline } = intent;
    return decline
      ? declined(decline, intent.charge, intent.present())
      : { status: 200, body: intent.present() };
  }

  #find(path: string): Answer {
    const id = /^\/v1\/payment_intents\/([^/]+)$/.exec(path)?.[1];
    if (id === undefined) return unknownAddress('GET', path);
    const intent = this.#intents.get(id);
    if (!intent) return noSuch('payment_intent', id, 'intent');
    intent.lookUp();
    return { status: 200, body: intent.present() };
  }
}

async function readFormOf(body: () => Promise<string>): Promise<Form | null> {
  try {
    return readForm(await body());
  } catch (error) {
    if (error instanceof BodyTooLargeError) return null;
    throw error;
  }
}

/** What is ordered, or Stripe's refusal of the first parameter that is wrong. */
function readOrder(form: Form): Order | Answer {
  const unknown = [...form.keys()].find((name) => !parametersKnown.test(name));
  if (unknown !== undefined) return unknownParameter(unknown);
  const missing = ['amount', 'currency', 'payment_method', 'confirm'].find((name) => !form.get(name));
  if (missing !== undefined) return missingParameter(missing);
  if (form.get('confirm') !== 'true') {
    return badParameter('confirm', 'parameter_invalid', 'The sandbox speaks confirm=true only.');
  }
  if (form.get('currency') !== 'eur') {
    return badParameter('currency', 'parameter_invalid', 'The sandbox speaks eur only.');
  }
  const amount = form.get('amount') ?? '';
  if (!/^[0-9]{1,15}$/.test(amount)) {
    return badParameter('amount', 'parameter_invalid_integer', `Invalid integer: ${amount}`);
  }
  const amountMinor = Number(amount);
  if (amountMinor < least)
    return badParameter('amount', 'amount_too_small', 'Amount must be at least €0.50 eur');
  if (amountMinor > most)
    return badParameter('amount', 'amount_too_large', 'Amount must be no more than €999,999.99');
  return {
    amountMinor,
    currency: 'eur',
    description: form.get('description') ?? null,
    metadata: entriesOf(form, 'metadata'),
  };
}
