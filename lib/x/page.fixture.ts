/**
 * Small pages of our own, made like X's (its markup by year is described in ../shared/x-dom/REPORT.md), for the traps
 * that no saved page holds. Nothing here is copied from a real page.
 */

export type TweetOptions = {
  handle?: string;
  /** HTML of the display name: its owner may write what he likes. */
  name?: string;
  id?: string | null;
  avatar?: string;
  /** What stands after the `@`. */
  at?: string;
  linkHandle?: string;
  permalink?: string;
  text?: string;
  /** `button` since mid-2024, `div` before. */
  button?: 'button' | 'div';
  nameTestId?: 'User-Name' | 'User-Names';
  context?: string;
  quote?: string;
  media?: string;
  bar?: string | null;
  tabindex?: '0' | '-1';
  below?: string;
};

export function avatar(handle: string): string {
  return `<div data-testid="Tweet-User-Avatar"><div data-testid="UserAvatar-Container-${handle}"><a href="/${handle}" role="link" tabindex="-1"></a></div></div>`;
}

function action(tag: string, testId: string): string {
  return `<div><${tag} role="button" data-testid="${testId}"><div dir="ltr">1</div></${tag}></div>`;
}

/** X's action bar; the share menu is last and has no test id. */
export function bar(handle: string, id: string, tag = 'button', last = share(tag)): string {
  const views = `<div><a href="/${handle}/status/${id}/analytics" role="link">7</a></div>`;
  return `<div role="group">${action(tag, 'reply')}${action(tag, 'retweet')}${action(tag, 'like')}${views}${action(tag, 'bookmark')}${last}</div>`;
}

export function share(tag = 'button'): string {
  return `<div class="share"><div><${tag} role="button" aria-haspopup="menu">⇪</${tag}></div></div>`;
}

/** A quoted post: an author and a date, no links. */
export function quote(handle: string, name = 'Quoted', inside = ''): string {
  return `<div><div dir="ltr"><span>Quote</span></div><div role="link" tabindex="0">
    <div data-testid="Tweet-User-Avatar"><div data-testid="UserAvatar-Container-${handle}"></div></div>
    <div data-testid="User-Name"><div dir="ltr"><span>${name}</span></div><div tabindex="-1"><div dir="ltr"><span>@${handle}</span></div><time datetime="2026-01-01">1 Jan</time></div></div>
    <div data-testid="tweetText" dir="auto">quoted words</div>${inside}</div></div>`;
}

export function tweet(options: TweetOptions = {}): string {
  const handle = options.handle ?? 'bob';
  const id = options.id === undefined ? '1001' : options.id;
  const link = options.linkHandle ?? handle;
  const permalink = options.permalink ?? `/${handle}/status/${id}`;
  const tag = options.button ?? 'button';
  const time =
    id === null ? '' : `<a href="${permalink}" role="link"><time datetime="2026-01-01">1h</time></a>`;
  const row = options.bar === undefined ? bar(handle, id ?? '1001', tag) : (options.bar ?? '');
  return `<article role="article" tabindex="${options.tabindex ?? '0'}" data-testid="tweet">
    ${options.context ?? ''}${avatar(options.avatar ?? handle)}
    <div data-testid="${options.nameTestId ?? 'User-Name'}">
      <a href="/${link}" role="link"><div dir="ltr"><span>${options.name ?? 'Bob'}</span></div></a>
      <a href="/${link}" role="link" tabindex="-1"><div dir="ltr"><span>@${options.at ?? handle}</span></div></a>${time}
    </div>
    <div data-testid="tweetText" dir="auto" lang="en">${options.text ?? 'Hello'}</div>
    ${options.media ?? ''}${options.quote ?? ''}${row}${options.below ?? ''}
  </article>`;
}

/** A cell of X's virtual list. */
export function cell(inside: string): string {
  return `<div data-testid="cellInnerDiv" style="transform: translateY(0px); position: absolute">${inside}</div>`;
}

export function ad(inside: string): string {
  return `<div data-testid="placementTracking"><div data-testid="top-impression-pixel"></div>${inside}</div>`;
}

