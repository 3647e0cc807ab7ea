/** Styles of composers, modals, menus and the profile header. */
export const partStyles = `
.progress { height: 2px; } .hidden { visibility: hidden; } .progress-bar { height: 2px; width: 60%; background: var(--x-accent); }
.composer { padding: 4px 16px; } .composer .cell-left { padding-top: 12px; } .composer .cell-right { padding-top: 12px; padding-bottom: 6px; }
.editor-frame { position: relative; padding: 8px 0; font-size: 1.33rem; line-height: 1.6rem; }
.editor-box { overflow: hidden auto; } .editor-box > div { position: relative; }
.placeholder { position: absolute; inset-inline: 0; color: var(--x-muted); pointer-events: none; }
.editor { min-height: 1.6rem; outline: none; } .textarea { width: 100%; min-height: 96px; border: 0; outline: 0; background: transparent; resize: none; font-size: 1.2rem; }
.composer-audience { border-bottom: 1px solid var(--x-line); padding: 4px 0 12px; margin-bottom: 4px; font-size: .93rem; }
.audience { align-items: center; gap: 4px; color: var(--x-accent); }
.tool-bar { align-items: center; min-height: 48px; } .tools { display: block; min-width: 0; overflow: hidden; } .tools .scroll-button { display: none; }
.tool { border: 0; background: transparent; padding: 8px; border-radius: 50%; display: block; cursor: pointer; color: var(--x-accent); } #react-root .tool { color: var(--x-accent); }
.tool:hover { background: color-mix(in srgb, var(--x-accent) 10%, transparent); } .tool:disabled { opacity: .5; } .tool .icon { width: 20px; height: 20px; }
.file { display: none; } .counter { color: var(--x-muted); font-size: .87rem; } .counter-over { color: rgb(244, 33, 46); }
.typeahead { position: absolute; z-index: 30; inset-inline-start: 0; top: 100%; width: 320px; max-width: 90vw; background: var(--x-ground); border-radius: 8px; box-shadow: 0 0 15px rgba(101, 119, 134, .3); overflow: hidden; font-size: 1rem; line-height: 1.35; }
.offer { padding: 10px 16px; cursor: pointer; } .offer-chosen, .offer:hover { background: var(--x-hover); } .offer .cell-left { padding-top: 0; } .offer-chosen { background: var(--x-elevated); }
.modal-screen { position: fixed; inset: 0; z-index: 50; display: flex; justify-content: center; align-items: flex-start; }
.modal-screen > div { width: 100%; }
.modal-place { position: fixed; inset: 0; display: flex; justify-content: center; align-items: flex-start; padding-top: 5vh; }
.mask { position: absolute; inset: 0; background: rgba(91, 112, 131, .4); }
.modal { position: relative; width: 600px; max-width: 100vw; max-height: 90vh; overflow: visible; border-radius: 16px; background: var(--x-ground); padding-bottom: 4px; }
@media (max-width: 499px) { .modal { border-radius: 0; min-height: 100vh; } .modal-place { padding-top: 0; } }
.modal-bar { padding: 8px 16px 4px 8px; align-items: center; }
.round-button { width: 36px; height: 36px; border-radius: 50%; display: flex; align-items: center; justify-content: center; } .round-button:hover { background: var(--x-hover); } .round-button .icon { width: 20px; height: 20px; }
[dir="rtl"] .page-bar .round-button .icon { transform: scaleX(-1); }
.replying { padding: 0 16px; }
.menu-screen { position: fixed; inset: 0; z-index: 60; } .menu-backdrop { position: absolute; inset: 0; }
.menu { position: absolute; min-width: 200px; background: var(--x-ground); border-radius: 12px; box-shadow: 0 0 15px rgba(101, 119, 134, .3); overflow: hidden; }
.menu-item { padding: 12px 16px; gap: 12px; align-items: center; cursor: pointer; } .menu-item:hover { background: var(--x-hover); }
.hover-place { position: fixed; z-index: 65; } .hover-card { width: 300px; padding: 16px; border-radius: 16px; background: var(--x-ground); box-shadow: 0 0 15px rgba(101, 119, 134, .3); cursor: default; text-align: start; }
.hover-card .between > div { flex-shrink: 0; } .hover-card .bio { margin: 8px 0; } .hover-card .pill { min-height: 36px; }
.toast { position: fixed; bottom: 32px; left: 50%; transform: translateX(-50%); z-index: 70; background: var(--x-accent); color: #fff; padding: 12px 20px; border-radius: 8px; }
.photo-modal { position: fixed; inset: 0; z-index: 40; background: rgb(0, 0, 0); }
.photo-columns { display: flex; height: 100%; }
.photo-pane { flex: 1; min-width: 0; position: relative; display: flex; flex-direction: column; background: rgba(0, 0, 0, .9); }
.photo-stage { flex: 1; min-height: 0; display: flex; align-items: center; justify-content: center; } .photo { max-width: 100%; max-height: 100%; }
.photo-actions { width: 100%; max-width: 600px; margin: 0 auto; padding: 4px 16px 12px; } #react-root .photo-actions .action-inside { color: #fff; }
.photo-close { position: absolute; top: 12px; inset-inline-start: 12px; color: #fff; } #react-root .photo-close button { color: #fff; background: rgba(15, 20, 25, .75); }
.photo-side { width: 350px; background: var(--x-ground); overflow-y: auto; border-inline-start: 1px solid var(--x-line); }
.profile-inside { padding: 12px 16px; }
.profile-top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: flex-start; }
.profile-face { width: 134px; height: 134px; margin-top: -80px; margin-bottom: 12px; border: 4px solid var(--x-ground); border-radius: 50%; overflow: hidden; background: var(--x-ground); } .profile-face .avatar { max-width: 100%; max-height: 100%; }
.profile-row { display: flex; flex-direction: row; flex-wrap: wrap; align-items: flex-end; justify-content: flex-end; }
.profile-row > * { margin-inline-end: 8px; margin-bottom: 12px; } .profile-row > *:last-child { margin-inline-end: 0; }
.round-outline { width: 36px; height: 36px; border: 1px solid var(--x-line); display: flex; align-items: center; justify-content: center; border-radius: 50%; } .round-outline:hover { background: var(--x-hover); }
.round-outline .icon { width: 20px; height: 20px; }
@media (max-width: 499px) { .profile-face { width: 84px; height: 84px; margin-top: -54px; } }
.profile-name { font-size: 1.33rem; line-height: 1.6rem; font-weight: 800; } .profile-name .press { display: inline-block; vertical-align: text-bottom; margin-inline-start: 2px; }
[dir="rtl"] .profile-items { justify-content: flex-end; }
.profile-part { margin-bottom: 12px; } .bio { white-space: pre-wrap; }
.profile-items { flex-wrap: wrap; gap: 12px; } .profile-item { display: inline-flex; align-items: center; gap: 4px; }
.profile-counts { gap: 20px; }
`;
