/** Where the person is signed in: names, when last, which one this is; shutting one or all of them out. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { Device, DeviceList } from '../../lib/protocol/devices.ts';
import { formatDay } from '../../lib/words/dates.ts';
import { useAsking } from '../asking.ts';
import { goTo } from '../hooks.ts';
import { safeText } from '../names.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices, useWords } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import type { Wallet } from '../wallet.ts';

export function Devices({ wallet, onBack }: { wallet: Wallet; onBack: () => void }) {
  const words = useSecurityWords().devices;
  const { common } = useWords();
  const { send } = useServices();
  const { value, busy, failure, ask } = useAsking<DeviceList>();
  const [sure, setSure] = useState(false);
  useEffect(() => {
    void ask(() => send('wallet.devices', {}));
  }, [ask, send]);
  const leave = async (everywhere: boolean) => {
    const left = await send('wallet.sign_out', { everywhere });
    if (left.ok) goTo('/');
    await wallet.reload();
  };
  return (
    <>
      <Header title={words.title} documentTitle={words.title} onBack={onBack} />
      <main class="screen" aria-busy={busy}>
        {failure ? <ErrorNotice error={failure} /> : null}
        {value === null && !failure ? <Spinner text={common.loading} /> : null}
        <ul class="rows">
          {(value?.items ?? []).map((device) => (
            <Row
              key={device.id}
              device={device}
              onRename={(name) => ask(() => send('wallet.device_rename', { id: device.id, name }))}
              onRemove={() => void ask(() => send('wallet.device_revoke', { id: device.id }))}
            />
          ))}
        </ul>
        <p class="muted">{words.stranger}</p>
        <Button kind="quiet" onClick={() => void leave(false)}>
          {words.signOut}
        </Button>
        {sure ? (
          <Notice tone="warning">
            <p>{words.sureEverywhere}</p>
            <Button kind="quiet" onClick={() => void leave(true)}>
              {words.yesEverywhere}
            </Button>
            <Button kind="text" onClick={() => setSure(false)}>
              {words.cancel}
            </Button>
          </Notice>
        ) : (
          <Button kind="text" onClick={() => setSure(true)}>
            {words.everywhere}
          </Button>
        )}
      </main>
    </>
  );
}

type RowProps = { device: Device; onRename: (name: string) => Promise<boolean>; onRemove: () => void };

function Row({ device, onRename, onRemove }: RowProps) {
  const words = useSecurityWords().devices;
  const services = useServices();
  const [doing, setDoing] = useState<'nothing' | 'naming' | 'removing'>('nothing');
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
      {doing === 'naming' ? (
        <Naming
          name={device.name}
          onEnd={() => setDoing('nothing')}
          onSave={async (wanted) => {
            if (await onRename(wanted)) setDoing('nothing');
          }}
        />
      ) : doing === 'removing' ? (
        <Notice tone="warning">
          <p>{words.sure(name)}</p>
          <Button kind="quiet" onClick={onRemove}>
            {words.yes}
          </Button>
          <Button kind="text" onClick={() => setDoing('nothing')}>
            {words.cancel}
          </Button>
        </Notice>
      ) : (
        <p class="row-acts">
          <Button kind="text" label={words.renameThis(name)} onClick={() => setDoing('naming')}>
            {words.rename}
          </Button>
          {device.this_one ? null : (
            <Button kind="text" label={words.removeThis(name)} onClick={() => setDoing('removing')}>
              {words.remove}
            </Button>
          )}
        </p>
      )}
    </li>
  );
}

type NamingProps = { name: string; onSave: (name: string) => Promise<void>; onEnd: () => void };

function Naming({ name, onSave, onEnd }: NamingProps) {
  const words = useSecurityWords().devices;
  const id = useId();
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
