/** What one scene of the gallery is made of. */
import type { MessageKind, Output, WalletError, WalletView } from '../../lib/messages.ts';
import type { Payment } from '../../lib/protocol/payments.ts';

type Answers = { readonly [K in MessageKind]?: Output<K> | WalletError };

export type Scene = {
  readonly view: WalletView | null;
  readonly route?: string;
  readonly payments?: readonly Payment[];
  /** What the background answers beside the view; what is not here is waited for. */
  readonly answers?: Answers;
  /** Text typed after the screen is shown, by the label's place: the n-th text field. */
  readonly type?: string;
  /** Names of buttons or radios to press in turn, any language. */
  readonly press?: readonly string[];
};
