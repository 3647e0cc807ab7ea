/** What this person has written to the service on X, what came of each text, and hearing nothing on X any more. */
import { useState } from 'preact/hooks';
import type { WrittenText } from '../../lib/messages.ts';
import { formatDay, formatTime } from '../../lib/words/dates.ts';
import { useActs, useAnswer } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { safeText } from '../names.ts';
import { useOnXWords } from '../on-x-words.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmAct } from '../ui/ConfirmAct.tsx';
import { DeletePost } from '../ui/DeletePost.tsx';
import { Header } from '../ui/Header.tsx';
import { Empty, Loaded } from '../ui/Loaded.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';

/** Characters of a long post that are shown. */
const SHOWN = 280;

export function Written() {
  const { written } = useOnXWords();
  const asked = useAnswer('wallet.written', {});
  return (
    <>
      <Header title={written.title} documentTitle={written.title} onBack={() => goTo('/settings')} />
      <main class="screen">
        <Loaded asked={asked}>
          {(texts) =>
            texts.length === 0 ? (
              <Empty title={written.emptyTitle} text={written.text} />
            ) : (
              <>
                <p class="muted">{written.text}</p>
                <ul class="cards">
                  {texts.map((text) => (
                    <li key={text.command.id}>
                      <One text={text} />
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
        <Quiet />
      </main>
    </>
  );
}

function One({ text: { command, why } }: { text: WrittenText }) {
  const { written } = useOnXWords();
  const services = useServices();
  const { channel, edited_at, deleted_at, payment_ids, state, tweet_id, written_at } = command;
  const [payment] = payment_ids;
  const facts = [
    channel === 'tweet' ? written.inPost : written.inMessage,
    `${formatDay(written_at, services.now(), services)}, ${formatTime(written_at, services.language)}`,
    written.states[state],
    ...(deleted_at ? [written.deleted] : edited_at ? [written.edited] : []),
  ];
  const whyNot = useWhyNot(command.problem, why);
  return (
    <article class="card">
      <div class="card-text">
        <blockquote class="written-text" dir="auto">
          {safeText([...command.text].slice(0, SHOWN).join(''))}
        </blockquote>
        <p class="payment-facts">{facts.join(' · ')}</p>
        {state === 'refused' ? <p>{whyNot}</p> : null}
        <div class="card-acts">
          {payment ? (
            <Button kind="quiet" onClick={() => goTo(`/payment/${payment}`)}>
              {written.payment}
            </Button>
          ) : null}
          {tweet_id && !deleted_at ? <DeletePost tweetId={tweet_id} /> : null}
        </div>
      </div>
    </article>
  );
}

function useWhyNot(problem: string | null, why: string | null): string {
  const { written } = useOnXWords();
  if (problem === 'not_one_order') return written.notOneOrder;
  if (problem === 'too_old') return written.tooOld;
  return why ?? written.unclear;
}

function Quiet() {
  const { quiet } = useOnXWords();
  const { send } = useServices();
  const acts = useActs();
  const [isQuiet, setIsQuiet] = useState(false);
  const beQuiet = async () => {
    if (await acts.run('quiet', () => send('wallet.quiet_on_x', {}))) setIsQuiet(true);
  };
  return (
    <section class="day">
      <h2>{quiet.title}</h2>
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      {isQuiet ? (
        <Notice tone="calm">
          <p>{quiet.done}</p>
        </Notice>
      ) : (
        <>
          <p>{quiet.text}</p>
          <ConfirmAct
            question={quiet.ask}
            yes={quiet.yes}
            no={quiet.no}
            busy={acts.doing === 'quiet'}
            onYes={() => void beQuiet()}
          >
            {quiet.act}
          </ConfirmAct>
        </>
      )}
    </section>
  );
}
