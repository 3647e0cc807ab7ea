/** What is done for the wallet's messages about X: a table from kind to handler, and nothing else. */
import { beQuietOnX, chooseVisibility, disclosure, invitation, removeDisclosure } from './on-x.ts';
import type { OnXKind, WalletHandlers } from './wallet-handlers.ts';
import { writtenTexts } from './written.ts';

export const onXHandlers: Pick<WalletHandlers, OnXKind> = {
  'wallet.written': writtenTexts,
  'wallet.invitation': ({ id }) => invitation(id),
  'wallet.quiet_on_x': beQuietOnX,
  'wallet.visibility': ({ id, visibility }) => chooseVisibility(id, visibility),
  'wallet.disclosure': ({ id }) => disclosure(id),
  'wallet.disclosure_remove': ({ id }) => removeDisclosure(id),
};
