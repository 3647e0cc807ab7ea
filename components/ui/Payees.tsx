/**
 * Who is about to be paid, before anything is ordered: each with what X and this device's history say of him. Who looks
 * like somebody else has his handle typed first (T09).
 */
import { useId, useState } from 'preact/hooks';
import type { Acquaintance, Draft, WalletView } from '../../lib/messages.ts';
import type { Payee } from '../../lib/protocol/people.ts';
import { safeName } from '../names.ts';
import { useWords } from '../services.ts';
import type { Wallet } from '../wallet.ts';
import { HandleHistory } from './HandleHistory.tsx';
import { Notice } from './Notice.tsx';
import { PersonCard } from './PersonCard.tsx';
import { useHeldUntil } from './WhatIsConfirmed.tsx';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
type One = { readonly handle: string; readonly payee: Payee | null };

/** All payees of a draft, in their order. */
export function payeesOf({ handle, payee, others }: Draft): readonly One[] {
  return [{ handle, payee }, ...others];
}

/** Payees who look like somebody known, and whose handle was not typed yet: nothing is ordered before. */
export function untyped(draft: Draft): readonly One[] {
  return payeesOf(draft).filter(({ payee }) => {
    const known = draft.acquaintances.find(({ xUserId }) => xUserId === payee?.x_user_id);
    return payee && known?.looksLike && !draft.typedHandles.includes(payee.handle);
  });
}

export function Payees(props: { wallet: Wallet; view: SignedIn; draft: Draft; loading: boolean }) {
  const { wallet, draft, loading } = props;
  const words = useWords();
  const payees = payeesOf(draft);
  const waiting = loading ? payees.find(({ payee }) => payee === null) : undefined;
  return (
    <>
      <ul class="payees">
        {payees.map((one) => (
          <li key={one.handle}>
            <div class="payees-one">
              {/* Until X has answered, the page's own word for the name is not shown as if it were true. */}
              <PersonCard
                name={one.payee?.name ?? one.handle}
                handle={one.payee?.handle ?? one.handle}
                xUserId={one.payee?.x_user_id ?? null}
                holder={one.payee?.holder ?? null}
                loading={loading && one.payee === null}
              />
              {payees.length > 1 ? (
                <button
                  type="button"
                  class="icon-button"
                  aria-label={words.payees.leaveOut(`@${one.handle}`)}
                  onClick={() => void wallet.leaveOut(one.handle)}
                >
                  <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M6 6l12 12M18 6 6 18" />
                  </svg>
                </button>
              ) : null}
            </div>
            {one.payee ? <About {...props} payee={one.payee} /> : null}
          </li>
        ))}
      </ul>
      <p class="for-readers" role="status">
        {waiting ? words.pay.resolving(`@${waiting.handle}`) : ''}
      </p>
    </>
  );
}

function About({
  wallet,
  view,
  draft,
  payee,
}: {
  wallet: Wallet;
  view: SignedIn;
  draft: Draft;
  payee: Payee;
}) {
  const words = useWords();
  const until = useHeldUntil(view.wallet?.hold_days ?? 0);
  const known = draft.acquaintances.find(({ xUserId }) => xUserId === payee.x_user_id);
  const at = `@${payee.handle}`;
  return (
    <>
      {known?.formerHandle ? (
        <Notice tone="warning">
          <p>{words.payees.renamed(at, `@${known.formerHandle}`)}</p>
        </Notice>
      ) : null}
      <HandleHistory payee={payee} alsoBefore={!known?.formerHandle} />
      {known?.looksLike ? (
        <LookAlike wallet={wallet} draft={draft} payee={payee} looksLike={known.looksLike} />
      ) : known?.isNew ? (
        <p class="muted">{words.payees.isNew}</p>
      ) : null}
      {payee.holder || !view.wallet ? null : (
        <Notice tone="calm">
          <p>{words.payees.held(at, until)}</p>
        </Notice>
      )}
    </>
  );
}

type LookAlikeProps = {
  wallet: Wallet;
  draft: Draft;
  payee: Payee;
  looksLike: NonNullable<Acquaintance['looksLike']>;
};

/** Typed, not pasted from what is shown: whoever reads letter by letter sees the difference. */
function LookAlike({ wallet, draft, payee, looksLike }: LookAlikeProps) {
  const words = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const isTyped = draft.typedHandles.includes(payee.handle);
  const typed = text.trim().replace(/^@/, '');
  const isWrong = typed.length >= payee.handle.length && typed.toLowerCase() !== payee.handle.toLowerCase();
  const type = (value: string) => {
    setText(value);
    const handle = value.trim().replace(/^@/, '');
    if (handle.toLowerCase() === payee.handle.toLowerCase()) void wallet.handleTyped(payee.handle);
  };
  if (isTyped) return <p class="muted">{words.payees.typedRight}</p>;
  const known = `@${looksLike.handle}`;
  return (
    <Notice tone="warning" title={words.payees.looksLikeTitle(known)}>
      <p>{words.payees.looksLike(`@${payee.handle}`, safeName(looksLike.name, looksLike.handle), known)}</p>
      <div class="field">
        <label for={id}>{words.payees.typeHandle}</label>
        <input
          id={id}
          type="text"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          maxLength={20}
          value={text}
          aria-invalid={isWrong}
          aria-describedby={`${id}-problem`}
          onPaste={(event) => event.preventDefault()}
          onInput={(event) => type(event.currentTarget.value)}
        />
        <p id={`${id}-problem`} class="field-problem" aria-live="polite">
          {isWrong ? words.payees.typedWrong : null}
        </p>
      </div>
    </Notice>
  );
}
