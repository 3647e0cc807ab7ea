/** The page's skeleton: layers, header with the navigation, main with its two columns. */

import type { ComponentChildren } from 'preact';
import { Avatar } from './avatar.tsx';
import { Icon, type IconName, Letter } from './icons.tsx';
import { Layers } from './layers.tsx';
import { useNarrow } from './media.ts';
import { Link, Press, Span, Text, View, viewClasses } from './primitives.tsx';
import { Sidebar } from './sidebar.tsx';
import { useStore, useWords } from './store.ts';
import { NameLine } from './user-name.tsx';
import type { Words } from './words.ts';

export function Layout({ children, wide = false }: { children: ComponentChildren; wide?: boolean }) {
  const words = useWords();
  const dir = useStore((state) => state.preferences.dir);
  const signedIn = useStore((state) => state.viewerId !== undefined);
  const phone = useNarrow(500);
  const right = !useNarrow(1078) && !wide;
  return (
    <View s="app">
      <h2 role="heading" class={viewClasses('visually-hidden')}>
        <Text>
          <Span>To view keyboard shortcuts, press question mark</Span>
        </Text>
        <Link dir="ltr" tabIndex={-1} href="/i/keyboard_shortcuts">
          <Span>{words.shortcuts}</Span>
        </Link>
      </h2>
      <View id="layers" s="layers">
        <Layers phone={phone} />
      </View>
      <View dir={dir} aria-hidden="false" s="frame">
        {!phone && signedIn && <Header />}
        <main role="main" class={viewClasses('main')}>
          <View s="main-inside">
            <View>
              <View s="columns">
                <View data-testid="primaryColumn" s={wide ? 'primary primary-wide' : 'primary'}>
                  {children}
                </View>
                {right && <Sidebar />}
              </View>
            </View>
          </View>
        </main>
      </View>
    </View>
  );
}

const tabs: readonly { icon: IconName; word: keyof Words; path: string; testId?: string }[] = [
  { icon: 'home', word: 'home', path: '/home', testId: 'AppTabBar_Home_Link' },
  { icon: 'search', word: 'explore', path: '/explore', testId: 'AppTabBar_Explore_Link' },
  { icon: 'bell', word: 'notifications', path: '/notifications', testId: 'AppTabBar_Notifications_Link' },
  { icon: 'people', word: 'follow', path: '/i/connect_people', testId: 'AppTabBar_Follow_Link' },
  { icon: 'mail', word: 'chat', path: '/i/chat', testId: 'AppTabBar_DirectMessage_Link' },
  { icon: 'clock', word: 'history', path: '/i/history' },
  { icon: 'studio', word: 'studio', path: '/i/jf/creators/studio' },
  { icon: 'star', word: 'premium', path: '/i/premium_sign_up', testId: 'premium-signup-tab' },
];

function Header() {
  const words = useWords();
  const viewer = useStore((state) => state.viewer);
  const labels = !useNarrow(1265);
  if (viewer === undefined) return <header role="banner" class={viewClasses('banner')} />;
  return (
    <header role="banner" class={viewClasses('banner')}>
      <View>
        <View s="banner-inside">
          <View s="banner-column">
            <View>
              <View>
                <h1 role="heading" class={viewClasses('logo')}>
                  <Link aria-label="X" href="/home" s="nav-link">
                    <Text>
                      <Letter />
                      <View>
                        <Span />
                      </View>
                    </Text>
                  </Link>
                </h1>
              </View>
              <View>
                <nav aria-label="Primary" role="navigation" class={viewClasses('column')}>
                  {tabs.map((tab) => (
                    <Link
                      href={tab.path}
                      aria-label={words[tab.word]}
                      s="nav-link"
                      {...(tab.testId === undefined ? {} : { 'data-testid': tab.testId })}
                    >
                      <NavInside icon={tab.icon} text={words[tab.word]} labels={labels} />
                    </Link>
                  ))}
                  <Link
                    href={`/${viewer.handle}`}
                    aria-label={words.profile}
                    s="nav-link"
                    data-testid="AppTabBar_Profile_Link"
                  >
                    <NavInside icon="person" text={words.profile} labels={labels} />
                  </Link>
                  <Press
                    aria-label={words.moreItems}
                    aria-haspopup="menu"
                    aria-expanded="false"
                    s="nav-link"
                    data-testid="AppTabBar_More_Menu"
                  >
                    <NavInside icon="more" text={words.more} labels={labels} />
                  </Press>
                </nav>
              </View>
              <View>
                <Link
                  href="/compose/post"
                  aria-label={words.post}
                  data-testid="SideNav_NewTweet_Button"
                  s={labels ? 'new-post new-post-wide' : 'new-post'}
                >
                  <Text>
                    <View>
                      <Span>
                        <View>
                          <View>
                            <Span>{labels ? <Span>{words.post}</Span> : <Icon name="feather" />}</Span>
                          </View>
                        </View>
                      </Span>
                    </View>
                  </Text>
                </Link>
              </View>
            </View>
            <View>
              <View>
                <Press
                  aria-label={words.accountMenu}
                  aria-haspopup="menu"
                  aria-expanded="false"
                  data-testid="SideNav_AccountSwitcher_Button"
                  s="account row"
                >
                  <View>
                    <Avatar person={viewer} size={40} as="presentation" />
                  </View>
                  {labels && (
                    <View s="account-name">
                      <View>
                        <View>
                          <NameLine person={viewer} s="row" />
                        </View>
                        <View>
                          <View tabIndex={-1}>
                            <View>
                              <Text s="muted">
                                <Span>@{viewer.handle}</Span>
                              </Text>
                            </View>
                          </View>
                        </View>
                      </View>
                    </View>
                  )}
                </Press>
              </View>
            </View>
          </View>
        </View>
      </View>
    </header>
  );
}

function NavInside({ icon, text, labels }: { icon: IconName; text: string; labels: boolean }) {
  return (
    <View s="nav-inside">
      <View>
        <Icon name={icon} s="icon-nav" />
      </View>
      {labels && (
        <Text s="nav-text">
          <Span>{text}</Span>
          <Span> </Span>
        </Text>
      )}
    </View>
  );
}
