/** The two fields that a composer may hold: X's rich editor, and the plain textarea of phones. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { type DraftEditor, startDraftEditor } from './draft-editor.ts';
import { type Draft, emptyDraft, wordBeforeCaret } from './draft-model.ts';
import { isPhone } from './phone.ts';
import { hashedClass, randomLetters, Text, View } from './primitives.tsx';
import { getState } from './store.ts';
import { completionsFor, Typeahead } from './typeahead.tsx';

export type EditorHandle = { clear(): void };

type EditorProps = {
  placeholder: string;
  label: string;
  autoFocus: boolean;
  onFocus: () => void;
  onChange: (draft: Draft) => void;
  onSend: () => void;
  handle: { current: EditorHandle | null };
};

/** The field itself, in X's nest of labels. */
export function Editor(props: EditorProps) {
  const [phone] = useState(isPhone);
  return (
    <View>
      <View>
        <View data-testid="tweetTextarea_0_label">
          <View>
            <Text s="editor-frame">
              <View>
                <View>{phone ? <PlainEditor {...props} /> : <RichEditor {...props} />}</View>
              </View>
            </Text>
          </View>
        </View>
      </View>
    </View>
  );
}

function PlainEditor({ placeholder, label, autoFocus, onFocus, onChange, onSend, handle }: EditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    handle.current = {
      clear() {
        if (area.current !== null) area.current.value = '';
        onChange(emptyDraft);
      },
    };
    if (autoFocus) area.current?.focus();
  }, []);
  return (
    <textarea
      ref={area}
      data-testid="tweetTextarea_0"
      aria-label={label}
      placeholder={placeholder}
      autocapitalize="sentences"
      class={hashedClass('textarea')}
      onFocus={onFocus}
      onInput={(event) => onChange({ text: event.currentTarget.value, start: 0, end: 0 })}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend();
      }}
    />
  );
}

function RichEditor({ placeholder, label, autoFocus, onFocus, onChange, onSend, handle }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<DraftEditor | null>(null);
  const [key] = useState(() => randomLetters(5));
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [chosen, setChosen] = useState(0);
  const [closedFor, setClosedFor] = useState<string | undefined>(undefined);
  const word = wordBeforeCaret(draft);
  const wordKey = word === undefined ? undefined : `${word.from}${word.sign}`;
  const offers =
    word === undefined || wordKey === closedFor || word.query === '' ? [] : completionsFor(word, getState());

  const take = (index: number) => {
    const offer = offers[index];
    if (offer === undefined || word === undefined) return;
    const text = `${draft.text.slice(0, word.from)}${offer.text} ${draft.text.slice(draft.start)}`;
    const caret = word.from + offer.text.length + 1;
    editor.current?.set({ text, start: caret, end: caret });
  };
  // The editor outlives every drawing; its events must see the present state.
  const now = useRef({ offers, chosen, take, onSend, onChange });
  now.current = { offers, chosen, take, onSend, onChange };

  useEffect(() => {
    if (host.current === null) return;
    const started = startDraftEditor(host.current, key, {
      onChange(next) {
        setDraft(next);
        setChosen(0);
        now.current.onChange(next);
      },
      onKey(event) {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          now.current.onSend();
          return true;
        }
        const { offers: list, chosen: index } = now.current;
        if (list.length === 0) return false;
        if (event.key === 'ArrowDown') setChosen((index + 1) % list.length);
        else if (event.key === 'ArrowUp') setChosen((index + list.length - 1) % list.length);
        else if (event.key === 'Enter' || event.key === 'Tab') now.current.take(index);
        else if (event.key === 'Escape') {
          const open = wordBeforeCaret(started.draft());
          setClosedFor(open === undefined ? undefined : `${open.from}${open.sign}`);
        } else return false;
        return true;
      },
    });
    editor.current = started;
    handle.current = { clear: () => started.set(emptyDraft) };
    if (autoFocus) started.focus();
    return () => started.stop();
  }, []);

  return (
    <>
      <View
        data-testid="tweetTextarea_0RichTextInputContainer"
        s="editor-box"
        style={{ minHeight: '24px', maxHeight: '720px' }}
      >
        <div class="DraftEditor-root">
          {draft.text === '' && (
            <div class={`public-DraftEditorPlaceholder-root ${hashedClass('placeholder')}`}>
              <div
                class="public-DraftEditorPlaceholder-inner"
                id={`placeholder-${key}`}
                style={{ whiteSpace: 'pre-wrap' }}
              >
                {placeholder}
              </div>
            </div>
          )}
          <div class="DraftEditor-editorContainer">
            <div
              ref={host}
              aria-label={label}
              aria-autocomplete="list"
              aria-describedby={`placeholder-${key}`}
              aria-multiline="true"
              class={`notranslate public-DraftEditor-content ${hashedClass('editor')}`}
              contenteditable={true}
              data-testid="tweetTextarea_0"
              role="textbox"
              spellcheck={true}
              tabIndex={0}
              style={{
                outline: 'none',
                userSelect: 'text',
                whiteSpace: 'pre-wrap',
                overflowWrap: 'break-word',
              }}
              onFocus={onFocus}
            />
          </div>
        </div>
      </View>
      <Typeahead offers={offers} chosen={chosen} onTake={take} />
    </>
  );
}
