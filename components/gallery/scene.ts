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
  /** How it comes to its state from the first screen: what is pressed (a CSS selector) and typed, in turn. */
  readonly does?: readonly Doing[];
  /** Where it is shown, when it looks different elsewhere. */
  readonly surface?: 'popup' | 'window' | 'tab' | 'phone';
};

export type Doing = { readonly press: string } | { readonly type: string; readonly into?: string };
