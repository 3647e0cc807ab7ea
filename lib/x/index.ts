/** What the content script needs of all that knows X's pages; the files beside are its parts. */
export type { Misses } from './find.ts';
export { otherHandleOfUrl } from './handles.ts';
export {
  type Language,
  readAccent,
  readLanguage,
  readViewer,
  type Theme,
  themeOf,
  type Viewer,
} from './page.ts';
export { cardAround, type PersonRef, placeInCard, readCard } from './people.ts';
export { type ProfileRef, placeInProfile, profileHead, readProfile } from './profile.ts';
export {
  actionBar,
  findTweets,
  firstText,
  glanceAt,
  placeInBar,
  readTweet,
  readWritten,
  tweetAround,
} from './tweet.ts';
export { PageWatcher } from './watcher.ts';
