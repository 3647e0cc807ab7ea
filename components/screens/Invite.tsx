/** What the payer of held money passes on himself, since the service writes to nobody first: a text, a post, a QR code. */
import { useState } from 'preact/hooks';
import type { Invitation } from '../../lib/protocol/commands.ts';
import { useAnswer } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { useOnXWords } from '../on-x-words.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { QrCode } from '../ui/QrCode.tsx';

const postIntent = (text: string) => `https://x.com/intent/post?text=${encodeURIComponent(text)}`;

export function Invite({ id }: { id: string }) {
  const { invite } = useOnXWords();
  const payment = useAnswer('wallet.payment', { id });
  const invitation = useAnswer('wallet.invitation', { id });
  const handle = payment.value ? `@${payment.value.payee.handle}` : '…';
  const title = invite.title(handle);
  return (
    <>
      <Header title={title} documentTitle={title} onBack={() => goTo(`/payment/${id}`)} />
      <main class="screen">
        <Loaded asked={invitation}>{(given) => <Given given={given} handle={handle} />}</Loaded>
      </main>
    </>
  );
}

function Given({ given: { text, url }, handle }: { given: Invitation; handle: string }) {
  const { invite } = useOnXWords();
  const { openTab } = useServices();
  if (text === null || url === null) return <p>{invite.none(handle)}</p>;
  return (
    <>
      <p>{invite.text(handle)}</p>
      <blockquote class="card written-text">{text}</blockquote>
      <div class="actions">
        <Button onClick={() => openTab(postIntent(text))}>{invite.post}</Button>
        <PassOn text={text} />
      </div>
      <p class="muted">{invite.scan}</p>
      <QrCode text={url} label={invite.qr(url)} />
    </>
  );
}

/** With the phone's own menu where there is one. */
function PassOn({ text }: { text: string }) {
  const { invite } = useOnXWords();
  const [said, setSaid] = useState('');
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? invite.copied : invite.copyFailed);
  };
  // Whoever closes the menu has changed his mind: nothing went wrong.
  const share = () => void navigator.share({ text }).catch(() => undefined);
  return (
    <>
      {'share' in navigator ? (
        <Button kind="quiet" onClick={share}>
          {invite.share}
        </Button>
      ) : null}
      <Button kind="quiet" onClick={() => void copy()}>
        {invite.copy}
      </Button>
      <p class="muted" role="status">
        {said}
      </p>
    </>
  );
}
