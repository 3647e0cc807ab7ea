/**
 * Lists a page at a time, newest first. A cursor is the place of the last row shown, so it stays right while new
 * rows come in before it. What a list holds, and for whom, is not known here.
 */
import type { z } from 'zod';
import type { PageQuery } from '../../lib/protocol/index.ts';
import { accept, type Result, refuse } from '../result.ts';

export type Position = { readonly createdAt: string; readonly id: string };

/** Stands where there is no cursor: every row comes before infinity. */
const START: Position = { createdAt: 'infinity', id: '00000000-0000-0000-0000-000000000000' };

type Row = { readonly id: string; readonly created_at: Date };
type Page<Item> = { items: Item[]; has_more: boolean; next_cursor: string | null };

/** A page of a list. `read` gives at most `limit` rows older than `before`, the newest first. */
export async function readPage<R extends Row, Item>(
  query: z.output<typeof PageQuery>,
  read: (page: { before: Position; limit: number }) => Promise<R[]>,
  view: (row: R) => Item,
): Promise<Result<Page<Item>, 'invalid_request'>> {
  const before = query.cursor === undefined ? START : readCursor(query.cursor);
  if (before === undefined) {
    return refuse('invalid_request', {
      errors: [{ pointer: '/query/cursor', message: 'not a cursor of this list' }],
    });
  }
  // One more than asked for tells whether there is more.
  const rows = await read({ before, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return accept({
    items: shown.map(view),
    has_more: last !== undefined,
    next_cursor: last ? writeCursor(last) : null,
  });
}

function writeCursor(row: Row): string {
  return Buffer.from(`${row.created_at.toISOString()} ${row.id}`).toString('base64url');
}

function readCursor(cursor: string): Position | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const match =
    /^(2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  const [, createdAt, id] = match ?? [];
  return createdAt && id && isInstant(createdAt) ? { createdAt, id } : undefined;
}

/** JavaScript reads 30 February as a day in March; PostgreSQL refuses it. */
function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
