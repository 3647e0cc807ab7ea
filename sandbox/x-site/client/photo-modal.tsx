/**
 * /status/<id>/photo/1: the photo over the page, with the thread beside it. Everything lies in a plain
 * `div[data-testid=tweet]`, as on X: a trap for whoever forgets to ask for an article.
 */

import { ActionBar } from './action-bar.tsx';
import { CloseButton } from './close-button.tsx';
import { useNarrow } from './media.ts';
import { Thread } from './page-status.tsx';
import { hashedClass, View } from './primitives.tsx';
import { closeModal } from './router.ts';
import { useTweet } from './store.ts';

export function PhotoModal({ tweetId }: { tweetId: string }) {
  const tweet = useTweet(tweetId);
  const narrow = useNarrow(900);
  if (tweet === undefined) return null;
  return (
    <View role="dialog" aria-modal="true" aria-labelledby="modal-header" s="photo-modal">
      <View data-testid="tweet" s="photo-columns">
        <View s="photo-pane">
          <View data-testid="swipe-to-dismiss" s="photo-stage">
            <img alt="" src={tweet.photo} class={hashedClass('photo')} />
          </View>
          <View s="photo-actions">
            <ActionBar tweet={tweet} bookmark={false} />
          </View>
          <View role="presentation" s="photo-close">
            <CloseButton onClick={closeModal} testId="app-bar-close" />
          </View>
        </View>
        {!narrow && (
          <View s="photo-side">
            <Thread tweetId={tweetId} condensed />
          </View>
        )}
      </View>
    </View>
  );
}
