/** The inside of `tweetText`: mentions in a div inside a text, hashtags in a span, emoji as pictures with `alt`. */

import type { ComponentChildren } from 'preact';
import { hashedClass, Link, Span, View } from './primitives.tsx';

export type Piece = {
  readonly kind: 'text' | 'mention' | 'hashtag' | 'link' | 'emoji';
  readonly text: string;
};

const pattern =
  /(?<mention>(?<![A-Za-z0-9_@])@[A-Za-z0-9_]{1,15}(?![A-Za-z0-9_]))|(?<hashtag>(?<![\p{L}\p{N}_&])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)|(?<link>https?:\/\/[^\s]+)|(?<emoji>\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|\ufe0f|[\u{1f3fb}-\u{1f3ff}])*)/gu;

/** Cuts a text as X does for display. "10€@bob" holds a mention; "10€" stays plain. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    const kind =
      (['mention', 'hashtag', 'link', 'emoji'] as const).find((name) => match.groups?.[name] !== undefined) ??
      'text';
    pieces.push({ kind, text: match[0] });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

export function RichText({ text, links = true }: { text: string; links?: boolean }) {
  return (
    <>
      {piecesOf(text).map((piece) => (
        <PieceView piece={piece} links={links} />
      ))}
    </>
  );
}

/** A display name: text and emoji only. What looks like a mention in it stays text, as on X. */
export function NameText({ name }: { name: string }) {
  const parts: ComponentChildren[] = piecesOf(name).map((piece) =>
    piece.kind === 'emoji' ? <Emoji character={piece.text} /> : <Span>{piece.text}</Span>,
  );
  return <Span>{parts}</Span>;
}

function PieceView({ piece, links }: { piece: Piece; links: boolean }) {
  if (piece.kind === 'emoji') return <Emoji character={piece.text} />;
  if (piece.kind === 'text' || !links) return <Span>{piece.text}</Span>;
  if (piece.kind === 'mention') {
    return (
      <View s="inline">
        <Span>
          <Link s="text-link" dir="ltr" href={`/${piece.text.slice(1)}`}>
            {piece.text}
          </Link>
        </Span>
      </View>
    );
  }
  const href =
    piece.kind === 'hashtag'
      ? `/hashtag/${encodeURIComponent(piece.text.slice(1))}?src=hashtag_click`
      : piece.text;
  const outside = piece.kind === 'link' ? { target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
  return (
    <Span>
      <Link s="text-link" dir="ltr" href={href} {...outside}>
        {piece.text}
      </Link>
    </Span>
  );
}

function Emoji({ character }: { character: string }) {
  const codePoints = [...character].map((part) => part.codePointAt(0)?.toString(16)).join('-');
  return (
    <img
      alt={character}
      draggable={false}
      src={`/sandbox/emoji/${codePoints}.svg`}
      title={character}
      class={`css-9pa8cd ${hashedClass('emoji')}`}
    />
  );
}
