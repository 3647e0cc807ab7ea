/** What went wrong, in words and at once read aloud; with the one thing that can be done about it. */
import type { ComponentChildren } from 'preact';
import type { WalletError } from '../../lib/messages.ts';
import { errorText } from '../../lib/words/errors.ts';
import { useSecondsUntil } from '../hooks.ts';
import { useServices } from '../services.ts';

type Props = { tone?: 'error' | 'warning' | 'calm'; title?: string; children: ComponentChildren };

export function Notice({ tone = 'error', title, children }: Props) {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'calm' ? 'status' : 'alert'}>
      {title ? <p class="notice-title">{title}</p> : null}
      {children}
    </div>
  );
}

/** Errors that only mean "not now", or that nothing was lost: said without alarm. */
const GENTLE = new Set<WalletError['code']>([
  'outcome_unknown',
  'request_in_flight',
  'sign_in_cancelled',
  'passkey_cancelled',
]);

/** An error's text; the time still to wait is counted down in it, for eyes only. */
export function ErrorNotice(props: { error: WalletError; title?: string; children?: ComponentChildren }) {
  const { language } = useServices();
  const left = useSecondsUntil(props.error.retryAtMs);
  const waitSeconds = props.error.retryAtMs === null ? null : left;
  return (
    <Notice
      tone={GENTLE.has(props.error.code) ? 'warning' : 'error'}
      {...(props.title ? { title: props.title } : {})}
    >
      <p class="error-text" data-code={props.error.code}>
        {errorText(props.error, waitSeconds, language)}
      </p>
      {props.children}
    </Notice>
  );
}
