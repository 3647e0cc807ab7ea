/**
 * Every selector that knows X's pages, and nothing else. A selector is a dated list of fallbacks, newest first by
 * the date on which that markup was first seen; its expected counts on real saved pages stand in
 * selectors.expected.ts, and a test holds them. Never a class, an `aria-label` or an `id`: X renames the first
 * at each build, translates the second and draws the third at random.
 */

/** Newest first; the first that finds anything counts. */
export type Dated = readonly string[];

/** Fallbacks by the month in which their markup was first seen. */
function dated(byMonth: Readonly<Record<string, string>>): Dated {
  const months = Object.keys(byMonth).sort().reverse();
  return months.map((month) => byMonth[month] ?? '');
}

export const selectors = {
  /** Candidates for a tweet: other articles (notifications) hold no `tweetMark`. */
  article: dated({ '2020-03': 'article' }),
  /** Says that an article is a tweet: on the article itself, or inside it before 10 September 2021. */
  tweetMark: dated({ '2021-09': 'article[data-testid="tweet"]', '2019-07': '[data-testid="tweet"]' }),
  cell: dated({ '2022-01': '[data-testid="cellInnerDiv"]' }),

  /** A quoted post, among other things that act as links without being one. */
  quote: dated({ '2021-06': '[role="link"]:not(a)' }),
  /** What makes it a quoted post: it has an author, or a date. */
  quoteMark: dated({ '2021-06': '[data-testid^="UserAvatar-Container-"], [data-testid^="User-Name"], time' }),

  /** The author's picture; the end of its test id is the handle, or `unknown`. */
  avatar: dated({
    '2022-12': '[data-testid="Tweet-User-Avatar"] [data-testid^="UserAvatar-Container-"]',
    '2022-01': '[data-testid^="UserAvatar-Container-"]',
  }),
  /** `User-Names` from December 2022 to March 2023. */
  authorName: dated({ '2023-03': '[data-testid="User-Name"]', '2022-12': '[data-testid="User-Names"]' }),
  /** Before `User-Name`: the link that holds the name and the handle, in blocks of their own. */
  authorLink: dated({ '2020-03': 'a[role="link"][href]' }),
  link: dated({ '2020-03': 'a[href]' }),
  /** A run of text with its own direction: the name, or `@handle`. */
  textBlock: dated({ '2020-03': '[dir]' }),
  permalinkTime: dated({ '2020-03': 'a[href*="/status/"] time' }),
  /** On ads it is the only link that names the post. */
  analyticsLink: dated({ '2022-12': 'a[href$="/analytics"]' }),
  tweetText: dated({ '2022-01': '[data-testid="tweetText"]', '2020-03': 'div[lang][dir]' }),
  /** Mentions, hashtags and addresses: in the viewer's accent colour. */
  textLink: dated({ '2022-01': '[data-testid="tweetText"] a[href]' }),
  /** "X reposted", "Pinned": speaks of somebody else than the author. */
  socialContext: dated({ '2021-06': '[data-testid="socialContext"]' }),
  parodyLink: dated({
    '2025-01':
      'a[href*="help.x.com/rules-and-policies/authenticity"], a[href*="help.twitter.com/rules-and-policies/authenticity"]',
  }),

  /** X shows the first lines only; it opens in place. */
  showMore: dated({ '2023-02': '[data-testid="tweet-text-show-more-link"]' }),
  /** Above a text there is a button only where X translated it ("Show original"). */
  aboveText: dated({ '2024-06': 'button, [role="button"]' }),

  reply: dated({ '2019-07': '[data-testid="reply"]' }),
  actionBar: dated({ '2020-03': '[role="group"]' }),
  /** What opens a menu: share does, and the repost button does. Not translated, unlike a label. */
  opensMenu: dated({ '2021-06': '[aria-haspopup="menu"]' }),
  /** Everything of a bar that isn't the share menu, which has no test id. */
  engagement: dated({
    '2019-07':
      '[data-testid="reply"], [data-testid="retweet"], [data-testid="unretweet"], [data-testid="like"], ' +
      '[data-testid="unlike"], [data-testid="bookmark"], [data-testid="removeBookmark"], a[href$="/analytics"]',
  }),

  /** X's visibility tracker. Around a whole tweet it means an ad; around a player or Follow it means nothing. */
  tracker: dated({ '2020-03': '[data-testid="placementTracking"]' }),
  adPixel: dated({ '2023-11': '[data-testid$="-impression-pixel"]' }),

  /** A person in a list: the right column, search, followers, members. */
  userCell: dated({ '2020-03': '[data-testid="UserCell"]' }),
  /** What opens over a name or picture under the pointer. */
  hoverCard: dated({ '2020-03': '[data-testid="HoverCard"]' }),
  /** Either of the two. */
  personCard: dated({ '2020-03': '[data-testid="UserCell"], [data-testid="HoverCard"]' }),

  /** Places that show people without being the profile. */
  elsewhere: dated({ '2020-03': 'article, aside, [data-testid="UserCell"], [data-testid="HoverCard"]' }),
  profileName: dated({ '2022-01': '[data-testid="UserName"]' }),
  profileActions: dated({ '2022-01': '[data-testid="userActions"]' }),
  editProfile: dated({ '2022-01': '[data-testid="editProfileButton"]' }),
  /** X's own "Send or Request" (July 2025). Ours stands after it and never looks like it. */
  xPayments: dated({ '2025-07': '[data-testid="paymentsFromProfile"]' }),
  /** `<id>-follow` or `<id>-unfollow`; also matches what only ends so: check with FOLLOW_ID. */
  follow: dated({ '2020-03': '[data-testid$="-follow"], [data-testid$="-unfollow"]' }),
  profileSchema: dated({ '2022-12': 'script[data-testid="UserProfileSchema-test"]' }),
  bannerImage: dated({ '2020-03': 'img[src*="/profile_banners/"], [style*="/profile_banners/"]' }),

  composer: dated({ '2021-06': '[data-testid="tweetTextarea_0"]' }),
  /** A composer's editor: Draft.js's own, or on phones a plain textarea. In threads `tweetTextarea_1` and so on. */
  editor: dated({
    '2021-06':
      '[data-testid^="tweetTextarea_"][contenteditable="true"], textarea[data-testid^="tweetTextarea_"]',
  }),
  /** One line of an editor's text. */
  editorLine: dated({ '2021-06': '[data-block="true"]' }),
  postButton: dated({ '2021-06': '[data-testid="tweetButton"], [data-testid="tweetButtonInline"]' }),
  /** Shown only while its composer is active. */
  toolBar: dated({ '2021-06': '[data-testid="toolBar"]' }),
  /** The row of tools in it; none in 2021. */
  toolList: dated({ '2024-11': '[data-testid="ScrollSnap-List"]' }),
  modal: dated({ '2024-11': '[role="dialog"][aria-modal="true"]' }),
  /** "Your post was sent", with a link to it. */
  toastLink: dated({ '2025-07': '[data-testid="toast"] a[href*="/status/"]' }),

  /** X's chat (November 2025) stands in this element's open shadow root. */
  chatHost: dated({ '2025-11': '[data-testid="xchatEmbedRoute"]' }),
  chatEditor: dated({ '2025-11': 'textarea[data-testid="dm-composer-textarea"]' }),
  chatComposer: dated({ '2025-11': '[data-testid="dm-composer-container"]' }),
  /** The box around the field and its buttons. */
  chatInput: dated({ '2025-11': '[data-testid="dm-composer-input-container"]' }),
  chatSend: dated({ '2025-11': '[data-testid="dm-composer-send-button"]' }),
  /** Whom one writes to. A group has none, or several. */
  chatPartner: dated({ '2025-11': '[data-testid="dm-conversation-header"] a[href]' }),

  viewerLink: dated({ '2022-01': '[data-testid="AppTabBar_Profile_Link"]' }),
  viewerAvatar: dated({
    '2022-01': '[data-testid="SideNav_AccountSwitcher_Button"] [data-testid^="UserAvatar-Container-"]',
  }),
  inlineScript: dated({ '2021-06': 'script:not([src])' }),
  reactRoot: dated({ '2019-07': '#react-root' }),
  /** Of the server's first page the address may be another page's: only React's own head entries count. */
  canonical: dated({ '2022-12': 'link[rel="canonical"][data-rh], meta[property="og:url"][data-rh]' }),
} as const satisfies Record<string, Dated>;

/** Test ids that are compared, not searched for: of a cell, of a post in it, and how a picture's begins. */
export const testIds = {
  cell: 'cellInnerDiv',
  tweet: 'tweet',
  avatar: 'UserAvatar-Container-',
} as const;

export type SelectorName = keyof typeof selectors;

/** The number before `-follow` is X's numeric id of the person. `AppTabBar_Follow_Link` and the like are not this. */
export const FOLLOW_ID = /^([1-9][0-9]{0,19})-(?:un)?follow$/;
