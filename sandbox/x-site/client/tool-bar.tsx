/** The composer's `toolBar`: buttons for what a post may hold, the count of characters, and the send button. */

import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.tsx';
import { hashedClass, Press, Span, Text, View } from './primitives.tsx';
import { useWords } from './store.ts';
import type { Words } from './words.ts';

const tools: readonly {
  icon: IconName;
  label: keyof Words;
  testId?: string;
  off?: boolean;
  deep?: boolean;
}[] = [
  { icon: 'gif', label: 'gif', testId: 'gifSearchButton' },
  { icon: 'poll', label: 'poll', testId: 'createPollButton' },
  { icon: 'smile', label: 'emoji' },
  { icon: 'calendar', label: 'schedule', testId: 'scheduleOption' },
  { icon: 'pin', label: 'location', testId: 'geoButton', off: true },
  { icon: 'flag', label: 'disclosure', testId: 'contentDisclosureButton' },
];

export function ToolBar({ children, length }: { children: ComponentChildren; length: number }) {
  const words = useWords();
  return (
    <View data-testid="toolBar" s="row between tool-bar">
      <nav aria-live="polite" role="navigation" class={hashedClass('tools')}>
        <View s="row">
          <ScrollButton side="prev" />
          <View data-testid="ScrollSnap-SwipeableList">
            <View role="tablist" data-testid="ScrollSnap-List" s="row">
              <View role="presentation">
                <View>
                  <View>
                    <View>
                      <input
                        accept="image/*,video/mp4"
                        multiple
                        tabIndex={-1}
                        type="file"
                        data-testid="fileInput"
                        class={hashedClass('file')}
                      />
                      <Tool icon="picture" label={words.photo} />
                    </View>
                  </View>
                </View>
              </View>
              {tools.map(({ icon, label, testId, off }) => (
                <View role="presentation">
                  <View>
                    <View>
                      <Tool icon={icon} label={words[label]} testId={testId} off={off === true} />
                    </View>
                  </View>
                </View>
              ))}
            </View>
          </View>
          <ScrollButton side="next" />
        </View>
      </nav>
      <View>
        <View s="row center">
          {length > 0 && (
            <Text s={length > 280 ? 'counter counter-over' : 'counter'}>
              <Span>{280 - length}</Span>
            </Text>
          )}
          {children}
        </View>
      </View>
    </View>
  );
}

function Tool({
  icon,
  label,
  testId,
  off = false,
}: {
  icon: IconName;
  label: string;
  testId?: string | undefined;
  off?: boolean;
}) {
  return (
    <Press
      aria-label={label}
      s="tool"
      disabled={off}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    >
      <Text>
        <Icon name={icon} />
        <View>
          <Span />
        </View>
      </Text>
    </Press>
  );
}

/** The arrows of X's swipeable rows; hidden while everything fits. */
export function ScrollButton({ side }: { side: 'prev' | 'next' }) {
  return (
    <View data-testid={`ScrollSnap-${side}ButtonWrapper`} s="scroll-button">
      <Press aria-label={side === 'prev' ? 'Previous' : 'Next'} disabled>
        <Text>
          <Icon name={side === 'prev' ? 'left' : 'right'} />
          <View>
            <Span />
          </View>
        </Text>
      </Press>
    </View>
  );
}
