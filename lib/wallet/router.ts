/**
 * The one door of the background: who sends, what is sent, then the handler. The sender is authorised before
 * the input is read (T28): X's page may wish for a payment and nothing else.
 */
import type { Browser } from 'wxt/browser';
import type { Answer } from '../messages.ts';
import { answerOf } from './answer.ts';
import { walletError } from './failure.ts';
import { isEnvelope, messageRules } from './generated/checks.ts';
import type { Handlers } from './handlers.ts';

/** Hosts whose pages our content script runs on. */
const X_HOSTS = new Set(['x.com', 'twitter.com'].flatMap((host) => [host, `mobile.${host}`, `pro.${host}`]));

export type Sender = Pick<Browser.runtime.MessageSender, 'id' | 'url' | 'tab' | 'frameId'>;

/** Who the sender is: our content script in the top frame of X, a page of the extension itself, or nobody. */
export function senderRole(
  sender: Sender,
  extension: { id: string; origin: string },
): 'page' | 'wallet' | null {
  if (sender.id !== extension.id || sender.url === undefined || !URL.canParse(sender.url)) return null;
  const url = new URL(sender.url);
  // Not `url.origin`: for extension schemes some browsers answer "null".
  if (`${url.protocol}//${url.host}` === extension.origin) return 'wallet';
  const onX = url.protocol === 'https:' && X_HOSTS.has(url.hostname);
  return onX && sender.tab !== undefined && sender.frameId === 0 ? 'page' : null;
}

/** Answers one message, or undefined when it is none of ours. Never rejects. */
export async function answerMessage(
  raw: unknown,
  sender: Sender,
  wiring: { handlers: Handlers; extension: { id: string; origin: string } },
): Promise<Answer<unknown> | undefined> {
  if (!isEnvelope(raw)) return undefined;
  const { kind, input } = raw;
  const { from, accepts } = messageRules[kind];
  if (senderRole(sender, wiring.extension) !== from) return refuse();
  if (!accepts(input)) return refuse();
  const handler = wiring.handlers[kind] as (input: unknown, asker: unknown) => Promise<unknown>;
  return answerOf(kind, () => handler(input, { windowId: sender.tab?.windowId, tabId: sender.tab?.id }));
}

function refuse(): Answer<never> {
  return { ok: false, error: walletError('refused_message') };
}
