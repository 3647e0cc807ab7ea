/** /i/chat: X draws its chat in an open shadow root, so that nothing outside finds its nodes. */

import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ChatRoot } from './chat.tsx';
import { chatStyles } from './chat-styles.ts';
import { View } from './primitives.tsx';
import { getState, useStore } from './store.ts';

export function ChatPage({ conversation }: { conversation: string | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  const loaded = useStore((state) => state.loaded);
  const preferences = useStore((state) => state.preferences);
  useEffect(() => {
    if (host.current === null) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    if (root.childElementCount === 0) {
      const style = document.createElement('style');
      style.textContent = chatStyles;
      root.append(style, document.createElement('div'));
    }
    const place = root.lastElementChild;
    if (place !== null && loaded && getState().viewer !== undefined)
      render(<ChatRoot conversation={conversation} />, place);
  }, [conversation, loaded, preferences]);
  return (
    <View tabIndex={0}>
      <View>
        <View ref={host} data-testid="xchatEmbedRoute" s="chat-embed" />
      </View>
    </View>
  );
}
