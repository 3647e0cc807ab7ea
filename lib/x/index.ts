/** What the content script needs of all that knows X's pages; the files beside are its parts. */
export type { Misses } from './find.ts';
export { readLanguage, readViewer, type Theme, themeOf, type Viewer } from './page.ts';
export { type ProfileRef, placeInProfile, profileHead, readProfile } from './profile.ts';
export { actionBar, placeInBar, readTweet, type TweetRef, tweetAround } from './tweet.ts';
export { PageWatcher } from './watcher.ts';
