/** Who somebody is: what is proved of him and what is not, what you and he have paid each other, pay, ask, block. */
import { useState } from 'preact/hooks';
import type { PersonView } from '../../lib/messages.ts';
import { useActs, useAnswer } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PaymentList } from '../ui/PaymentList.tsx';
import { PersonCard } from '../ui/PersonCard.tsx';
import type { Wallet } from '../wallet.ts';

export function PersonScreen({ wallet, handle }: { wallet: Wallet; handle: string }) {
  const asked = useAnswer('wallet.person', { handle });
  return (
    <>
      <Header title={`@${handle}`} documentTitle={`@${handle}`} onBack={() => history.back()} />
      <main class="screen">
        <Loaded asked={asked}>{(person) => <About person={person} wallet={wallet} />}</Loaded>
      </main>
    </>
  );
}

function About({ person, wallet }: { person: PersonView; wallet: Wallet }) {
  const words = useWords();
  const { language } = useServices();
  const { payee, acquaintance, payments } = person;
  const at = `@${payee.handle}`;
  const pay = async () => {
    if (await wallet.start([payee.handle])) goTo('/');
  };
  return (
    <>
      <PersonCard name={payee.name} handle={payee.handle} xUserId={payee.x_user_id} holder={payee.holder} />
      <p class="muted">{payee.holder ? words.settings.person.notVerified : words.settings.person.noWallet}</p>
      {acquaintance.formerHandle ? (
        <Notice tone="warning">
          <p>{words.payees.renamed(at, `@${acquaintance.formerHandle}`)}</p>
        </Notice>
      ) : null}
      <Button busy={wallet.busy === 'start'} onClick={() => void pay()}>
        {words.settings.person.pay}
      </Button>
      {payee.holder ? (
        <>
          <Button kind="quiet" onClick={() => goTo(`/ask/${payee.handle}`)}>
            {words.settings.person.ask}
          </Button>
          <Block id={payee.holder.id} />
        </>
      ) : null}
      <section class="latest">
        <h2>{words.settings.person.payments}</h2>
        {payments.length === 0 ? (
          <p class="muted">{words.settings.person.nothing}</p>
        ) : (
          <>
            <dl class="shares">
              <Sum name={words.settings.person.sent} amount={amountText(person.sentMinor, language)} />
              <Sum
                name={words.settings.person.received}
                amount={amountText(person.receivedMinor, language)}
              />
            </dl>
            <PaymentList payments={payments} unseen={0} />
          </>
        )}
      </section>
    </>
  );
}

function Sum(props: { name: string; amount: string }) {
  return (
    <div class="fact fact-wide">
      <dt>{props.name}</dt>
      <dd class="amount">{props.amount}</dd>
    </div>
  );
}

/** Whether somebody is blocked is not told by the API: both are offered, and each may be pressed again. */
function Block({ id }: { id: string }) {
  const words = useWords();
  const { send } = useServices();
  const acts = useActs();
  const [isBlocked, setIsBlocked] = useState<boolean | null>(null);
  const set = async (blocked: boolean) => {
    const name = blocked ? 'block' : 'unblock';
    await acts.run(name, async () => {
      const answer = await send('wallet.block', { id, isBlocked: blocked });
      if (answer.ok) setIsBlocked(blocked);
      return answer;
    });
  };
  return (
    <>
      <div class="card-acts">
        <Button kind="text" busy={acts.doing === 'block'} onClick={() => void set(true)}>
          {words.settings.person.block}
        </Button>
        <Button kind="text" busy={acts.doing === 'unblock'} onClick={() => void set(false)}>
          {words.settings.person.unblock}
        </Button>
      </div>
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      <p class="muted" role="status">
        {isBlocked === null
          ? ''
          : isBlocked
            ? words.settings.person.blocked
            : words.settings.person.unblocked}
      </p>
    </>
  );
}
