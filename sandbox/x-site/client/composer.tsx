/**
 * The composer: inline on home, inline under a focal tweet, or in a modal. Several may exist at once, all with
 * `tweetTextarea_0`. On phones X has a plain textarea instead of the rich editor.
 */

import { useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.tsx';
import { type Draft, emptyDraft } from './draft-model.ts';
import { Editor, type EditorHandle } from './editors.tsx';
import { Icon } from './icons.tsx';
import { Press, Span, Text, View } from './primitives.tsx';
import { closeModal } from './router.ts';
import { getState, sendTweet, setState, useStore, useWords } from './store.ts';
import { ToolBar } from './tool-bar.tsx';

type ComposerProps = {
  where: 'home' | 'inline-reply' | 'modal';
  inReplyToId?: string;
  quotedId?: string;
  autoFocus?: boolean;
};

export function Composer({ where, inReplyToId, quotedId, autoFocus = false }: ComposerProps) {
  const words = useWords();
  const viewer = useStore((state) => state.viewer);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [active, setActive] = useState(false);
  const [sending, setSending] = useState(false);
  const editor = useRef<EditorHandle | null>(null);
  if (viewer === undefined) return null;
  const reply = inReplyToId !== undefined;
  const length = [...draft.text.trim()].length;
  const ready = length > 0 && length <= 280 && !sending;

  const send = () => {
    if (!ready) return;
    setSending(true);
    const wanted = {
      text: draft.text,
      ...(inReplyToId === undefined ? {} : { inReplyToId }),
      ...(quotedId === undefined ? {} : { quotedId }),
    };
    sendTweet(wanted).then(
      () => {
        editor.current?.clear();
        setSending(false);
        setState({ toast: getState().words.sent });
        if (where === 'modal') closeModal();
      },
      () => setSending(false),
    );
  };

  const showTools = where !== 'inline-reply' || active || draft.text !== '';
  return (
    <View>
      <View role="progressbar" s={sending ? 'progress' : 'progress hidden'}>
        <View data-testid="progressBar-bar" s="progress-bar" />
      </View>
      <View s="composer">
        <View>
          <View s="row">
            <View s="cell-left">
              <View>
                <Avatar person={viewer} size={40} as={where === 'modal' ? 'presentation' : 'link'} />
              </View>
            </View>
            <View s="cell-right">
              <Editor
                placeholder={reply ? words.postYourReply : words.whatsHappening}
                label={words.postText}
                autoFocus={autoFocus}
                onFocus={() => setActive(true)}
                onChange={setDraft}
                onSend={send}
                handle={editor}
              />
              {showTools ? (
                <ComposerFoot where={where} reply={reply} ready={ready} onSend={send} length={length} />
              ) : (
                <View s="row end">
                  <SendButton where={where} reply={reply} ready={ready} onSend={send} />
                </View>
              )}
            </View>
          </View>
        </View>
      </View>
    </View>
  );
}

type FootProps = {
  where: ComposerProps['where'];
  reply: boolean;
  ready: boolean;
  onSend: () => void;
  length?: number;
};

function ComposerFoot(props: FootProps) {
  const words = useWords();
  return (
    <View>
      {props.where !== 'inline-reply' && (
        <View s="composer-audience">
          <View>
            <Press aria-label={words.everyone} s="text-link strong">
              <Text s="row audience">
                <Icon name="globe" s="icon-small" />
                <View>
                  <Span>
                    <Span>{words.everyone}</Span>
                  </Span>
                </View>
              </Text>
            </Press>
          </View>
        </View>
      )}
      <View>
        <View>
          <ToolBar length={props.length ?? 0}>
            <SendButton {...props} />
          </ToolBar>
        </View>
      </View>
    </View>
  );
}

function SendButton({ where, reply, ready, onSend }: FootProps) {
  const words = useWords();
  return (
    <Press
      data-testid={where === 'modal' ? 'tweetButton' : 'tweetButtonInline'}
      disabled={!ready}
      s="pill pill-blue"
      onClick={onSend}
    >
      <Text s="pill-text">
        <View>
          <Span>
            <Span>{reply ? words.reply : words.post}</Span>
          </Span>
        </View>
      </Text>
    </Press>
  );
}
