/** What X's people see of a payment that is over, and what may still be done about it: taking it back, deleting the order. */
import type { Payment } from '../../lib/protocol/payments.ts';
import { useActs, useAnswer } from '../answers.ts';
import { postAddress, useOnXWords } from '../on-x-words.ts';
import { useServices } from '../services.ts';
import { Button } from './Button.tsx';
import { ConfirmAct } from './ConfirmAct.tsx';
import { DeletePost } from './DeletePost.tsx';
import { Loaded } from './Loaded.tsx';
import { ErrorNotice } from './Notice.tsx';

/** Whether its payer ordered it by a post of his own, which may go now. */
export function isOrderedByPost({ direction, origin, state, tweet_id }: Payment): boolean {
  const isOver = state !== 'created' && state !== 'awaiting_confirmation';
  return direction === 'out' && origin === 'command_tweet' && tweet_id !== null && isOver;
}

export function OnX({ payment }: { payment: Payment }) {
  const { visibility, state, tweet_id } = payment;
  const isTold = visibility !== 'private' && (state === 'settled' || state === 'held');
  return (
    <>
      {isTold ? <Told id={payment.id} /> : null}
      {isOrderedByPost(payment) && tweet_id ? <DeletePost tweetId={tweet_id} /> : null}
    </>
  );
}

function Told({ id }: { id: string }) {
  const { told } = useOnXWords();
  const { openTab, send } = useServices();
  const asked = useAnswer('wallet.disclosure', { id });
  const acts = useActs();
  const remove = async () => {
    if (await acts.run('remove', () => send('wallet.disclosure_remove', { id }))) await asked.reload();
  };
  return (
    <section class="day">
      <h2>{told.title}</h2>
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      <Loaded asked={asked}>
        {({ state, tweet_id, visibility }) => (
          <>
            <p role="status">{told.states[state]}</p>
            {tweet_id ? (
              <Button kind="quiet" onClick={() => openTab(postAddress(tweet_id))}>
                {told.see}
              </Button>
            ) : null}
            {visibility === 'public' && (state === 'told' || state === 'waiting') ? (
              <ConfirmAct
                question={told.ask}
                yes={told.yes}
                no={told.no}
                busy={acts.doing === 'remove'}
                onYes={() => void remove()}
              >
                {told.remove}
              </ConfirmAct>
            ) : null}
          </>
        )}
      </Loaded>
    </section>
  );
}
