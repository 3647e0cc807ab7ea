/**
 * The row under a tweet: reply, repost, like, views, bookmark, share.
 * Share is the last child and has no test id; views is missing on the focal tweet.
 */

import type { Tweet } from '../model.ts';
import { shortCount } from './amounts.ts';
import { Icon, type IconName } from './icons.tsx';
import { Link, Press, Span, Text, useRandomId, View } from './primitives.tsx';
import { navigate } from './router.ts';
import { setState, toggle, useLanguage, usePerson, useStore, useWords } from './store.ts';

export function ActionBar({
  tweet,
  focal = false,
  views = !focal,
  bookmark = true,
}: {
  tweet: Tweet;
  focal?: boolean;
  views?: boolean;
  bookmark?: boolean;
}) {
  const words = useWords();
  const author = usePerson(tweet.authorId);
  const liked = useStore((state) => state.liked.has(tweet.id));
  const reposted = useStore((state) => state.reposted.has(tweet.id));
  const kept = useStore((state) => state.bookmarked.has(tweet.id));
  const id = useRandomId();
  const { replies, reposts, likes, bookmarks, views: seen } = tweet.counts;
  const label = `${replies} ${words.replies}, ${reposts} ${words.reposts}, ${likes} ${words.likes}, ${bookmarks} ${words.bookmarks}, ${seen} ${words.views}`;
  const size = focal ? 'action-large' : '';

  return (
    <View role="group" id={id} aria-label={label} s={`action-bar ${focal ? 'action-bar-focal' : ''}`}>
      <View s="action">
        <Press
          data-testid="reply"
          aria-label={`${replies} ${words.replies}. ${words.reply}`}
          s={`tint-blue ${size}`}
          onClick={() => openReply(tweet)}
        >
          <Glyph icon="reply" count={replies} />
        </Press>
      </View>
      <View s="action">
        <Press
          data-testid={reposted ? 'unretweet' : 'retweet'}
          aria-haspopup="menu"
          aria-expanded="false"
          aria-label={`${reposts} ${words.reposts}. ${reposted ? words.undoRepost : words.repost}`}
          s={`tint-green ${reposted ? 'on-green' : ''} ${size}`}
          onClick={(event) => openMenu(tweet, 'repost', event.currentTarget)}
        >
          <Glyph icon="repost" count={reposts} />
        </Press>
      </View>
      <View s="action">
        <Press
          data-testid={liked ? 'unlike' : 'like'}
          aria-label={`${likes} ${words.likes}. ${liked ? words.liked : words.like}`}
          s={`tint-red ${liked ? 'on-red' : ''} ${size}`}
          onClick={() => toggle('liked', tweet.id)}
        >
          <Glyph icon="like" count={likes} filled={liked} />
        </Press>
      </View>
      {views && author !== undefined && (
        <View s="action">
          <Link
            s="press tint-blue"
            href={`/${author.handle}/status/${tweet.id}/analytics`}
            aria-label={`${seen} ${words.views}. ${words.viewAnalytics}`}
          >
            <Glyph icon="views" count={seen} />
          </Link>
        </View>
      )}
      {bookmark && (
        <View s={focal ? 'action' : 'action-bookmark'}>
          <Press
            data-testid={kept ? 'removeBookmark' : 'bookmark'}
            aria-label={focal ? `${bookmarks} ${words.bookmarks}. ${words.bookmark}` : words.bookmark}
            s={`tint-blue ${kept ? 'on-blue' : ''} ${size}`}
            onClick={() => toggle('bookmarked', tweet.id)}
          >
            <Glyph icon="bookmark" filled={kept} {...(focal ? { count: bookmarks } : {})} />
          </Press>
        </View>
      )}
      <View
        s="action-share"
        style={{
          justifyContent: 'inherit',
          display: 'inline-grid',
          transform: 'rotate(0deg) scale(1) translate3d(0px, 0px, 0px)',
        }}
      >
        <View>
          <Press
            aria-haspopup="menu"
            aria-expanded="false"
            aria-label={words.sharePost}
            s={`tint-blue ${size}`}
            onClick={(event) => openMenu(tweet, 'share', event.currentTarget)}
          >
            <Glyph icon="share" />
          </Press>
        </View>
      </View>
    </View>
  );
}

function Glyph({ icon, count, filled = false }: { icon: IconName; count?: number; filled?: boolean }) {
  const language = useLanguage();
  return (
    <Text s="action-inside">
      <View s="action-icon">
        <View s="action-disc" />
        <Icon name={icon} filled={filled} />
      </View>
      {count !== undefined && (
        <View s="action-count">
          <Span data-testid="app-text-transition-container" s="tabular">
            <Span>
              <Span>{count === 0 ? '' : shortCount(count, language)}</Span>
            </Span>
          </Span>
        </View>
      )}
    </Text>
  );
}

export function openReply(tweet: Tweet): void {
  navigate('/compose/post', { replyToId: tweet.id });
}

/** Opens a menu in #layers beside the pressed button. */
export function openMenu(tweet: Tweet, kind: 'repost' | 'share' | 'more', button: Element): void {
  const box = button.getBoundingClientRect();
  setState({ menu: { tweetId: tweet.id, kind, top: box.bottom + 4, left: box.left } });
}
