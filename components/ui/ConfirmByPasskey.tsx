/** A passkey in the place of the code, for what is confirmed. Read when there is one. */
import type { Draft, WalletView } from '../../lib/messages.ts';
import { useAsking, usePasskey } from '../asking.ts';
import { useServices } from '../services.ts';
import type { Wallet } from '../wallet.ts';
import { ErrorNotice } from './Notice.tsx';
import { PasskeyButton } from './PasskeyButton.tsx';

type Props = { wallet: Wallet; locked: boolean; disabled: boolean };

export function ConfirmByPasskey({ wallet, locked, disabled }: Props) {
  const { busy, failure, confirm } = useConfirmByPasskey(wallet, locked);
  return (
    <>
      {failure && !busy ? <ErrorNotice error={failure} /> : null}
      <PasskeyButton route="/passkey" busy={busy} disabled={disabled} onUse={confirm} />
    </>
  );
}

/** Confirms by a gesture; where the session is locked, one opens it first. */
function useConfirmByPasskey({ reload }: Wallet, locked: boolean) {
  const { send } = useServices();
  const byPasskey = usePasskey();
  const { busy, failure, ask } = useAsking<Draft | WalletView>();
  const confirm = async () => {
    const opened =
      !locked || (await ask(() => byPasskey('unlock', (proof) => send('wallet.unlock', { proof }))));
    if (opened) await ask(() => byPasskey('confirm', (proof) => send('wallet.draft_confirm_passkey', proof)));
    await reload();
  };
  return { busy, failure, confirm: () => void confirm() };
}
