/** Where everything else is found, and the two things that concern the whole wallet: freezing it, and leaving. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Leaving, WalletView } from '../../lib/messages.ts';
import { useActs } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { useOnXWords } from '../on-x-words.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices, useWords } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PinPad } from '../ui/PinPad.tsx';
import type { Wallet } from '../wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

function Screen(props: { title: string; back: string; children: ComponentChildren }) {
  return (
    <>
      <Header title={props.title} documentTitle={props.title} onBack={() => goTo(props.back)} />
      <main class="screen">{props.children}</main>
    </>
  );
}

export function Settings() {
  const words = useWords();
  const { who, written } = useOnXWords();
  const { settings } = words;
  const { security } = useSecurityWords();
  const places: readonly [string, string][] = [
    ['/security', security.title],
    ['/notifications', words.notifications.title],
    ['/limits', settings.limits.title],
    ['/freeze', settings.freeze.title],
    ['/written', written.title],
    ['/who-sees', who.title],
    ['/help', words.help.title],
    ['/leave', settings.leave.title],
  ];
  return (
    <Screen title={settings.title} back="/">
      <nav aria-label={settings.title}>
        <ul class="places">
          {places.map(([route, name]) => (
            <li key={route}>
              <a href={`#${route}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
    </Screen>
  );
}

/** Exactly who will learn of a payment. */
export function WhoSees() {
  const { title, text, several, held, service } = useOnXWords().who;
  return (
    <Screen title={title} back="/settings">
      {[text, several, held, service].map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Screen>
  );
}

/** Freezing asks for nothing: it must be quick. Opening again asks for the code. */
export function Freeze({ wallet, view }: { wallet: Wallet; view: SignedIn }) {
  const { settings } = useWords();
  const { send } = useServices();
  const acts = useActs();
  const isFrozen = view.wallet !== null && view.wallet.frozen_since !== null;
  const freeze = async () => {
    if (await acts.run('freeze', () => send('wallet.freeze', {}))) await wallet.reload();
  };
  const open = async (pin: string) => {
    if (await acts.run('open', () => send('wallet.unfreeze', { pin }))) await wallet.reload();
  };
  return (
    <Screen
      key={String(isFrozen)}
      title={isFrozen ? settings.freeze.frozenTitle : settings.freeze.title}
      back="/settings"
    >
      <p>{isFrozen ? settings.freeze.frozen : settings.freeze.text}</p>
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      {isFrozen ? (
        <PinPad label={settings.freeze.pin} busy={acts.doing === 'open'} onPin={(pin) => void open(pin)} />
      ) : (
        <Button busy={acts.doing === 'freeze'} onClick={() => void freeze()}>
          {settings.freeze.freeze}
        </Button>
      )}
    </Screen>
  );
}

/** Leaves for good; what stands in the way is told all at once, with what to do. */
export function Leave({ wallet }: { wallet: Wallet }) {
  const { settings } = useWords();
  const { send } = useServices();
  const acts = useActs();
  const [answer, setAnswer] = useState<Leaving | null>(null);
  const leave = async (pin: string) => {
    const left = await acts.run('leave', () => send('wallet.leave', { pin }));
    setAnswer(left);
    if (!left?.isGone) return;
    goTo('/');
    await wallet.reload();
  };
  return (
    <Screen title={settings.leave.title} back="/settings">
      <p>{settings.leave.text}</p>
      {answer && answer.obstacles.length > 0 ? (
        <Notice tone="warning" title={settings.leave.stays}>
          <ul>
            {answer.obstacles.map((obstacle) => (
              <li key={obstacle}>{settings.leave.obstacles[obstacle]}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      <PinPad label={settings.leave.pin} busy={acts.doing === 'leave'} onPin={(pin) => void leave(pin)} />
    </Screen>
  );
}
