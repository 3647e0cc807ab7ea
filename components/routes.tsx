/** The screens that have a route of their own. A row for each: the first part of the route, and what is shown there. */
import type { ComponentChild } from 'preact';
import type { WalletView } from '../lib/messages.ts';
import { goTo } from './hooks.ts';
import { lazy } from './lazy.tsx';
import { AddMoney } from './screens/AddMoney.tsx';
import type { Wallet } from './wallet.ts';

type At = {
  readonly wallet: Wallet;
  readonly view: Extract<WalletView, { status: 'signed_in' }>;
  /** What follows the name in the route: `bob` in `/person/bob`; empty where nothing does. */
  readonly argument: string;
};

const home = () => goTo('/');

const History = lazy(() => import('./screens/History.tsx').then((module) => module.History));
const Notifications = lazy(() =>
  import('./screens/Notifications.tsx').then((module) => module.Notifications),
);

const routes: Readonly<Record<string, (at: At) => ComponentChild>> = {
  history: ({ wallet, view }) => <History wallet={wallet} unseen={view.unseen} />,
  notifications: () => <Notifications onBack={home} />,
  'add-money': ({ wallet }) => <AddMoney wallet={wallet} onBack={home} />,
};

/** The screen of a route, for who is signed in; null where the route names none: the draft or home is shown then. */
export function screenAt(route: string, at: Omit<At, 'argument'>): ComponentChild {
  const [, name = '', argument = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(route) ?? [];
  return routes[name]?.({ ...at, argument }) ?? null;
}
