/**
 * What lies between clients and API: requests and answers arrive late, twice, in another order, or never. In simulated
 * time, and by the seed.
 */
import type { FastifyInstance } from 'fastify';
import { IDEMPOTENCY_KEY_HEADER, IDEMPOTENCY_REPLAYED_HEADER } from '../../lib/protocol/index.ts';
import type { ApiRequest, ApiResponse } from '../../server/testing/client.ts';
import type { Random } from '../chaos/random.ts';
import { type Clock, SECOND_MS } from './clock.ts';

/** Shares in a hundred. */
export type Weather = { readonly lost: number; readonly twice: number; readonly late: number };

export const weathers = {
  calm: { lost: 1, twice: 1, late: 2 },
  storm: { lost: 15, twice: 15, late: 20 },
  /** Nothing happens to anything any more: so that everybody learns what became of his orders. */
  clear: { lost: 0, twice: 0, late: 0 },
} as const satisfies Record<string, Weather>;

/** An answer of the API, whether it reaches anybody or not. */
export type AnswerSeen = {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
  readonly replayed: boolean;
};

export type Network = {
  /** Sends one request. @throws Error when no answer comes before the deadline. */
  send(request: ApiRequest, deadlineMs: number): Promise<ApiResponse>;
  setWeather(weather: Weather): void;
  /** Requests that the API is at work on. */
  atWork(): number;
};

type NetworkOptions = {
  /** Several processes of the API; each request goes to one of them. */
  readonly apps: readonly FastifyInstance[];
  readonly clock: Clock;
  readonly random: Random;
  readonly stir: () => void;
  readonly onAnswer: (answer: AnswerSeen) => void;
};

export function createNetwork({ apps, clock, random, stir, onAnswer }: NetworkOptions): Network {
  let weather: Weather = weathers.calm;
  let atWork = 0;
  /** Carries something over, as often as it arrives. */
  const carry = (arrive: () => void) => {
    if (random.percent(weather.lost)) return;
    const copies = random.percent(weather.twice) ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      const late = random.percent(weather.late);
      clock.after(late ? random.between(SECOND_MS, 45 * SECOND_MS) : random.between(2, 80), arrive);
    }
  };
  const reach = async (request: ApiRequest, answered: (response: ApiResponse) => void) => {
    atWork++;
    stir();
    const response = await inject(random.pick(apps), request);
    atWork--;
    stir();
    onAnswer(seenOf(request, response));
    carry(() => answered(response));
  };
  return {
    setWeather: (next) => {
      weather = next;
    },
    atWork: () => atWork,
    send: (request, deadlineMs) =>
      new Promise((resolve, reject) => {
        clock.after(deadlineMs, () => reject(new Error('no answer in time')));
        carry(() => void reach(request, resolve));
      }),
  };
}

async function inject(
  app: FastifyInstance,
  { method, url, headers, body }: ApiRequest,
): Promise<ApiResponse> {
  const { pathname, search } = new URL(url);
  const response = await app.inject({
    method: method as 'GET',
    url: `${pathname}${search}`,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  });
  const flat = Object.entries(response.headers).map(([name, value]) => [name, value?.toString()]);
  return { status: response.statusCode, headers: Object.fromEntries(flat), text: response.body };
}

function seenOf(
  { method, url, headers }: ApiRequest,
  { status, headers: answered, text }: ApiResponse,
): AnswerSeen {
  return {
    method,
    path: new URL(url).pathname,
    key: headers[IDEMPOTENCY_KEY_HEADER] ?? null,
    status,
    text,
    body: text === '' ? undefined : JSON.parse(text),
    replayed: answered[IDEMPOTENCY_REPLAYED_HEADER] === 'true',
  };
}
