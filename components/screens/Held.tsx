/** Money that waits: for this person, to take or send back; and what he sent to somebody without a wallet. */
import { useState } from 'preact/hooks';
import type { WalletView } from '../../lib/messages.ts';
import type { Payment } from '../../lib/protocol/payments.ts';
import { formatDate } from '../../lib/words/dates.ts';
import { type Acts, useActs, useAnswer } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { safeName } from '../names.ts';
import { useOnXWords } from '../on-x-words.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, CardList } from '../ui/Cards.tsx';
import { ConfirmAct } from '../ui/ConfirmAct.tsx';
import { Header } from '../ui/Header.tsx';
import { Empty, Loaded } from '../ui/Loaded.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import type { Wallet } from '../wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

export function Held({ wallet, view }: { wallet: Wallet; view: SignedIn }) {
  const words = useWords();
  const held = useAnswer('wallet.held', {});
  const acts = useActs();
  const [said, setSaid] = useState<string | null>(null);
  const after = async (text: string) => {
    // Not before: what was just taken must not stand below as to be taken.
    await held.reload();
    setSaid(text);
  };
  return (
    <>
      <Header title={words.held.title} documentTitle={words.held.title} onBack={() => goTo('/')} />
      <main class="screen">
        {said ? (
          <Notice tone="calm">
            <p>{said}</p>
          </Notice>
        ) : null}
        {acts.error ? <ErrorNotice error={acts.error} /> : null}
        <Loaded asked={held}>
          {({ forMe, sent }) =>
            forMe.length + sent.length === 0 ? (
              <Empty title={words.held.emptyTitle} text={words.held.empty}>
                {view.pinSet ? (
                  <Practice wallet={wallet} />
                ) : (
                  // He came for this money, and has no code yet.
                  <Button onClick={() => goTo('/onboarding')}>{words.onboarding.chooseCode}</Button>
                )}
              </Empty>
            ) : (
              <>
                <CardList title={words.held.forYou} items={forMe}>
                  {(payment) => <One payment={payment} acts={acts} onDone={after} />}
                </CardList>
                <CardList title={words.held.sent} items={sent}>
                  {(payment) => <One payment={payment} acts={acts} onDone={after} />}
                </CardList>
              </>
            )
          }
        </Loaded>
      </main>
    </>
  );
}

/** Where money is real there is nobody to practise with. */
function Practice({ wallet }: { wallet: Wallet }) {
  const words = useWords();
  const { practiceHandle } = useServices();
  if (practiceHandle === null) {
    return (
      <Button kind="quiet" onClick={() => goTo('/')}>
        {words.settings.person.pay}
      </Button>
    );
  }
  const practise = async () => {
    if (await wallet.start([practiceHandle])) goTo('/');
  };
  return (
    <Button kind="quiet" busy={wallet.busy === 'start'} onClick={() => void practise()}>
      {words.held.practice(`@${practiceHandle}`)}
    </Button>
  );
}

type DoProps = { acts: Acts; onDone: (said: string) => Promise<void> };

function One({ payment, ...rest }: DoProps & { payment: Payment }) {
  const words = useWords();
  const { invite } = useOnXWords();
  const { language, now } = useServices();
  const { direction, memo, held_until } = payment;
  const other = direction === 'in' ? payment.payer : payment.payee;
  const amount = amountText(payment.amount.amount, language);
  const name = safeName(other.name, other.handle);
  return (
    <Card
      other={other}
      title={(direction === 'in' ? words.held.from : words.held.to)(name, amount)}
      fact={held_until ? words.held.until(formatDate(new Date(held_until), now(), language)) : null}
      memo={memo}
    >
      {direction === 'in' ? (
        <Take id={payment.id} amount={amount} {...rest} />
      ) : (
        <div class="card-acts">
          <Button kind="quiet" onClick={() => goTo(`/invite/${payment.id}`)}>
            {invite.title(`@${other.handle}`)}
          </Button>
          <CancelHeld id={payment.id} amount={amount} {...rest} />
        </div>
      )}
    </Card>
  );
}

type ActProps = DoProps & { id: string; amount: string };

function Take({ id, amount, acts, onDone }: ActProps) {
  const words = useWords();
  const { send } = useServices();
  const take = async (act: 'claim' | 'decline') => {
    const taken = await acts.run(`${act}.${id}`, () => send('wallet.held_take', { id, act }));
    if (taken) await onDone(act === 'claim' ? words.held.claimed(amount) : words.held.declined);
  };
  return (
    <div class="card-acts">
      <Button busy={acts.doing === `claim.${id}`} onClick={() => void take('claim')}>
        {words.held.claim(amount)}
      </Button>
      <Button kind="quiet" busy={acts.doing === `decline.${id}`} onClick={() => void take('decline')}>
        {words.held.decline}
      </Button>
    </div>
  );
}

/** Until it is taken the payer may have it back. */
export function CancelHeld({ id, amount, acts, onDone }: ActProps) {
  const words = useWords();
  const { send } = useServices();
  const cancel = async () => {
    const cancelled = await acts.run(`cancel.${id}`, () => send('wallet.payment_cancel', { id }));
    if (cancelled) await onDone(words.held.cancelled);
  };
  return (
    <ConfirmAct
      question={words.held.cancelAsk(amount)}
      yes={words.held.cancelYes}
      no={words.held.cancelNo}
      busy={acts.doing === `cancel.${id}`}
      onYes={() => void cancel()}
    >
      {words.held.cancel}
    </ConfirmAct>
  );
}
