/** Requests for money: those to answer first, then one's own that wait, then what is over. */
import { useState } from 'preact/hooks';
import type { MoneyRequest } from '../../lib/protocol/requests.ts';
import { formatDate } from '../../lib/words/dates.ts';
import { type Acts, useActs, useAnswer } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { safeName } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, CardList } from '../ui/Cards.tsx';
import { ConfirmAct } from '../ui/ConfirmAct.tsx';
import { Header } from '../ui/Header.tsx';
import { Empty, Loaded } from '../ui/Loaded.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import type { Wallet } from '../wallet.ts';

export function Requests({ wallet }: { wallet: Wallet }) {
  const words = useWords();
  const { send } = useServices();
  const first = useAnswer('wallet.requests', { cursor: null });
  const [older, setOlder] = useState<{ items: MoneyRequest[]; nextCursor: string | null } | null>(null);
  const acts = useActs();
  const more = async (cursor: string) => {
    const page = await acts.run('more', () => send('wallet.requests', { cursor }));
    if (page) setOlder({ items: [...(older?.items ?? []), ...page.items], nextCursor: page.nextCursor });
  };
  return (
    <>
      <Header title={words.requests.title} documentTitle={words.requests.title} onBack={() => goTo('/')} />
      <main class="screen">
        {acts.error ? <ErrorNotice error={acts.error} /> : null}
        <Loaded asked={first}>
          {({ items, nextCursor }) => {
            const all = [...items, ...(older?.items ?? [])];
            const cursor = older ? older.nextCursor : nextCursor;
            if (all.length === 0) {
              return (
                <Empty title={words.requests.emptyTitle} text={words.requests.empty}>
                  <Button onClick={() => goTo('/ask')}>{words.requests.ask}</Button>
                </Empty>
              );
            }
            return (
              <>
                <Button kind="quiet" onClick={() => goTo('/ask')}>
                  {words.requests.ask}
                </Button>
                <Sections all={all} acts={acts} wallet={wallet} onAnswered={first.reload} />
                {cursor === null ? null : (
                  <Button kind="text" busy={acts.doing === 'more'} onClick={() => void more(cursor)}>
                    {words.requests.more}
                  </Button>
                )}
              </>
            );
          }}
        </Loaded>
      </main>
    </>
  );
}

type ListProps = { acts: Acts; wallet: Wallet; onAnswered: () => Promise<void> };

function Sections({ all, ...list }: ListProps & { all: readonly MoneyRequest[] }) {
  const words = useWords();
  const isOpen = ({ state }: MoneyRequest) => state === 'open';
  const sections = [
    { title: words.requests.toAnswer, of: all.filter((one) => isOpen(one) && one.direction === 'out') },
    { title: words.requests.waiting, of: all.filter((one) => isOpen(one) && one.direction === 'in') },
    { title: words.requests.earlier, of: all.filter((one) => !isOpen(one)) },
  ];
  return (
    <>
      {sections.map(({ title, of }) => (
        <CardList key={title} title={title} items={of}>
          {(request) => <Request request={request} {...list} />}
        </CardList>
      ))}
    </>
  );
}

function Request({ request, ...list }: ListProps & { request: MoneyRequest }) {
  const words = useWords();
  const { language, now } = useServices();
  const { direction, amount, memo, state } = request;
  const other = direction === 'out' ? request.payee : request.payer;
  const name = safeName(other.name, other.handle);
  const asked = amountText(amount.amount, language);
  return (
    <Card
      other={other}
      title={(direction === 'out' ? words.requests.asksYou : words.requests.youAsk)(name, asked)}
      fact={
        state === 'open'
          ? words.requests.until(formatDate(new Date(request.expires_at), now(), language))
          : words.requests.states[state]
      }
      memo={memo}
    >
      {state === 'open' ? <Answers request={request} name={name} amount={asked} {...list} /> : null}
    </Card>
  );
}

type AnswersProps = ListProps & { request: MoneyRequest; name: string; amount: string };

/** Paying leads to the payment's own code: accepting alone moves nothing. */
function Answers({ request, name, amount, acts, wallet, onAnswered }: AnswersProps) {
  const words = useWords();
  const { send } = useServices();
  const { id } = request;
  const end = async (act: 'decline' | 'cancel') => {
    await acts.run(`${act}.${id}`, () => send('wallet.request_end', { id, act }));
    await onAnswered();
  };
  const pay = async () => {
    const draft = await acts.run(`pay.${id}`, () => send('wallet.request_accept', { id }));
    if (!draft) return;
    await wallet.reload();
    goTo('/');
  };
  const block = async () => {
    await acts.run(`block.${id}`, () => send('wallet.block', { id: request.payee.id, isBlocked: true }));
    await onAnswered();
  };
  if (request.direction === 'in') {
    return (
      <Button kind="text" busy={acts.doing === `cancel.${id}`} onClick={() => void end('cancel')}>
        {words.requests.cancel}
      </Button>
    );
  }
  return (
    <div class="card-acts">
      <Button busy={acts.doing === `pay.${id}`} onClick={() => void pay()}>
        {words.requests.pay(amount)}
      </Button>
      <Button kind="quiet" busy={acts.doing === `decline.${id}`} onClick={() => void end('decline')}>
        {words.requests.decline}
      </Button>
      <ConfirmAct
        question={words.requests.blockAsk(name)}
        yes={words.requests.blockYes}
        no={words.requests.blockNo}
        busy={acts.doing === `block.${id}`}
        onYes={() => void block()}
      >
        {words.requests.block}
      </ConfirmAct>
    </div>
  );
}
