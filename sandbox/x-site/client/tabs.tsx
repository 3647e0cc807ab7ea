/** X's row of tabs: `role=tablist` between two arrow buttons. */

import { Link, Span, Text, View, viewClasses } from './primitives.tsx';
import { ScrollButton } from './tool-bar.tsx';

export type Tab = { readonly text: string; readonly path: string; readonly selected: boolean };

export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label?: string }) {
  return (
    <nav
      aria-live="polite"
      role="navigation"
      class={viewClasses('tabs')}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      <View>
        <ScrollButton side="prev" />
        <View data-testid="ScrollSnap-SwipeableList">
          <View role="tablist" data-testid="ScrollSnap-List" s="row">
            {tabs.map((tab) => (
              <View role="presentation" s="tab">
                <Link
                  role="tab"
                  href={tab.path}
                  aria-selected={tab.selected}
                  s="tab-link"
                  tabIndex={tab.selected ? 0 : -1}
                >
                  <View>
                    <Text s={tab.selected ? 'tab-text strong' : 'tab-text muted'}>
                      <Span>{tab.text}</Span>
                      <View s={tab.selected ? 'tab-line' : ''} />
                    </Text>
                  </View>
                </Link>
              </View>
            ))}
          </View>
        </View>
        <ScrollButton side="next" />
      </View>
    </nav>
  );
}
