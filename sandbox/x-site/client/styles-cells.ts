/** Styles of tweets and people: 16 px at the sides, 40 px faces, icons of 1.25 rem with a disc 8 px around. */
export const cellStyles = `
.row { display: flex; flex-direction: row; } .column { display: flex; flex-direction: column; }
.between { justify-content: space-between; } .end { justify-content: flex-end; } .center { align-items: center; gap: 12px; }
.grow { flex: 1; min-width: 0; } .shrink { min-width: 0; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.block { display: block; } .inline { display: inline; } .relative { position: relative; }
.layer { position: absolute; inset: 0; } .fill { position: relative; width: 100%; height: 100%; } .round { border-radius: 50%; overflow: hidden; display: block; }
.muted { color: var(--x-muted); } #react-root .muted { color: var(--x-muted); }
.strong { font-weight: 700; } .small { font-size: .87rem; } .nowrap { white-space: nowrap; }
.tabular { font-variant-numeric: tabular-nums; }
.icon-small { width: 16px; height: 16px; flex: none; }
.icon-verified { width: 1.25em; height: 1.25em; vertical-align: text-bottom; display: inline-block; }
.avatar { position: relative; flex: none; } .avatar .round { border-radius: 50%; }
.avatar-image { background-size: cover; background-position: center; position: absolute; inset: 0; }
.avatar:hover .avatar-shade { position: absolute; inset: 0; background: rgba(26, 26, 26, .15); }
.cell { display: block; } .separator { border-bottom: 1px solid var(--x-line); }
.article { display: block; position: relative; outline-offset: -2px; cursor: default; text-align: start; }
.article-list { cursor: pointer; } .article-list:hover { background: var(--x-hover); }
.article-inside { padding: 0 16px; }
.social-empty { padding-top: 12px; } .social { padding: 12px 0 4px; }
.social > div { align-items: center; } .social-icon { width: 40px; margin-inline-end: 8px; display: flex; justify-content: flex-end; color: var(--x-muted); }
.social-icon .icon { width: 16px; height: 16px; }
#react-root .social-text { color: var(--x-muted); font-size: .87rem; font-weight: 700; }
.cell-left { flex: none; width: 40px; margin-inline-end: 8px; display: flex; flex-direction: column; align-items: center; }
.cell-left > div { position: relative; }
.cell-right { flex: 1; min-width: 0; padding-bottom: 12px; }
.thread-line { width: 2px; flex: 1; margin-top: 4px; background: var(--x-line); }
.user-name { min-width: 0; max-width: 100%; }
.name { font-weight: 700; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; min-width: 0; }
.badge { flex: none; } .name-line { align-items: center; gap: 2px; max-width: 100%; min-width: 0; overflow: hidden; }
.name-link:hover { text-decoration: underline; } .small-link:hover { text-decoration: underline; }
.handle-line { margin-inline-start: 4px; min-width: 0; } .dot { padding: 0 4px; }
.corner { flex: none; margin-inline-start: 8px; } .corner > div { gap: 4px; align-items: flex-start; } .corner .press { margin-top: -1px; }
.press { border: 0; background: transparent; padding: 0; cursor: pointer; text-align: start; border-radius: 99px; }
.press:disabled { cursor: default; }
.parody { gap: 4px; align-items: center; margin: 1px 0 2px; color: var(--x-muted); } .parody .icon { width: 14px; height: 14px; }
.translation { display: flex; align-items: center; gap: 4px; margin: 3px 0; } .translation .icon { width: 14px; height: 14px; }
.tweet-text { white-space: pre-wrap; overflow-wrap: break-word; line-height: 1.33rem; unicode-bidi: plaintext; }
.tweet-text-large { font-size: 1.13rem; line-height: 1.6rem; }
.tweet-text img { opacity: 1; position: static; z-index: 0; }
#react-root .text-link { color: var(--x-accent); } .text-link:hover { text-decoration: underline; } .show-more { display: block; }
.link { color: var(--x-accent); }
#react-root img.emoji { display: inline-block; position: static; opacity: 1; z-index: 0; width: 1.2em; height: 1.2em; margin: 0 .075em; vertical-align: -20%; }
.attachment { margin-top: 12px; }
.photo-frame { border: 1px solid var(--x-line); border-radius: 16px; overflow: hidden; } .photo-box { position: relative; }
.quote { border: 1px solid var(--x-line); border-radius: 16px; overflow: hidden; cursor: pointer; } .quote:hover { background: var(--x-hover); }
.quote-head { padding: 12px 12px 0; } .quote-text { padding: 2px 12px 12px; } .quote-avatar { margin-inline-end: 4px; } .quote-head .row { align-items: center; }
.photo-frame + div { margin-top: 12px; }
.action-bar { display: flex; flex-direction: row; justify-content: space-between; gap: 4px; margin-top: 12px; color: var(--x-muted); max-width: 600px; font-size: .87rem; align-items: center; }
.action-bar-focal { border-top: 1px solid var(--x-line); padding: 12px 0; margin-top: 0; }
.action { flex: 1; min-width: 0; display: flex; align-items: center; } .action-bookmark { margin-inline-end: 8px; } .action-bar .press { display: flex; } .action-share { flex: none; }
.action-inside { display: flex; align-items: center; line-height: 1.25rem; min-height: 20px; color: var(--x-muted); transition: color .2s; }
.action-icon { position: relative; display: flex; }
.action-icon .icon { width: 1.25rem; height: 1.25rem; }
.action-large .action-icon .icon { width: 1.5rem; height: 1.5rem; }
.action-disc { position: absolute; inset: -8px; border-radius: 50%; transition: background-color .2s; }
.action-count { padding: 0 4px; min-width: 1em; }
.tint-blue:hover .action-inside, .on-blue .action-inside { color: var(--x-accent); } .tint-blue:hover .action-disc { background: color-mix(in srgb, var(--x-accent) 10%, transparent); }
.tint-green:hover .action-inside, .on-green .action-inside { color: rgb(0, 186, 124); } .tint-green:hover .action-disc { background: rgba(0, 186, 124, .1); }
.tint-red:hover .action-inside, .on-red .action-inside { color: rgb(249, 24, 128); } .tint-red:hover .action-disc { background: rgba(249, 24, 128, .1); }
.focal-part { padding-top: 8px; } .focal-time { padding: 16px 0; }
.focal-time .row { align-items: baseline; }
.inline-reply { padding: 4px 0; }
.pixel { position: absolute; width: 1px; height: 1px; pointer-events: none; } .pixel-top { top: 0; left: 50%; } .pixel-bottom { bottom: 0; left: 50%; } .pixel-left { left: 0; top: 50%; } .pixel-right { right: 0; top: 50%; }
.user-cell-box { display: block; padding: 12px 16px; cursor: pointer; text-align: start; } .user-cell-box:hover { background: var(--x-hover); }
.user-cell-box .cell-right { padding-bottom: 0; }
.pill { display: inline-flex; align-items: center; justify-content: center; min-height: 36px; padding: 0 16px; border-radius: 99px; border: 1px solid transparent; font-weight: 700; cursor: pointer; white-space: nowrap; }
.user-cell-box .pill { min-height: 32px; } .user-cell-box .between { gap: 12px; align-items: center; } .user-cell-box .between > div { flex-shrink: 0; } .user-cell-box .between > .shrink { flex-shrink: 1; }
#react-root .pill-solid { background: var(--x-solid); color: var(--x-solidText); } .pill-outline { border-color: var(--x-muted); }
#react-root .pill-blue { background: var(--x-accent); color: #fff; } .pill-blue:disabled { opacity: .5; }
.pill-wide { min-height: 44px; width: 100%; }
`;