/** 2020 to September 2021: no test id on the article, none on picture and name. */
export function tweet2021(handle: string, id: string | null, context = '', after = ''): string {
  const time = id === null ? '' : `<a href="/${handle}/status/${id}" role="link"><time>7m</time></a>`;
  return `<article role="article" tabindex="0">${context}<div data-testid="tweet"><a href="/${handle}" role="link"></a>
    <div><a href="/${handle}" role="link"><div dir="auto"><span>Old Bob</span></div><div dir="ltr"><span>@${handle}</span></div></a>${time}</div>
    <div lang="fr" dir="auto">Bonjour <a dir="ltr" role="link" href="/alice">@alice</a></div>${after}
    <div role="group">${action('div', 'reply')}${action('div', 'retweet')}${action('div', 'like')}${share('div')}</div></div></article>`;
}

export type ProfileOptions = {
  handle?: string;
  id?: string;
  name?: string;
  avatar?: string;
  /** HTML of the row of buttons. */
  row?: string;
  banner?: string;
  /** Handle and id of the JSON-LD, or its whole text. */
  schema?: { handle: string; id: string; key?: 'mainEntity' | 'author' } | string;
  facepile?: string;
};

export function follow(id: string, what: 'follow' | 'unfollow' = 'follow'): string {
  return `<div data-testid="placementTracking"><div><button role="button" data-testid="${id}-${what}">Follow</button></div><div dir="auto">Click</div></div>`;
}

export const more = '<button role="button" data-testid="userActions">⋯</button>';

export function profile(options: ProfileOptions = {}): string {
  const handle = options.handle ?? 'bob';
  const { schema } = options;
  const json =
    typeof schema === 'object'
      ? JSON.stringify({
          '@type': 'ProfilePage',
          [schema.key ?? 'mainEntity']: { additionalName: schema.handle, identifier: schema.id },
        })
      : schema;
  return `${json === undefined ? '' : `<script type="application/ld+json" data-testid="UserProfileSchema-test">${json}</script>`}
    <div data-testid="primaryColumn"><div>
      <a href="/${handle}/header_photo"><img src="${options.banner ?? ''}"></a>
      <div class="head">
        <div><div data-testid="UserAvatar-Container-${options.avatar ?? handle}"></div>
          <div class="row">${options.row ?? `${more}${follow(options.id ?? '42')}`}</div></div>
        <div data-testid="UserName"><div><div dir="ltr"><span>${options.name ?? 'Bob'}</span></div>
          <div tabindex="-1"><div dir="ltr"><span>@${handle}</span></div></div></div></div>
        <div data-testid="UserDescription">bio</div>${options.facepile ?? ''}
      </div></div></div>`;
}

export type CardOptions = {
  name?: string;
  avatar?: string;
  /** What stands after the `@`. */
  at?: string;
  linkHandle?: string;
  follow?: string;
  below?: string;
};

function nameRow(handle: string, options: CardOptions): string {
  const link = options.linkHandle ?? handle;
  return `<div><a href="/${link}" role="link"><div dir="ltr"><span>${options.name ?? 'Bob'}</span></div></a>
    <a href="/${link}" role="link" tabindex="-1"><div dir="ltr"><span>@${options.at ?? handle}</span></div></a></div>`;
}

export function userCell(handle: string, id: string, options: CardOptions = {}): string {
  return `<li role="listitem" data-testid="UserCell"><div data-testid="UserAvatar-Container-${options.avatar ?? handle}"></div>
    <div class="row">${nameRow(handle, options)}${options.follow ?? follow(id)}</div>${options.below ?? ''}</li>`;
}

export function hoverCard(handle: string, id: string, options: CardOptions = {}): string {
  return `<div data-testid="HoverCard"><div><div class="row"><div><div data-testid="UserAvatar-Container-${options.avatar ?? handle}"></div></div>
    ${options.follow ?? follow(id)}</div>${nameRow(handle, options)}
    <div dir="auto">Bio of <a dir="ltr" role="link" href="/mallory">@mallory</a></div>
    <a href="/${handle}/following" role="link"><span>1</span></a>
    <a href="/${handle}/followers_you_follow" role="link"><div data-testid="UserAvatar-Container-carol"></div></a>${options.below ?? ''}</div></div>`;
}
