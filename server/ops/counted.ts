/** The desk with its orders counted: what was asked for, and what became of it. And codes that nobody had time for. */
import type { Problem } from '../../lib/protocol/index.ts';
import type { Desk } from '../payments/desk.ts';
import type { Pins } from '../people/pins.ts';
import { XLimitedError, type XPort, XRefusedError, type XService, XSignInError } from '../x/port.ts';
import type { Metrics } from './metrics.ts';

/** The same desk. What it throws is an outcome that nobody knows until the order is sent again. */
export function counted(desk: Desk, metrics: Metrics): Desk {
  return {
    ...desk,
    async run(order) {
      try {
        const answer = await desk.run(order);
        const refused = answer.status >= 400;
        const outcome = refused ? (answer.body as Problem).code : 'done';
        metrics.ordered(order.act.do, outcome);
        // The desk says so when too many orders wait.
        if (outcome === 'unavailable') metrics.shed('orders');
        return answer;
      } catch (error) {
        metrics.ordered(order.act.do, 'outcome_unknown');
        throw error;
      }
    },
  };
}

/** The same codes. `unavailable` is said when too many wait to be looked at. */
export function countedPins(pins: Pins, metrics: Metrics): Pins {
  const count = <Outcome extends { ok: boolean; error?: { code: string } }>(outcome: Outcome): Outcome => {
    if (!outcome.ok && outcome.error?.code === 'unavailable') metrics.shed('pins');
    return outcome;
  };
  return {
    choose: async (session, choice) => count(await pins.choose(session, choice)),
    check: async (personId, pin) => count(await pins.check(personId, pin)),
    encode: async (pin) => {
      const encoded = await pins.encode(pin);
      if (encoded === null) metrics.shed('pins');
      return encoded;
    },
    pretend: async (personId, pin) => count(await pins.pretend(personId, pin)),
    load: pins.load,
  };
}

/** The same X, with its requests counted: each of its calls is one, a sign-in two. */
export function countedX(x: XPort, metrics: Metrics): XPort {
  return {
    ...x,
    finishAuthorization: (input) => asked(metrics, 'finishAuthorization', () => x.finishAuthorization(input)),
    findByHandle: (handle) => asked(metrics, 'findByHandle', () => x.findByHandle(handle)),
  };
}

/** The same service account. */
export function countedService(service: XService, metrics: Metrics): XService {
  return {
    readMentions: (from) => asked(metrics, 'readMentions', () => service.readMentions(from)),
    searchMentions: (within) => asked(metrics, 'searchMentions', () => service.searchMentions(within)),
    readMessages: (from) => asked(metrics, 'readMessages', () => service.readMessages(from)),
    readPosts: (ids) => asked(metrics, 'readPosts', () => service.readPosts(ids)),
    readAccounts: (ids) => asked(metrics, 'readAccounts', () => service.readAccounts(ids)),
    readOwnPosts: (from) => asked(metrics, 'readOwnPosts', () => service.readOwnPosts(from)),
    readMessagesWith: (id) => asked(metrics, 'readMessagesWith', () => service.readMessagesWith(id)),
    ring: (onPost) => asked(metrics, 'ring', () => service.ring(onPost)),
    post: (text, to) => asked(metrics, 'post', () => service.post(text, to)),
    deletePost: (id) => asked(metrics, 'deletePost', () => service.deletePost(id)),
    sendMessage: (to, text) => asked(metrics, 'sendMessage', () => service.sendMessage(to, text)),
  };
}

async function asked<Value>(metrics: Metrics, call: string, work: () => Promise<Value>): Promise<Value> {
  try {
    const value = await work();
    metrics.askedX(call, 'done');
    return value;
  } catch (error) {
    const isRefusal = error instanceof XRefusedError || error instanceof XSignInError;
    const isLimit = error instanceof XLimitedError;
    metrics.askedX(call, isRefusal ? 'refused' : isLimit ? 'limited' : 'unavailable');
    throw error;
  }
}
