/** The screens that have a route of their own. A row for each: the first part of the route, and what is shown there. */
import type { ComponentChild } from 'preact';
import type { WalletView } from '../lib/messages.ts';
import { goTo } from './hooks.ts';
import { AddMoney } from './screens/AddMoney.tsx';
import { History } from './screens/History.tsx';
import type { Wallet } from './wallet.ts';

type At = {
  readonly wallet: Wallet;
  readonly view: Extract<WalletView, { status: 'signed_in' }>;
  /** What follows the name in the route: `bob` in `/person/bob`; empty where nothing does. */
  readonly argument: string;
};

const home = () => goTo('/');

const routes: Readonly<Record<string, (at: At) => ComponentChild>> = {
  history: ({ wallet, view }) => <History wallet={wallet} unseen={view.unseen} />,
  'add-money': ({ wallet }) => <AddMoney wallet={wallet} onBack={home} />,
};

/** The screen of a route, for who is signed in; null where the route names none: the draft or home is shown then. */
export function screenAt(route: string, at: Omit<At, 'argument'>): ComponentChild {
  const [, name = '', argument = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(route) ?? [];
  return routes[name]?.({ ...at, argument }) ?? null;
}
