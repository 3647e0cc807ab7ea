/** What lies in #layers: modals, menus, toasts, the chat button, and on phones the bottom bar. */

import { useEffect } from 'preact/hooks';
import { ComposerModal } from './composer-modal.tsx';
import { HoverCards } from './hover-card.tsx';
import { Icon, type IconName } from './icons.tsx';
import { PhotoModal } from './photo-modal.tsx';
import { Link, Press, Span, Text, View, viewClasses } from './primitives.tsx';
import { navigate, statusOf, usePlace } from './router.ts';
import { setState, toggle, useStore, useTweet, useWords } from './store.ts';
import type { Words } from './words.ts';

export function Layers({ phone }: { phone: boolean }) {
  const place = usePlace();
  const signedIn = useStore((state) => state.viewer !== undefined);
  const status = statusOf(place.path);
  return (
    <>
      <View>
        {signedIn && phone && <PhoneBars />}
        {signedIn && !phone && (
          <View>
            <View>
              <View data-testid="chat-drawer-root" s="drawer">
                <Press
                  aria-label="Chat"
                  s="drawer-button"
                  data-testid="chat-drawer-main"
                  onClick={() => navigate('/i/chat')}
                >
                  <Icon name="mail" s="icon-nav" />
                </Press>
              </View>
            </View>
          </View>
        )}
        <Toast />
      </View>
      <View>
        {signedIn && place.path === '/compose/post' && (
          <ComposerModal
            {...(place.replyToId === undefined ? {} : { replyToId: place.replyToId })}
            {...(place.quotedId === undefined ? {} : { quotedId: place.quotedId })}
          />
        )}
        {status?.photo === true && <PhotoModal tweetId={status.tweetId} />}
      </View>
      <TweetMenu />
      <HoverCards />
    </>
  );
}

function Toast() {
  const toast = useStore((state) => state.toast);
  useEffect(() => {
    if (toast === undefined) return;
    const timer = setTimeout(() => setState({ toast: undefined }), 4_000);
    return () => clearTimeout(timer);
  }, [toast]);
  if (toast === undefined) return null;
  return (
    <View role="alert" data-testid="toast" s="toast">
      <Text>
        <Span>{toast}</Span>
      </Text>
    </View>
  );
}

const bottomTabs: readonly { icon: IconName; word: keyof Words; path: string; testId: string }[] = [
  { icon: 'home', word: 'home', path: '/home', testId: 'AppTabBar_Home_Link' },
  { icon: 'search', word: 'explore', path: '/explore', testId: 'AppTabBar_Explore_Link' },
  { icon: 'bell', word: 'notifications', path: '/notifications', testId: 'AppTabBar_Notifications_Link' },
  { icon: 'mail', word: 'chat', path: '/i/chat', testId: 'AppTabBar_DirectMessage_Link' },
];

/** On phones there is no left column, no account switcher and no profile link: only these. */
function PhoneBars() {
  const words = useWords();
  return (
    <>
      <View>
        <Link
          href="/compose/post"
          aria-label={words.post}
          data-testid="FloatingActionButtons_Tweet_Button"
          s="floating"
        >
          <Icon name="feather" s="icon-nav" />
        </Link>
      </View>
      <View s="bottom-bar">
        <View>
          <View data-testid="BottomBar">
            <nav role="navigation" class={viewClasses('row bottom-tabs')}>
              {bottomTabs.map((tab) => (
                <Link href={tab.path} aria-label={words[tab.word]} data-testid={tab.testId} s="bottom-tab">
                  <Icon name={tab.icon} s="icon-nav" />
                </Link>
              ))}
            </nav>
          </View>
        </View>
      </View>
    </>
  );
}

function TweetMenu() {
  const words = useWords();
  const menu = useStore((state) => state.menu);
  const tweet = useTweet(menu?.tweetId ?? '');
  const reposted = useStore((state) => state.reposted.has(menu?.tweetId ?? ''));
  if (menu === undefined || tweet === undefined) return null;
  const close = () => setState({ menu: undefined });
  const item = (icon: IconName, text: string, act: () => void, testId?: string) => (
    <View
      role="menuitem"
      tabIndex={0}
      s="menu-item row"
      {...(testId === undefined ? {} : { 'data-testid': testId })}
      onClick={() => {
        close();
        act();
      }}
    >
      <Icon name={icon} />
      <View>
        <Text s="strong">
          <Span>{text}</Span>
        </Text>
      </View>
    </View>
  );
  const left = Math.max(8, Math.min(menu.left, window.innerWidth - 240));
  return (
    <View s="menu-screen">
      <View s="menu-backdrop" onClick={close} />
      <View role="menu" s="menu" style={{ top: `${menu.top}px`, left: `${left}px` }}>
        <View data-testid="Dropdown">
          {menu.kind === 'repost' ? (
            <>
              {item(
                'repost',
                reposted ? words.undoRepost : words.repost,
                () => toggle('reposted', tweet.id),
                reposted ? 'unretweetConfirm' : 'retweetConfirm',
              )}
              {item('feather', words.quote, () => navigate('/compose/post', { quotedId: tweet.id }))}
            </>
          ) : (
            item('share', words.copyLink, () => {
              void navigator.clipboard
                ?.writeText(`https://x.com/i/status/${tweet.id}`)
                .catch(() => undefined);
            })
          )}
        </View>
      </View>
    </View>
  );
}
