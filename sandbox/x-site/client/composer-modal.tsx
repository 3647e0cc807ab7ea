/** /compose/post: a new post, a reply with a copy of the post that it answers, or a quote. */

import { CloseButton } from './close-button.tsx';
import { Composer } from './composer.tsx';
import { hashedClass, Press, Span, Text, View } from './primitives.tsx';
import { closeModal } from './router.ts';
import { usePerson, useTweet, useWords } from './store.ts';
import { TweetCell } from './tweet-cell.tsx';

export function ComposerModal({ replyToId, quotedId }: { replyToId?: string; quotedId?: string }) {
  const words = useWords();
  return (
    <View>
      <View>
        <View role="dialog" s="modal-screen">
          <View>
            <View>
              <View tabIndex={0} />
              <View role="group" tabIndex={0} s="modal-place">
                <View data-testid="mask" s="mask" onClick={closeModal} />
                <View role="dialog" aria-modal="true" aria-labelledby="modal-header" s="modal">
                  <View s="modal-bar row between">
                    <CloseButton onClick={closeModal} />
                    <Text id="modal-header" s="visually-hidden">
                      <Span>{replyToId === undefined ? words.post : words.reply}</Span>
                    </Text>
                    <View>
                      <Press data-testid="unsentButton" s="text-link strong">
                        <Text>
                          <View>
                            <Span>
                              <Span>{words.drafts}</Span>
                            </Span>
                          </View>
                        </Text>
                      </Press>
                    </View>
                  </View>
                  {replyToId !== undefined && <Answered tweetId={replyToId} />}
                  <Composer
                    key={replyToId ?? quotedId ?? 'new'}
                    where="modal"
                    autoFocus
                    {...(replyToId === undefined ? {} : { inReplyToId: replyToId })}
                    {...(quotedId === undefined ? {} : { quotedId })}
                  />
                </View>
              </View>
              <View tabIndex={0} />
            </View>
          </View>
        </View>
      </View>
    </View>
  );
}

function Answered({ tweetId }: { tweetId: string }) {
  const words = useWords();
  const author = usePerson(useTweet(tweetId)?.authorId ?? '');
  return (
    <View>
      <TweetCell entry={{ key: 'answered', tweetId }} kind="copy" />
      <View s="row replying">
        <View s="cell-left" />
        <Press dir="ltr" s="muted">
          {words.replyingTo}{' '}
          <span dir="ltr" class={hashedClass('link')}>
            <Span>@{author?.handle}</Span>
          </span>
        </Press>
      </View>
    </View>
  );
}
