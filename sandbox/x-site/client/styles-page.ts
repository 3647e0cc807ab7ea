/** Styles of the page's frame. Readable names here; `hashStyles` turns them into `r-…` classes. */
export const pageStyles = `
#react-root, #react-root * , #react-root *::before { box-sizing: border-box; }
#react-root { font-family: "TwitterChirp", -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", Arial, sans-serif; font-size: 1rem; line-height: 1.35; color: var(--x-text); }
#react-root > div > div { flex: 1; min-width: 0; }
:where(#react-root button, #react-root input, #react-root textarea) { font: inherit; color: inherit; }
:where(#react-root a) { color: inherit; text-decoration: none; }
:where(#react-root h1, #react-root h2) { margin: 0; font-size: inherit; }
.icon { width: 1.25em; height: 1.25em; display: block; flex: none; }
[dir="rtl"] [class*="css-146c3p1"][dir="ltr"] { text-align: right; }
img[class^="css-9pa8cd"] { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; z-index: -1; }
.root { display: flex; min-height: 100vh; }
.app { flex: 1; min-width: 0; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(1px, 1px, 1px, 1px); }
.pro-column { width: 380px; flex: none; border-inline-end: 1px solid var(--x-line); } .pro-column section { position: relative; }
.layers { z-index: 20; position: relative; }
.frame { display: flex; min-height: 100vh; justify-content: center; }
.banner { width: 88px; flex: none; position: relative; z-index: 3; }
@media (min-width: 1265px) { .banner { width: 275px; } }
.banner-inside { position: fixed; top: 0; height: 100vh; width: inherit; }
.banner-column { height: 100%; width: 88px; padding: 0 8px; display: flex; flex-direction: column; justify-content: space-between; overflow-y: auto; align-items: center; scrollbar-width: none; }
@media (min-width: 1265px) { .banner-column { width: 275px; align-items: stretch; } }
.logo { padding: 2px 0; }
.icon-logo { width: 30px; height: 30px; display: block; }
.nav-link { display: flex; border: 0; background: transparent; padding: 2px 0; cursor: pointer; width: 100%; text-align: start; }
.logo .nav-link { padding: 10px 11px; width: 52px; border-radius: 99px; }
.nav-inside { display: flex; align-items: center; padding: 11px; border-radius: 99px; }
.nav-link:hover .nav-inside { background: var(--x-hover); }
.nav-text { font-size: 1.33rem; line-height: 1.6rem; margin-inline-start: 20px; margin-inline-end: 16px; white-space: nowrap; }
.icon-nav { width: 26px; height: 26px; display: block; }
.new-post { display: flex; justify-content: center; align-items: center; width: 50px; height: 50px; border-radius: 99px; margin: 14px 0; background: var(--x-solid); font-weight: 700; font-size: 1.13rem; }
#react-root .new-post { color: var(--x-solidText); }
.new-post-wide { width: 90%; }
.account { border: 0; background: transparent; cursor: pointer; padding: 12px; margin: 12px 0; border-radius: 99px; width: 100%; align-items: center; text-align: start; }
.account:hover { background: var(--x-hover); }
.account-name { margin-inline-start: 12px; min-width: 0; }
.main { flex: none; }
@media (max-width: 499px) { .main { flex: 1; } }
.columns { display: flex; justify-content: space-between; }
.primary { width: 600px; max-width: 100vw; min-height: 100vh; border-inline: 1px solid var(--x-line); position: relative; }
@media (max-width: 1000px) { .primary { width: min(600px, calc(100vw - 88px)); } }
@media (max-width: 499px) { .primary { width: 100vw; border: 0; padding-bottom: 60px; } }
.primary-wide { width: min(920px, calc(100vw - 88px)); }
.sidebar { width: 350px; margin-inline-start: 30px; }
@media (max-width: 1150px) { .sidebar { width: 290px; margin-inline-start: 20px; } }
.sidebar > div, .sidebar > div > div { height: 100%; }
.sidebar-inside { position: sticky; top: 0; padding-bottom: 60px; }
.sidebar-search { padding: 6px 0 12px; position: sticky; top: 0; background: var(--x-ground); z-index: 1; }
.search-box { border: 1px solid var(--x-line); border-radius: 99px; padding: 9px 14px; align-items: center; gap: 10px; color: var(--x-muted); }
.search-box:focus-within { border-color: var(--x-accent); }
.search-input { border: 0; outline: 0; background: transparent; width: 100%; }
.card { border: 1px solid var(--x-line); border-radius: 16px; margin-bottom: 16px; padding: 12px 16px; display: block; }
.card-title { font-weight: 800; font-size: 1.33rem; line-height: 1.6rem; margin-bottom: 8px; }
.card-more { display: block; padding: 12px 0 2px; }
.trend { padding: 9px 0; cursor: pointer; }
.plain-list { list-style: none; margin: 0 -16px; padding: 0; }
.page-head { position: sticky; top: 0; z-index: 5; background: var(--x-bar); backdrop-filter: blur(12px); border-bottom: 1px solid var(--x-line); }
.page-bar { align-items: center; gap: 20px; padding: 4px 10px; min-height: 53px; }
#react-root .page-title { font-size: 1.33rem; line-height: 1.6rem; font-weight: 800; }
.tabs { display: block; position: relative; }
.tabs > div { display: flex; } .tabs > div > div { flex: 1; }
.tabs .scroll-button { display: none; }
.tab { flex: 1; }
.tab-link { display: flex; justify-content: center; min-height: 53px; align-items: stretch; cursor: pointer; }
.tab-link:hover { background: var(--x-hover); }
.tab-link > div { display: flex; }
.tab-text { position: relative; padding: 16px 0; font-weight: 500; }
.tab-line { position: absolute; bottom: 0; left: 50%; transform: translateX(-50%); width: 100%; height: 4px; border-radius: 99px; background: var(--x-accent); min-width: 56px; }
.top-nav { padding: 10px 16px 0; }
.top-nav button { border: 0; background: transparent; padding: 0; }
.search-head { padding: 8px 16px 0; }
.new-posts { position: absolute; top: 100%; left: 0; right: 0; display: flex; justify-content: center; margin-top: 12px; }
.new-posts-pill { border: 0; border-radius: 99px; background: var(--x-accent); padding: 8px 16px; cursor: pointer; box-shadow: 0 2px 8px rgba(0, 0, 0, .25); }
#react-root .new-posts-pill { color: #fff; }
.home-composer { border-bottom: 1px solid var(--x-line); }
.spinner { width: 26px; height: 26px; border: 3px solid rgba(29, 155, 240, .25); border-top-color: var(--x-accent); border-radius: 50%; margin: 24px auto; animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
.profile-late { margin: 150px auto; }
.not-found { padding: 40px 32px; color: var(--x-muted); text-align: center; }
.sign-in { flex: 1; display: flex; justify-content: center; padding: 40px 16px; }
.sign-in-card { width: 440px; max-width: 100%; display: flex; flex-direction: column; gap: 12px; }
.logo-large svg { width: 44px; height: 44px; }
.sign-in-choice { padding: 12px; border: 1px solid var(--x-line); border-radius: 16px; align-items: center; }
.sign-in-choice:hover { background: var(--x-hover); }
.consent-person { padding: 12px; border: 1px solid var(--x-line); border-radius: 16px; }
.consent-scopes { margin: 0; padding-inline-start: 20px; line-height: 1.8; }
.failure { color: rgb(244, 33, 46); }
.chat-embed { height: 100vh; }
.drawer { position: fixed; bottom: 20px; inset-inline-end: 20px; }
.drawer-button { border: 1px solid var(--x-line); background: var(--x-ground); border-radius: 16px; padding: 13px; cursor: pointer; box-shadow: 0 0 12px rgba(101, 119, 134, .25); }
.floating { position: fixed; bottom: 72px; inset-inline-end: 18px; width: 56px; height: 56px; border-radius: 50%; background: var(--x-accent); display: flex; align-items: center; justify-content: center; box-shadow: 0 2px 10px rgba(0, 0, 0, .3); }
#react-root .floating { color: #fff; }
.bottom-bar { position: fixed; bottom: 0; left: 0; right: 0; background: var(--x-ground); border-top: 1px solid var(--x-line); }
.bottom-tabs { justify-content: space-around; }
.bottom-tab { padding: 13px; display: block; }
`;
