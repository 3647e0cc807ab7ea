/** Who sees the payment that waits for the code: chosen before it is confirmed, carried out on X when the money is there. */
import { useState } from 'preact/hooks';
import type { WalletView } from '../../lib/messages.ts';
import type { Payment } from '../../lib/protocol/payments.ts';
import { useActs } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { safeName } from '../names.ts';
import { useOnXWords } from '../on-x-words.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

/** What is confirmed with one code. */
const paymentsOf = ({ draft }: SignedIn): readonly Payment[] =>
  draft?.split?.payments ?? (draft?.payment ? [draft.payment] : []);

export function Sees({ view }: { view: SignedIn }) {
  const { sees } = useOnXWords();
  const [first] = paymentsOf(view);
  return (
    <>
      <Header title={sees.title} documentTitle={sees.title} onBack={() => goTo('/')} />
      <main class="screen">
        {first ? <Choice key={first.id} payments={paymentsOf(view)} first={first} /> : null}
      </main>
    </>
  );
}

function Choice({ payments, first }: { payments: readonly Payment[]; first: Payment }) {
  const { sees } = useOnXWords();
  const { send, language } = useServices();
  const acts = useActs();
  const [chosen, setChosen] = useState(first.visibility);
  const names = payments.map(({ payee }) => safeName(payee.name, payee.handle));
  const name = new Intl.ListFormat(language).format(names);
  const keep = async () => {
    const kept = await acts.run('keep', () =>
      send('wallet.visibility', { id: first.id, visibility: chosen }),
    );
    if (kept) goTo('/');
  };
  const choices = [
    ['private', sees.private(name), sees.privateText],
    ['dm', sees.dm(name), sees.dmText],
    ['public', sees.public, sees.publicText],
  ] as const;
  return (
    <form
      class="pay-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <fieldset class="choices">
        <legend class="for-readers">{sees.title}</legend>
        {choices.map(([value, label, text]) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name="sees"
              value={value}
              checked={chosen === value}
              onChange={() => setChosen(value)}
            />
            <span>
              <strong>
                <bdi>{label}</bdi>
              </strong>
              <br />
              <span class="muted">{text}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      <Button type="submit" busy={acts.doing === 'keep'}>
        {sees.keep}
      </Button>
    </form>
  );
}
