/**
 * A list of any length of which only what is in sight is drawn (@tanstack/virtual-core). To a screen reader it is a feed: each
 * article says its place and of how many; Page Up and Page Down go from one to the next, as the pattern of WAI-ARIA has it.
 */
import {
  defaultRangeExtractor,
  measureElement,
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  type VirtualizerOptions,
  windowScroll,
} from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

/** Before it is measured. */
const ROW_HEIGHT = 68;
/** Drawn beyond what is in sight. */
const BEYOND = 6;
/** Drawn at first, however long the list: the rest of its length is added once the first screen is there. */
const FIRST = 40;

type List = Virtualizer<Window, HTMLElement>;

type Props = {
  label: string;
  count: number;
  busy: boolean;
  /** Where the list was left, pixels; told by `onLeave` when it goes. */
  offset: number;
  onLeave: (offset: number) => void;
  /** What comes into sight. */
  onSight: (from: number, to: number) => void;
  /** The content of a place, and the id of the element in it that names it. */
  row: (place: number) => { readonly content: ComponentChildren; readonly labelledBy: string };
};

export function VirtualFeed(props: Props) {
  const { label, count, busy, offset, onSight, row } = props;
  const feed = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const list = useVirtualizer(feed, useGrowing(count, offset), offset, focused);
  const items = list.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onSight(from, to), [from, to, onSight]);
  useLeaving(props.onLeave);
  const move = useMoving(list, feed, count);
  return (
    <div
      ref={feed}
      role="feed"
      class="feed"
      aria-label={label}
      aria-busy={busy}
      onKeyDown={move}
      style={{ blockSize: `${list.getTotalSize()}px` }}
    >
      {items.map(({ index, start }) => {
        const { content, labelledBy } = row(index);
        return (
          <article
            key={index}
            ref={(element) => list.measureElement(element)}
            data-index={index}
            class="feed-item"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the articles of a feed take the focus (WAI-ARIA)
            tabIndex={0}
            aria-posinset={index + 1}
            aria-setsize={count}
            aria-labelledby={labelledBy}
            onFocus={() => setFocused(index)}
            onBlur={() => setFocused(null)}
            style={{ transform: `translateY(${start - list.options.scrollMargin}px)` }}
          >
            {content}
          </article>
        );
      })}
    </div>
  );
}

/** The count, but no more than a first screen needs until that has been drawn. */
function useGrowing(count: number, offset: number): number {
  const [whole, setWhole] = useState(offset > 0);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setWhole(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return whole ? count : Math.min(count, FIRST);
}

function useVirtualizer(
  feed: { readonly current: HTMLElement | null },
  count: number,
  initialOffset: number,
  focused: number | null,
): List {
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const [margin, setMargin] = useState(0);
  const made = useRef<List | null>(null);
  const options: VirtualizerOptions<Window, HTMLElement> = {
    count,
    initialOffset,
    estimateSize: () => ROW_HEIGHT,
    overscan: BEYOND,
    scrollMargin: margin,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: (offset, behaviour, list) => windowScroll(offset, behaviour, list),
    measureElement,
    initialRect: { width: innerWidth, height: innerHeight },
    // What has the focus stays, wherever one scrolls.
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const shown = defaultRangeExtractor(range);
      if (focused === null || focused >= count || shown.includes(focused)) return shown;
      return [...shown, focused].sort((a, b) => a - b);
    },
    onChange: () => redraw(undefined),
  };
  const list = made.current ?? new Virtualizer<Window, HTMLElement>(options);
  made.current = list;
  list.setOptions(options);
  useLayoutEffect(() => list._didMount(), [list]);
  useLayoutEffect(() => {
    list._willUpdate();
    const top = feed.current ? Math.round(feed.current.getBoundingClientRect().top + scrollY) : 0;
    setMargin(top);
  });
  return list;
}

function useLeaving(onLeave: (offset: number) => void): void {
  const last = useRef(onLeave);
  last.current = onLeave;
  useEffect(() => {
    // The page may be shorter, and so scrolled up, by the time that the screen goes.
    let offset = scrollY;
    const note = () => {
      offset = scrollY;
    };
    addEventListener('scroll', note, { passive: true });
    return () => {
      removeEventListener('scroll', note);
      last.current(offset);
    };
  }, []);
}

/** Page Up and Page Down, Control with Home and End: to the next article, to the ends. */
function useMoving(list: List, feed: { readonly current: HTMLElement | null }, count: number) {
  const wanted = useRef<number | null>(null);
  const find = (place: number) => feed.current?.querySelector<HTMLElement>(`[data-index="${place}"]`);
  // It may have to be drawn first.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const article = find(wanted.current);
    if (!article) return;
    wanted.current = null;
    article.focus({ preventScroll: true });
  });
  return (event: KeyboardEvent) => {
    const article = (event.target as Element).closest<HTMLElement>('article[data-index]');
    const to = article && placeAfter(event, Number(article.dataset.index), count);
    if (to === null || to === undefined) return;
    event.preventDefault();
    wanted.current = to;
    list.scrollToIndex(to, { align: 'auto' });
    const there = find(to);
    if (!there) return;
    wanted.current = null;
    there.focus({ preventScroll: true });
  };
}

function placeAfter({ key, ctrlKey }: KeyboardEvent, place: number, count: number): number | null {
  if (key === 'PageDown') return Math.min(count - 1, place + 1);
  if (key === 'PageUp') return Math.max(0, place - 1);
  if (ctrlKey && key === 'Home') return 0;
  return ctrlKey && key === 'End' ? count - 1 : null;
}
