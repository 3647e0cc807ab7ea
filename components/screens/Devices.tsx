/** Where the person is signed in: names, when last, which one this is; shutting one or all of them out. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { Device, DeviceList } from '../../lib/protocol/devices.ts';
import { formatDay } from '../../lib/words/dates.ts';
import { useAsking } from '../asking.ts';
import { goTo, useFocusOnShow } from '../hooks.ts';
import { safeText } from '../names.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices, useWords } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmAct } from '../ui/ConfirmAct.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import type { Wallet } from '../wallet.ts';

export function Devices({ wallet, onBack }: { wallet: Wallet; onBack: () => void }) {
  const words = useSecurityWords().devices;
  const { common } = useWords();
  const { send } = useServices();
  const { value, busy, failure, ask } = useAsking<DeviceList>();
  const [removed, setRemoved] = useState<string | null>(null);
  useEffect(() => {
    void ask(() => send('wallet.devices', {}));
  }, [ask, send]);
  const leave = async (everywhere: boolean) => {
    const left = await send('wallet.sign_out', { everywhere });
    if (left.ok) goTo('/');
    await wallet.reload();
  };
  const remove = async ({ id, name }: Device) => {
    setRemoved(null);
    if (await ask(() => send('wallet.device_revoke', { id }))) setRemoved(safeText(name));
  };
  return (
    <>
      <Header title={words.title} documentTitle={words.title} onBack={onBack} />
      <main class="screen" aria-busy={busy}>
        {failure ? <ErrorNotice error={failure} /> : null}
        {removed === null ? null : (
          <Notice tone="calm">
            <p>{words.removed(removed)}</p>
          </Notice>
        )}
        {value === null && !failure ? <Spinner text={common.loading} /> : null}
        <ul class="rows">
          {(value?.items ?? []).map((device) => (
            <Row
              key={device.id}
              device={device}
              onRename={(name) => ask(() => send('wallet.device_rename', { id: device.id, name }))}
              onRemove={() => void remove(device)}
              busy={busy}
            />
          ))}
        </ul>
        <p class="muted">{words.stranger}</p>
        <Button kind="quiet" onClick={() => void leave(false)}>
          {words.signOut}
        </Button>
        <ConfirmAct
          question={words.sureEverywhere}
          yes={words.yesEverywhere}
          no={words.cancel}
          busy={busy}
          onYes={() => void leave(true)}
        >
          {words.everywhere}
        </ConfirmAct>
      </main>
    </>
  );
}

/** Tells whoever comes back to a device that was removed, or whose sign-in ran out, that it was not he who signed it out. */
export function ShutOut() {
  const words = useSecurityWords().devices;
  return (
    <Notice tone="warning" title={words.shutOutTitle}>
      <p>{words.shutOut}</p>
    </Notice>
  );
}

type RowProps = {
  device: Device;
  busy: boolean;
  onRename: (name: string) => Promise<boolean>;
  onRemove: () => void;
};

function Row({ device, busy, onRename, onRemove }: RowProps) {
  const words = useSecurityWords().devices;
  const services = useServices();
  const [isNaming, setIsNaming] = useState(false);
  const name = safeText(device.name);
  const day = (instant: string) => formatDay(instant, services.now(), services);
  const facts = [
    device.this_one ? words.thisOne : null,
    words.linked(day(device.linked_at)),
    device.seen_at ? words.seen(day(device.seen_at)) : words.over,
  ].filter((fact) => fact !== null);
  return (
    <li class="row">
      <p class="row-title" dir="auto">
        {name}
      </p>
      <p class="muted">{facts.join(' · ')}</p>
      {isNaming ? (
        <Naming
          name={device.name}
          onEnd={() => setIsNaming(false)}
          onSave={async (wanted) => {
            if (await onRename(wanted)) setIsNaming(false);
          }}
        />
      ) : (
        <div class="row-acts">
          <Button kind="text" label={words.renameThis(name)} onClick={() => setIsNaming(true)}>
            {words.rename}
          </Button>
          {device.this_one ? null : (
            <ConfirmAct
              question={words.sure(name)}
              yes={words.yes}
              no={words.cancel}
              busy={busy}
              label={words.removeThis(name)}
              onYes={onRemove}
            >
              {words.remove}
            </ConfirmAct>
          )}
        </div>
      )}
    </li>
  );
}

type NamingProps = { name: string; onSave: (name: string) => Promise<void>; onEnd: () => void };

function Naming({ name, onSave, onEnd }: NamingProps) {
  const words = useSecurityWords().devices;
  const id = useId();
  const field = useFocusOnShow<HTMLInputElement>();
  const [text, setText] = useState(name);
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== '') void onSave(text.trim());
  };
  return (
    <form class="field" onSubmit={submit}>
      <label for={id}>{words.newName}</label>
      <input
        id={id}
        ref={field}
        type="text"
        maxLength={60}
        autoComplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" kind="quiet">
        {words.save}
      </Button>
      <Button kind="text" onClick={onEnd}>
        {words.cancel}
      </Button>
    </form>
  );
}
