/**
 * What each selector must find on the real saved pages of `../shared/x-dom` (held by selectors.test.ts; no part of the
 * extension's bundle). Total on purpose: a new selector doesn't compile without its counts. `[]` says that no page we
 * have shows it: then it rests on REPORT.md alone.
 */
import type { SelectorName } from './selectors.ts';

/** `in` is the beginning of a snapshot's name, `count` what the newest fallback with any result finds in it. */
export type Expected = { readonly in: string; readonly count: number };

export const expectedCounts: Readonly<Record<SelectorName, readonly Expected[]>> = {
  article: [
    { in: '2021-06_home', count: 6 },
    { in: '2025-02_home', count: 6 },
  ],
  tweetMark: [
    { in: '2021-06_home', count: 6 },
    { in: '2024-11_tmh_modal', count: 14 },
  ],
  cell: [{ in: '2025-02_home', count: 7 }],
  quote: [{ in: '2023-12_quote_tweets', count: 7 }],
  quoteMark: [{ in: '2025-10_cell_quote', count: 6 }],
  avatar: [{ in: '2025-02_home', count: 6 }],
  authorName: [
    { in: '2022-12_tweet_thread', count: 7 },
    { in: '2025-02_home', count: 6 },
  ],
  authorLink: [{ in: '2025-10_cell_sample', count: 6 }],
  link: [{ in: '2025-10_cell_sample', count: 6 }],
  textBlock: [{ in: '2025-10_cell_sample', count: 16 }],
  permalinkTime: [{ in: '2025-02_home', count: 6 }],
  analyticsLink: [{ in: '2025-02_home', count: 6 }],
  tweetText: [{ in: '2025-02_home', count: 5 }],
  socialContext: [{ in: '2021-06_home', count: 3 }],
  parodyLink: [{ in: '2026-10_status_focal', count: 1 }],
  reply: [
    { in: '2021-06_home', count: 6 },
    { in: '2025-02_home', count: 6 },
  ],
  actionBar: [{ in: '2025-02_home', count: 6 }],
  engagement: [{ in: '2025-02_home', count: 30 }],
  tracker: [{ in: '2025-02_home', count: 3 }],
  adPixel: [{ in: '2026-10_home', count: 4 }],
  // Every button of a page is a candidate.
  aboveText: [{ in: '2026-10_home', count: 41 }],
  showMore: [{ in: '2023-12_quote_tweets', count: 3 }],
  opensMenu: [{ in: '2025-02_home', count: 25 }],
  textLink: [{ in: '2024-11_home', count: 5 }],
  userCell: [
    { in: '2021-06_home', count: 3 },
    { in: '2026-02_status', count: 1 },
  ],
  // Open only while the pointer rests on a name: no saved page shows it.
  hoverCard: [],
  personCard: [{ in: '2025-02_home', count: 3 }],
  elsewhere: [{ in: '2023-12_usercells', count: 2 }],
  profileName: [{ in: '2023-12_profile_header_other_following', count: 1 }],
  profileActions: [{ in: '2023-12_profile_header_other_following', count: 1 }],
  editProfile: [],
  xPayments: [],
  follow: [
    { in: '2023-12_profile_header_other_following', count: 1 },
    { in: '2023-12_usercells', count: 2 },
  ],
  profileSchema: [{ in: '2025-12_profile', count: 1 }],
  bannerImage: [{ in: '2025-12_profile', count: 2 }],
  composer: [
    { in: '2026-10_reply_modal', count: 2 },
    { in: '2021-06_home', count: 1 },
  ],
  editor: [
    { in: '2026-10_reply_modal', count: 2 },
    { in: '2021-06_home', count: 1 },
  ],
  editorLine: [
    { in: '2022_composer_typed', count: 1 },
    { in: '2026-10_reply_modal', count: 2 },
  ],
  postButton: [
    { in: '2026-10_reply_modal', count: 2 },
    { in: '2021-06_home', count: 1 },
  ],
  toolBar: [
    { in: '2026-10_reply_modal', count: 2 },
    { in: '2021-06_home', count: 1 },
  ],
  toolList: [{ in: '2026-10_home', count: 2 }],
  modal: [{ in: '2026-10_reply_modal', count: 1 }],
  toastLink: [],
  chatHost: [{ in: '2026-10_dm_chat', count: 1 }],
  // In a shadow root, which documents don't look into.
  chatEditor: [],
  chatComposer: [],
  chatInput: [],
  chatSend: [],
  chatPartner: [],
  viewerLink: [{ in: '2025-02_home', count: 1 }],
  viewerAvatar: [{ in: '2025-02_home', count: 1 }],
  inlineScript: [],
  reactRoot: [
    { in: '2021-06_home', count: 1 },
    { in: '2025-02_home', count: 1 },
  ],
  canonical: [{ in: '2025-12_profile', count: 1 }],
};
