/** X's chat is a part with styles of its own, cut off from the page's by its shadow root. */
export const chatStyles = `
:host > div, [data-theme], [data-theme] > div { height: 100%; }
[data-theme] > div { width: 100%; }
[data-testid="dm-container"] { font: 1rem/1.35 system-ui, sans-serif; color: var(--x-text); }
.flex { display: flex; } .between { justify-content: space-between; } .flex-1, .grow { flex: 1; min-width: 0; }
.h-full { height: 100%; } .w-full { width: 100%; }
.inbox { width: 38%; border-inline-end: 1px solid var(--x-line); overflow: auto; }
.inbox header { padding: 12px 16px; } [data-testid="dm-inbox-title"] { font-weight: 800; font-size: 1.33rem; }
[data-testid="dm-search-input"] { width: 100%; box-sizing: border-box; padding: 10px 16px; margin-top: 10px; border-radius: 99px; border: 1px solid var(--x-line); background: transparent; color: inherit; font: inherit; }
ul { list-style: none; margin: 0; padding: 0; }
.item { padding: 12px 16px; color: inherit; text-decoration: none; } .item > div { display: flex; gap: 12px; align-items: center; font-weight: 700; }
.item[aria-selected="true"], .item:hover { background: var(--x-hover); }
.face { width: 40px; height: 40px; border-radius: 50%; display: block; }
button { border: 0; background: transparent; color: inherit; font: inherit; cursor: pointer; }
.conversation, .conversation > div { height: 100%; } .conversation > div { display: flex; flex-direction: column; }
[data-testid="dm-conversation-panel"] > div { height: 100%; }
.head { padding: 10px 16px; border-bottom: 1px solid var(--x-line); align-items: center; }
.head a { gap: 12px; align-items: center; color: inherit; text-decoration: none; font-weight: 700; }
[data-testid="dm-message-list-container"] { overflow: auto; padding: 16px; }
.message { display: flex; margin-bottom: 8px; } .own { justify-content: flex-end; }
.bubble { background: var(--x-elevated); padding: 10px 14px; border-radius: 18px; max-width: 26rem; overflow-wrap: anywhere; }
.own .bubble { background: rgb(29, 155, 240); color: #fff; }
[data-testid="dm-composer-container"] { padding: 10px 16px 16px; }
[data-testid="dm-composer-input-container"] { display: flex; gap: 8px; border-radius: 20px; background: var(--x-elevated); padding: 6px 12px; }
textarea { flex: 1; border: 0; outline: 0; resize: none; background: transparent; color: inherit; font: inherit; padding: 6px; }
`;
