/** The screens that have a route of their own. A row for each: the first part of the route, and what is shown there. */
import type { ComponentChild } from 'preact';
import type { WalletView } from '../lib/messages.ts';
import { goTo } from './hooks.ts';
import { lazy } from './lazy.tsx';
import type { Wallet } from './wallet.ts';

type At = {
  readonly wallet: Wallet;
  readonly view: Extract<WalletView, { status: 'signed_in' }>;
  /** What follows the name in the route: `bob` in `/person/bob`; empty where nothing does. */
  readonly argument: string;
};

const home = () => goTo('/');

const AddMoney = lazy(() => import('./screens/AddMoney.tsx').then((module) => module.AddMoney));
const History = lazy(() => import('./screens/History.tsx').then((module) => module.History));
const Notifications = lazy(() =>
  import('./screens/Notifications.tsx').then((module) => module.Notifications),
);

const Ask = lazy(() => import('./screens/Ask.tsx').then((module) => module.Ask));
const Freeze = lazy(() => import('./screens/Settings.tsx').then((module) => module.Freeze));
const Held = lazy(() => import('./screens/Held.tsx').then((module) => module.Held));
const Help = lazy(() => import('./screens/Help.tsx').then((module) => module.Help));
const Leave = lazy(() => import('./screens/Settings.tsx').then((module) => module.Leave));
const LimitsScreen = lazy(() => import('./screens/LimitsScreen.tsx').then((module) => module.LimitsScreen));
const PaymentScreen = lazy(() =>
  import('./screens/PaymentScreen.tsx').then((module) => module.PaymentScreen),
);
const PersonScreen = lazy(() => import('./screens/PersonScreen.tsx').then((module) => module.PersonScreen));
const Requests = lazy(() => import('./screens/Requests.tsx').then((module) => module.Requests));
const Settings = lazy(() => import('./screens/Settings.tsx').then((module) => module.Settings));
const WhoSees = lazy(() => import('./screens/Settings.tsx').then((module) => module.WhoSees));
const Devices = lazy(() => import('./screens/Devices.tsx').then((module) => module.Devices));
const Security = lazy(() => import('./screens/Security.tsx').then((module) => module.Security));
const CodeChange = lazy(() => import('./screens/CodeChange.tsx').then((module) => module.CodeChange));
const CodeForgotten = lazy(() => import('./screens/CodeChange.tsx').then((module) => module.CodeForgotten));

const Written = lazy(() => import('./screens/Written.tsx').then((module) => module.Written));
const Invite = lazy(() => import('./screens/Invite.tsx').then((module) => module.Invite));
const Sees = lazy(() => import('./screens/Sees.tsx').then((module) => module.Sees));

const routes: Readonly<Record<string, (at: At) => ComponentChild>> = {
  history: ({ wallet, view }) => <History wallet={wallet} unseen={view.unseen} />,
  notifications: () => <Notifications onBack={home} />,
  requests: ({ wallet }) => <Requests wallet={wallet} />,
  ask: ({ argument }) => <Ask to={argument} />,
  held: ({ wallet, view }) => <Held wallet={wallet} view={view} />,
  payment: ({ argument }) => <PaymentScreen key={argument} id={argument} />,
  person: ({ wallet, argument }) => <PersonScreen key={argument} wallet={wallet} handle={argument} />,
  settings: () => <Settings />,
  limits: () => <LimitsScreen />,
  freeze: ({ wallet, view }) => <Freeze wallet={wallet} view={view} />,
  'who-sees': () => <WhoSees />,
  leave: ({ wallet }) => <Leave wallet={wallet} />,
  help: () => <Help />,
  written: () => <Written />,
  invite: ({ argument }) => <Invite key={argument} id={argument} />,
  sees: ({ view }) => <Sees view={view} />,
  'add-money': ({ wallet }) => <AddMoney wallet={wallet} onBack={home} />,
  devices: ({ wallet }) => <Devices wallet={wallet} onBack={home} />,
  security: ({ wallet, view }) => <Security wallet={wallet} view={view} onBack={home} />,
  'code-change': ({ wallet, view }) => <CodeChange wallet={wallet} view={view} onBack={home} />,
  'code-by-passkey': ({ wallet, view }) => <CodeForgotten wallet={wallet} view={view} onBack={home} />,
  'code-forgotten': ({ wallet, view }) => <CodeForgotten wallet={wallet} view={view} onBack={home} />,
};

/** The screen of a route, for who is signed in; null where the route names none: the draft or home is shown then. */
export function screenAt(route: string, at: Omit<At, 'argument'>): ComponentChild {
  const [, name = '', argument = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(route) ?? [];
  return routes[name]?.({ ...at, argument }) ?? null;
}
