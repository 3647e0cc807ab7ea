/** The cross of a modal, or the arrow of a page's top bar. */

import { Icon } from './icons.tsx';
import { Press, Span, Text, View } from './primitives.tsx';
import { useWords } from './store.ts';

export function CloseButton({
  onClick,
  testId = 'app-bar-close',
  back = false,
}: {
  onClick: () => void;
  testId?: string;
  back?: boolean;
}) {
  const words = useWords();
  return (
    <Press
      aria-label={back ? words.back : words.close}
      data-testid={testId}
      s="round-button"
      onClick={onClick}
    >
      <Text>
        <Icon name={back ? 'back' : 'close'} />
        <View>
          <Span />
        </View>
      </Text>
    </Press>
  );
}
