/** Services without a browser extension, for component tests: answers by message kind, and notes what was asked. */

import type {
  Answer,
  Draft,
  Input,
  MessageKind,
  Output,
  PageHealth,
  Waiting,
  WalletView,
} from '../../lib/messages.ts';
import type { Payment } from '../../lib/protocol/payments.ts';
import type { Export } from '../../lib/store/database.ts';
import { wordsOf } from '../../lib/words/all.ts';
import type { Services } from '../services.ts';
import { fakeHistory } from './fake-history.ts';
import { NOW } from './fixtures.ts';

type WalletKind = Extract<MessageKind, `wallet.${string}`>;
type Answers = { [K in WalletKind]?: (input: Input<K>) => Answer<Output<K>> | Promise<Answer<Output<K>>> };
export type Asked = { readonly kind: WalletKind; readonly input: unknown };

export type FakeServices = Services & {
  readonly asked: Asked[];
  readonly opened: string[];
  readonly saved: Export[];
  /** How often the window was closed. */
  readonly closed: () => number;
  /** What the background has: changed by the test, told by `tell`. */
  view: WalletView;
  readonly tell: () => void;
};

export function done<T>(value: T): Answer<T> {
  return { ok: true, value };
}

/** Keeps a view as the background does; a test adds answers of its own. */
export function fakeServices(
  view: WalletView,
  answers: Answers = {},
  more: Partial<Pick<Services, 'language' | 'surface' | 'now' | 'gestures' | 'practiceHandle'>> & {
    payments?: readonly Payment[];
  } = {},
): FakeServices {
  const listeners = new Set<() => void>();
  let closed = 0;
  const fake: FakeServices = {
    language: more.language ?? 'fr',
    words: wordsOf(more.language ?? 'fr'),
    surface: more.surface ?? 'popup',
    now: more.now ?? (() => NOW),
    asked: [],
    opened: [],
    saved: [],
    view,
    closed: () => closed,
    tell: () => {
      for (const listener of listeners) listener();
    },
    send: async <K extends WalletKind>(kind: K, input: Input<K>): Promise<Answer<Output<K>>> => {
      fake.asked.push({ kind, input });
      const answer = answers[kind];
      const given = answer ? await answer(input) : undefined;
      return given ?? (defaultAnswer(fake, kind) as Answer<Output<K>>);
    },
    listPayments: ({ limit, beforeId }) => {
      const all = more.payments ?? [];
      const from = beforeId === undefined ? 0 : all.findIndex((payment) => payment.id === beforeId) + 1;
      return Promise.resolve(all.slice(from, from + limit));
    },
    history: fakeHistory(more.payments ?? []),
    saveFile: (file) => fake.saved.push(file),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openTab: (address) => fake.opened.push(address),
    openWindow: (route) => fake.opened.push(route),
    gestures: more.gestures ?? null,
    update: () => fake.opened.push('update'),
    practiceHandle: more.practiceHandle ?? null,
    close: () => {
      closed += 1;
    },
  };
  return fake;
}

function defaultAnswer(
  fake: FakeServices,
  kind: WalletKind,
): Answer<WalletView | Draft | PageHealth | Waiting | null> {
  if (kind === 'wallet.waiting') return done({ requests: 0, held: 0, refused: 0 });
  if (kind === 'wallet.page_health') return done({ off: [] });
  if (kind === 'wallet.seen' || kind === 'wallet.alerts_own' || kind === 'wallet.draft_discard')
    return done(null);
  if (!kind.startsWith('wallet.draft_') || fake.view.status === 'signed_out') return done(fake.view);
  return done(fake.view.draft);
}
