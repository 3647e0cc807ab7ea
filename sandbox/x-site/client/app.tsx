/** Which page an address shows. */

import { useEffect } from 'preact/hooks';
import { Layout } from './layout.tsx';
import { ChatPage } from './page-chat.tsx';
import { ConsentPage } from './page-consent.tsx';
import { HomePage } from './page-home.tsx';
import { BookmarksPage, FollowersPage, ListPage } from './page-lists.tsx';
import { isPro, ProPage } from './page-pro.tsx';
import { ProfilePage } from './page-profile.tsx';
import { SearchPage } from './page-search.tsx';
import { SignInPage } from './page-sign-in.tsx';
import { PageBar, StatusPage } from './page-status.tsx';
import { Span, Text, View } from './primitives.tsx';
import { removeProfileSchema } from './profile-schema.ts';
import { type Place, statusOf, usePlace } from './router.ts';
import { personByHandle, useStore, useWords } from './store.ts';

/** Names of X's own pages: never handles. */
const reserved = new Set([
  'home',
  'explore',
  'notifications',
  'search',
  'settings',
  'i',
  'compose',
  'hashtag',
  'messages',
  'login',
]);

export function App() {
  const place = usePlace();
  const signedIn = useStore((state) => state.viewerId !== undefined);
  const consent = useStore((state) => state.consent);
  useTitle(place);
  const publicPage = profileHandle(place.below) !== undefined || statusOf(place.below) !== undefined;
  if (!signedIn && (!publicPage || consent !== undefined)) return <View s="root">{<SignInPage />}</View>;
  if (consent !== undefined && place.path === '/i/oauth2/authorize')
    return <View s="root">{<ConsentPage consent={consent} />}</View>;
  if (isPro(location.hostname))
    return (
      <View s="root">
        <ProPage />
      </View>
    );
  return (
    <View s="root">
      <Layout wide={place.below.startsWith('/i/chat')}>
        <Page place={place} />
      </Layout>
    </View>
  );
}

function Page({ place }: { place: Place }) {
  const words = useWords();
  const status = statusOf(place.below);
  const handle = profileHandle(place.below);
  if (place.below === '/i/bookmarks') return <BookmarksPage />;
  if (place.below.startsWith('/i/lists/')) return <ListPage members={place.below.endsWith('/members')} />;
  const followed = /^\/(\w{1,15})\/followers$/.exec(place.below)?.[1];
  if (followed !== undefined) return <FollowersPage handle={followed} />;
  if (place.below === '/home') return <HomePage />;
  if (status !== undefined) return <StatusPage key={status.tweetId} tweetId={status.tweetId} />;
  if (place.below === '/search')
    return <SearchPage query={place.query.get('q') ?? ''} people={place.query.get('f') === 'user'} />;
  if (place.below === '/explore') return <SearchPage query="" people={false} />;
  if (place.below.startsWith('/hashtag/'))
    return <SearchPage query={`#${decodeURIComponent(place.below.slice(9))}`} people={false} />;
  if (place.below === '/i/chat' || place.below.startsWith('/i/chat/'))
    return <ChatPage conversation={place.below.split('/')[3]} />;
  // No key: X keeps the header's nodes from profile to profile.
  if (handle !== undefined) return <ProfilePage handle={handle} />;
  return (
    <View tabIndex={0}>
      <PageBar title="X" />
      <Text s="not-found">
        <Span>{words.notFound}</Span>
      </Text>
    </View>
  );
}

function profileHandle(path: string): string | undefined {
  const match =
    /^\/(\w{1,15})(?:\/(?:with_replies|media|following|verified_followers|about|photo|header_photo))?\/?$/.exec(
      path,
    );
  return match?.[1] !== undefined && !reserved.has(match[1].toLowerCase()) ? match[1] : undefined;
}

/** X's titles; its right-to-left ones are written the other way round. */
function useTitle(place: Place): void {
  const words = useWords();
  const handle = profileHandle(place.below);
  const person = useStore((state) => (handle === undefined ? undefined : personByHandle(state, handle)));
  const rtl = useStore((state) => state.preferences.dir === 'rtl');
  useEffect(() => {
    const name =
      person === undefined
        ? place.below === '/home'
          ? words.home
          : place.path === '/compose/post'
            ? words.post
            : ''
        : `${person.name} (@${person.handle})`;
    document.title = name === '' ? 'X' : rtl ? `X \\ ${name}` : `${name} / X`;
    if (person === undefined) removeProfileSchema();
  }, [person, place, words, rtl]);
}
