/** What keeps the wallet its person's: the code, passkeys, his phrase, his devices. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { WalletView } from '../../lib/messages.ts';
import type { Passkey, PasskeyList } from '../../lib/protocol/passkeys.ts';
import { formatDay } from '../../lib/words/dates.ts';
import { givenUp, useAsking } from '../asking.ts';
import { goTo } from '../hooks.ts';
import { safeText } from '../names.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PinPad } from '../ui/PinPad.tsx';
import type { Wallet } from '../wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
type Props = { wallet: Wallet; view: SignedIn; onBack: () => void };

export function Security({ wallet, view, onBack }: Props) {
  const words = useSecurityWords();
  return (
    <>
      <Header title={words.security.title} documentTitle={words.security.title} onBack={onBack} />
      <main class="screen">
        <section>
          <h2>{words.security.code}</h2>
          <Button kind="quiet" onClick={() => goTo('/code-change')}>
            {words.code.change}
          </Button>
          <Button kind="text" onClick={() => goTo('/code-forgotten')}>
            {words.code.forgotten}
          </Button>
        </section>
        <Passkeys wallet={wallet} />
        <PhraseForm wallet={wallet} view={view} />
        <section>
          <h2>{words.security.devices}</h2>
          <Button kind="quiet" onClick={() => goTo('/devices')}>
            {words.devices.title}
          </Button>
        </section>
      </main>
    </>
  );
}

function Passkeys({ wallet }: { wallet: Wallet }) {
  const words = useSecurityWords().passkey;
  const { send, surface, gestures, openWindow, close } = useServices();
  const { value, busy, failure, ask } = useAsking<PasskeyList>();
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    void ask(() => send('wallet.passkeys', {}));
  }, [ask, send]);
  const begin = () => {
    if (surface !== 'popup') return setAdding(true);
    openWindow('#/security');
    close();
  };
  const done = async (question: Parameters<typeof ask>[0], result: string) => {
    setSaid(null);
    if (await ask(question)) {
      setAdding(false);
      setSaid(result);
    }
    await wallet.reload();
  };
  return (
    <section aria-busy={busy}>
      <h2>{words.title}</h2>
      <p class="muted">{words.why}</p>
      {failure ? <ErrorNotice error={failure} /> : null}
      {said === null ? null : (
        <Notice tone="calm">
          <p>{said}</p>
        </Notice>
      )}
      <ul class="rows">
        {(value?.items ?? []).map((passkey) => (
          <Row
            key={passkey.id}
            passkey={passkey}
            onRemove={() => void done(() => send('wallet.passkey_remove', { id: passkey.id }), words.removed)}
          />
        ))}
      </ul>
      {value?.items.length === 0 ? <p>{words.none}</p> : null}
      {!gestures ? (
        <p class="muted">{words.unavailable}</p>
      ) : adding ? (
        <AddPasskey busy={busy} onOrder={(order) => void done(order, words.added)} />
      ) : (
        <Button kind="quiet" onClick={begin}>
          {words.add}
        </Button>
      )}
    </section>
  );
}

function Row({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const words = useSecurityWords().passkey;
  const services = useServices();
  const name = safeText(passkey.name);
  const used = passkey.used_at
    ? words.usedOn(formatDay(passkey.used_at, services.now(), services))
    : words.never;
  return (
    <li class="row">
      <p class="row-title" dir="auto">
        {name}
      </p>
      <p class="muted">{passkey.origin === location.origin ? used : `${used} · ${words.elsewhere}`}</p>
      <p class="row-acts">
        <Button kind="text" label={words.removeThis(name)} onClick={onRemove}>
          {words.remove}
        </Button>
      </p>
    </li>
  );
}

type Order = Parameters<ReturnType<typeof useAsking<PasskeyList>>['ask']>[0];

/** Name, code, and then the authenticator: its dialog comes last, when everything else is known. */
function AddPasskey({ busy, onOrder }: { busy: boolean; onOrder: (order: Order) => void }) {
  const words = useSecurityWords().passkey;
  const { send, gestures, surface } = useServices();
  const id = useId();
  const usual = surface === 'phone' ? words.namePhone : words.namePlaceholder;
  const [name, setName] = useState(usual);
  const add = (pin: string) =>
    onOrder(async () => {
      const gesture = await send('wallet.gesture', { aim: 'add' });
      if (!gesture.ok) return gesture;
      const made = (await gestures?.make(gesture.value)) ?? null;
      if (!made) return givenUp();
      const { useCounter } = gesture.value;
      return send('wallet.passkey_add', {
        ...{ name: name.trim() || usual, pin, useCounter, made },
      });
    });
  return (
    <>
      <div class="field">
        <label for={id}>{words.name}</label>
        <input
          id={id}
          type="text"
          maxLength={60}
          autoComplete="off"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <PinPad label={words.proof} busy={busy} onPin={add} />
    </>
  );
}

function PhraseForm({ wallet, view }: { wallet: Wallet; view: SignedIn }) {
  const words = useSecurityWords().phrase;
  const { send } = useServices();
  const { busy, failure, ask } = useAsking<WalletView>();
  const [text, setText] = useState(view.phrase ?? '');
  const [kept, setKept] = useState(false);
  const id = useId();
  const submit = async (event: Event) => {
    event.preventDefault();
    const phrase = text.trim();
    const done = await ask(() => send('wallet.phrase', { phrase: phrase === '' ? null : phrase }));
    setKept(done && phrase !== '');
    await wallet.reload();
  };
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="muted">{words.why}</p>
      {failure ? <ErrorNotice error={failure} /> : null}
      <form class="field" onSubmit={(event) => void submit(event)}>
        <label for={id}>{words.label}</label>
        <input
          id={id}
          type="text"
          dir="auto"
          maxLength={40}
          autoComplete="off"
          placeholder={words.example}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setKept(false);
          }}
        />
        <Button type="submit" kind="quiet" busy={busy}>
          {text.trim() === '' ? words.none : words.keep}
        </Button>
      </form>
      {kept ? (
        <Notice tone="calm">
          <p>{words.kept}</p>
        </Notice>
      ) : null}
    </section>
  );
}
