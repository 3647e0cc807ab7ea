/**
 * What the wallet's pages need from outside: the background, the local history, the window they are in. Given by
 * context, so that tests and the gallery show the same screens without a browser extension.
 */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Gestures } from '../lib/gestures.ts';
import type { send } from '../lib/send.ts';
import type { Export } from '../lib/store/database.ts';
import type * as history from '../lib/store/history.ts';
import type { listPayments } from '../lib/store/payments.ts';
import type { Language, Words } from '../lib/words/index.ts';

/**
 * Where the wallet is shown. Popup and window close when a payment is over; the extension's full tab and the web page
 * for phones stay.
 */
export type Surface = 'popup' | 'window' | 'tab' | 'phone';

/** Whether the wallet stays open when there is nothing more to do. */
export function staysOpen(surface: Surface): boolean {
  return surface === 'tab' || surface === 'phone';
}

/** Whether what comes in is pushed to this device. `denied`: the person told the browser no. */
export type PushState = 'unavailable' | 'denied' | 'off' | 'on';

export type HistoryReader = Pick<
  typeof history,
  'monthTotals' | 'paymentsAt' | 'paymentsOf' | 'matching' | 'takeExport'
>;

export type Services = {
  readonly language: Language;
  /** In `language`. */
  readonly words: Words;
  readonly surface: Surface;
  readonly send: typeof send;
  readonly listPayments: typeof listPayments;
  /** The whole history, read piece by piece. */
  readonly history: HistoryReader;
  /** Gives the person a file to keep. */
  readonly saveFile: (file: Export) => void;
  /** Calls `listener` whenever the store or the draft may have changed; answers how to stop it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Opens the wallet in a full tab at `route` (`#/…`), or an address of X. */
  readonly openTab: (address: string) => void;
  /** Opens the wallet in a window of its own at `route`: it stays when another window takes the focus. */
  readonly openWindow: (route: string) => void;
  /** The authenticator of this browser; null where it has none. */
  readonly gestures: Gestures | null;
  /** Gets the newest version, as far as the browser lets us. */
  readonly update: () => void;
  /** Somebody without a wallet, to practise with; null where money is real. */
  readonly practiceHandle: string | null;
  readonly close: () => void;
  readonly now: () => Date;
  /** Only in the page for phones: how it is told of what comes in while it is closed. */
  readonly push?: {
    readonly state: () => Promise<PushState>;
    readonly turnOn: () => Promise<PushState>;
  };
};

export const ServicesContext = createContext<Services | null>(null);

/** @throws Error outside `ServicesContext`: a screen can do nothing without its services. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('ServicesContext is missing');
  return services;
}

export function useWords(): Words {
  return useServices().words;
}
