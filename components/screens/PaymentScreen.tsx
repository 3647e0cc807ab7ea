/** One payment out of the history: its facts, and what may still be done with it. */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import {
  type Cents,
  centsFromWire,
  centsToWire,
  negateCents,
  parseTypedEuros,
  sumCents,
} from '../../lib/money.ts';
import type { Payment } from '../../lib/protocol/payments.ts';
import { formatDay, formatTime } from '../../lib/words/dates.ts';
import { type Acts, useActs, useAnswer } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { safeText } from '../names.ts';
import { useOnXWords } from '../on-x-words.ts';
import { useServices, useWords } from '../services.ts';
import { Amount, amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { OnX } from '../ui/OnX.tsx';
import { PayeeLine } from '../ui/PersonCard.tsx';
import { StateLabel } from '../ui/StateLabel.tsx';
import { CancelHeld } from './Held.tsx';

/** What may be given back still; 0 where nothing may. */
export function refundable({ direction, state, amount, amount_refunded }: Payment): Cents {
  if (direction !== 'in' || state !== 'settled') return 0n as Cents;
  return sumCents([centsFromWire(amount.amount), negateCents(centsFromWire(amount_refunded.amount))]);
}

export function PaymentScreen({ id }: { id: string }) {
  const words = useWords();
  const asked = useAnswer('wallet.payment', { id });
  const acts = useActs();
  const [said, setSaid] = useState<string | null>(null);
  const after = async (text: string) => {
    setSaid(text);
    await asked.reload();
  };
  return (
    <>
      <Header title={words.held.payment} documentTitle={words.held.payment} onBack={() => goTo('/history')} />
      <main class="screen">
        {said ? (
          <Notice tone="calm">
            <p>{said}</p>
          </Notice>
        ) : null}
        {acts.error ? <ErrorNotice error={acts.error} /> : null}
        <Loaded asked={asked}>
          {(payment) => (
            <>
              <Facts payment={payment} />
              <Possible payment={payment} acts={acts} onDone={after} />
              <OnX payment={payment} />
            </>
          )}
        </Loaded>
      </main>
    </>
  );
}

function useDate(): (instant: string) => string {
  const services = useServices();
  return (instant) =>
    `${formatDay(instant, services.now(), services)}, ${formatTime(instant, services.language)}`;
}

function Facts({ payment }: { payment: Payment }) {
  const words = useWords();
  const { language } = useServices();
  const date = useDate();
  const other = payment.direction === 'in' ? payment.payer : payment.payee;
  const refunded = payment.amount_refunded.amount;
  return (
    <section class="confirm">
      <Amount minor={payment.amount.amount} size="huge" />
      <PayeeLine payee={other} small />
      <dl class="facts">
        <Fact name={words.held.state}>
          <StateLabel payment={payment} />
        </Fact>
        <Fact name={words.held.date}>{date(payment.confirmed_at ?? payment.created_at)}</Fact>
        {payment.fee.amount === '0' ? null : (
          <Fact name={words.held.fee}>{amountText(payment.fee.amount, language)}</Fact>
        )}
        {payment.memo ? (
          <Fact name={words.code.purpose}>
            <bdi>{safeText(payment.memo)}</bdi>
          </Fact>
        ) : null}
        <Fact name={words.held.number}>
          <span class="number" dir="ltr">
            {payment.id}
          </span>
        </Fact>
      </dl>
      {refunded === '0' ? null : <p>{words.held.refunded(amountText(refunded, language))}</p>}
    </section>
  );
}

function Fact(props: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact fact-wide">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

type ActProps = { payment: Payment; acts: Acts; onDone: (said: string) => Promise<void> };

/** Only what this payment still allows: the API decides all the same. */
function Possible({ payment, acts, onDone }: ActProps) {
  const words = useWords();
  const { invite } = useOnXWords();
  const { language } = useServices();
  const other = payment.direction === 'in' ? payment.payer : payment.payee;
  const amount = amountText(payment.amount.amount, language);
  return (
    <div class="actions">
      <Share payment={payment} />
      {payment.direction === 'out' && payment.state === 'held' ? (
        <>
          <Button onClick={() => goTo(`/invite/${payment.id}`)}>{invite.title(`@${other.handle}`)}</Button>
          <CancelHeld id={payment.id} amount={amount} acts={acts} onDone={onDone} />
        </>
      ) : null}
      {refundable(payment) > 0n ? <Refund payment={payment} acts={acts} onDone={onDone} /> : null}
      <Button kind="text" onClick={() => goTo(`/person/${other.handle}`)}>
        {words.held.person(`@${other.handle}`)}
      </Button>
    </div>
  );
}

function Share({ payment }: { payment: Payment }) {
  const words = useWords();
  const { language } = useServices();
  const date = useDate();
  const [said, setSaid] = useState('');
  const share = async () => {
    const { payer, payee, amount, state, direction, id } = payment;
    const text = words.held.receipt({
      from: `@${payer.handle}`,
      to: `@${payee.handle}`,
      amount: amountText(amount.amount, language),
      date: date(payment.confirmed_at ?? payment.created_at),
      state: words.states[state]({ direction, payee: `@${payee.handle}` }),
      id,
    });
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? words.held.shared : words.held.shareFailed);
  };
  return (
    <>
      <Button kind="quiet" onClick={() => void share()}>
        {words.held.share}
      </Button>
      <p class="muted" role="status">
        {said}
      </p>
    </>
  );
}

/** All of it, or a part that is typed; the sum of all parts is never more than was received. */
function Refund({ payment, acts, onDone }: ActProps) {
  const words = useWords();
  const { send, language } = useServices();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [part, setPart] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const most = refundable(payment);
  const amount = part === null ? most : parseTypedEuros(part);
  const isRight = amount !== null && amount <= most;
  const inWords = (cents: Cents) => amountText(centsToWire(cents), language);
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!isRight) return;
    const order = { id: payment.id, amountMinor: centsToWire(amount) };
    const refunded = await acts.run('refund', () => send('wallet.refund', order));
    if (refunded) await onDone(words.held.refunded(inWords(amount)));
  };
  if (!isOpen) {
    return (
      <Button kind="quiet" onClick={() => setIsOpen(true)}>
        {words.held.refund}
      </Button>
    );
  }
  return (
    <form class="pay-form" onSubmit={(event) => void submit(event)} noValidate>
      <fieldset class="choices">
        <legend>{words.held.refundTitle}</legend>
        <label class="choice">
          <input type="radio" name={id} checked={part === null} onChange={() => setPart(null)} />
          <span>{words.held.refundAll(inWords(most))}</span>
        </label>
        <label class="choice">
          <input type="radio" name={id} checked={part !== null} onChange={() => setPart('')} />
          <span>{words.held.refundPart}</span>
        </label>
      </fieldset>
      {part === null ? null : (
        <div class="field">
          <label for={`${id}-part`}>{words.held.refundAmount}</label>
          <input
            id={`${id}-part`}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            maxLength={12}
            value={part}
            aria-invalid={tried && !isRight}
            aria-describedby={`${id}-problem`}
            onInput={(event) => setPart(event.currentTarget.value)}
          />
          <p id={`${id}-problem`} class="field-problem" aria-live="polite">
            {tried && !isRight
              ? amount === null
                ? words.pay.badAmount
                : words.held.refundMost(inWords(most))
              : null}
          </p>
        </div>
      )}
      <Button type="submit" busy={acts.doing === 'refund'}>
        {words.held.refundYes(isRight ? inWords(amount) : '')}
      </Button>
    </form>
  );
}
