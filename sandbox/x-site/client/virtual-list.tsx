/**
 * X's virtual list: cells lie absolutely in a box of the list's height; those far outside the window are
 * unmounted. A cell is keyed by its item and never reused for another. Its height comes from a ResizeObserver,
 * so a row that someone adds to a tweet is measured and the list flows around it. Until it is measured, a cell
 * has opacity 0.01.
 */

import { Component, type ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { View } from './primitives.tsx';

export type ListItem = { readonly key: string; readonly render: () => ComponentChildren };

const assumedHeight_px = 180;
/** How far beyond the window cells are kept, each way. */
const margin_px = 900;

export type Placement = { readonly item: ListItem; readonly top: number };

/** Which items are drawn, and where. Pure, so that it can be tested without a layout. */
export function placementsFor(
  items: readonly ListItem[],
  heights: ReadonlyMap<string, number>,
  view: { readonly from: number; readonly to: number },
): { placements: Placement[]; total: number } {
  const placements: Placement[] = [];
  let top = 0;
  for (const item of items) {
    const height = heights.get(item.key) ?? assumedHeight_px;
    if (top + height >= view.from && top <= view.to) placements.push({ item, top });
    top += height;
  }
  return { placements, total: top };
}

/** @param memory heights kept from an earlier visit, so that going back lands where one was. */
export function VirtualList({ items, memory }: { items: readonly ListItem[]; memory?: Map<string, number> }) {
  const box = useRef<HTMLDivElement>(null);
  const ownHeights = useRef(new Map<string, number>());
  const heights = memory ?? ownHeights.current;
  const [, redraw] = useState(0);
  const [view, setView] = useState({ from: 0, to: 2 * margin_px });

  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = box.current?.getBoundingClientRect().top ?? 0;
      const from = -top - margin_px;
      setView((old) =>
        Math.abs(old.from - from) < 60 && from > 0
          ? old
          : { from, to: -top + window.innerHeight + margin_px },
      );
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    look();
    window.addEventListener('scroll', later, { passive: true });
    window.addEventListener('resize', later);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', later);
      window.removeEventListener('resize', later);
    };
  }, []);

  const measured = (key: string, height: number) => {
    if (heights.get(key) === height) return;
    heights.set(key, height);
    redraw((count) => count + 1);
  };
  const { placements, total } = placementsFor(items, heights, view);
  return (
    <View ref={box} style={{ position: 'relative', minHeight: `${total}px` }}>
      {placements.map(({ item, top }) => (
        <Cell
          key={item.key}
          item={item}
          top={top}
          known={heights.has(item.key)}
          onHeight={(height) => measured(item.key, height)}
        />
      ))}
    </View>
  );
}

type CellProps = {
  top: number;
  known: boolean;
  onHeight: (height: number) => void;
  item: ListItem;
};

function Cell({ top, known, onHeight, item }: CellProps) {
  const cell = useRef<HTMLDivElement>(null);
  const report = useRef(onHeight);
  report.current = onHeight;
  useLayoutEffect(() => {
    const element = cell.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      // An element that is being taken out measures 0, which would pull the list together.
      if (element.isConnected) report.current(element.getBoundingClientRect().height);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <View
      ref={cell}
      data-testid="cellInnerDiv"
      style={{
        transform: `translateY(${top}px)`,
        position: 'absolute',
        width: '100%',
        ...(known ? {} : { opacity: 0.01 }),
      }}
    >
      <CellContent item={item} />
    </View>
  );
}

/** As X's do, a cell that only moves isn't drawn again. */
class CellContent extends Component<{ item: ListItem }> {
  override shouldComponentUpdate(next: { item: ListItem }): boolean {
    return next.item !== this.props.item;
  }

  override render({ item }: { item: ListItem }): ComponentChildren {
    return item.render();
  }
}
