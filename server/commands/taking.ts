/**
 * Taking in what people write to the service: by asking for what is above the last id, with an overlap, since X's indexes
 * lag and show an older post after a newer one. The cursor is moved when every page has been kept, and not before.
 */
import type { Pool } from '../db/pool.ts';
import { failpoint } from '../failpoints.ts';
import { type XPage, type XPost, XRefusedError, type XService } from '../x/port.ts';
import { idAt } from '../x/snowflakes.ts';
import { type InboxSettings, keepMessages, keepPosts } from './inbox.ts';

export type TakingDependencies = {
  readonly pool: Pool;
  readonly service: Pick<XService, 'readMentions' | 'searchMentions' | 'readMessages' | 'readPosts'>;
  readonly inbox: InboxSettings;
};

type Source = 'mentions' | 'messages';

/** X's ids count 4,194,304 a millisecond. */
const PER_SECOND = 1_000n << 22n;
/** After a start or a silence, everything of the last quarter of an hour is looked at again; else of the last minute. */
const OVERLAP_SECONDS = { after_silence: 900n, usual: 60n } as const;
export type Overlap = keyof typeof OVERLAP_SECONDS;

export type Taken = {
  /** Commands that are new, or newly changed. */
  readonly commands: number;
  /** Every id that was seen. */
  readonly ids: ReadonlySet<string>;
  /** False when X's time line did not reach back far enough, and X refused to be searched. */
  readonly isWhole: boolean;
};

/** X's time line of mentions ends at 800; fewer are shown where some are gone. */
const TIMELINE_ENDS = 700;

/**
 * Takes in the mentions since the last time. What X's time line does not reach back to is searched for: whoever was away
 * while many wrote misses nobody. @throws XUnavailableError: nothing is lost, the next time goes on.
 */
export async function takeMentions(dependencies: TakingDependencies, overlap: Overlap): Promise<Taken> {
  const { pool, service, inbox } = dependencies;
  const from = await startOf(pool, 'mentions', overlap);
  const sinceId = from === null ? null : String(from);
  const line = await keepPages(dependencies, (page) => service.readMentions({ sinceId, page }));
  const taken = { commands: line.commands, ids: line.ids, isWhole: true };
  // Older than the age limit nothing orders: it need not be found.
  const floor = idAt(new Date(Date.now() - inbox.hours * 3_600_000));
  const since = from !== null && from > floor ? from : floor;
  if (line.ids.size >= TIMELINE_ENDS && line.oldest > since) {
    const within = { sinceId: String(since), untilId: String(line.oldest) };
    const found = await keepPages(dependencies, (page) => service.searchMentions({ ...within, page })).catch(
      (error: unknown) => (error instanceof XRefusedError ? null : Promise.reject(error)),
    );
    taken.commands += found?.commands ?? 0;
    taken.isWhole = found !== null;
  }
  failpoint('commands.before_cursor');
  await moveTo(pool, 'mentions', line.newest);
  return taken;
}

/** Keeps page after page, to the last one. */
async function keepPages(
  { pool, inbox }: TakingDependencies,
  read: (page: string | null) => Promise<XPage<XPost>>,
) {
  const ids = new Set<string>();
  let [commands, newest, oldest] = [0, 0n, 0n];
  let page: string | null = null;
  do {
    const { items, next } = await read(page);
    for (const { id, versions } of items) {
      for (const seen of [id, ...versions]) ids.add(seen);
      const at = BigInt(id);
      if (at > newest) newest = at;
      if (oldest === 0n || at < oldest) oldest = at;
    }
    commands += await keepPosts(pool, items, inbox);
    page = next;
  } while (page !== null);
  return { ids, commands, newest, oldest };
}

/** The same for direct messages, which X gives from the newest on: it is read until what is known. */
export async function takeMessages(dependencies: TakingDependencies, overlap: Overlap): Promise<number> {
  const { pool, service, inbox } = dependencies;
  const from = (await startOf(pool, 'messages', overlap)) ?? 0n;
  let [commands, newest] = [0, 0n];
  let page: string | null = null;
  do {
    const { items, next } = await service.readMessages({ page });
    const fresh = items.filter(({ id }) => BigInt(id) > from);
    for (const { id } of fresh) if (BigInt(id) > newest) newest = BigInt(id);
    commands += await keepMessages(pool, fresh, inbox);
    page = fresh.length < items.length ? null : next;
  } while (page !== null);
  await moveTo(pool, 'messages', newest);
  return commands;
}

/** Takes in posts by their ids: the stream told of them, and the time line does not show them yet. */
export async function takePosts(dependencies: TakingDependencies, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  return keepPosts(dependencies.pool, await dependencies.service.readPosts(ids), dependencies.inbox);
}

/** Above which id to read; null: from the beginning, as far as X goes back and our age limit lets in. */
async function startOf(pool: Pool, source: Source, overlap: Overlap): Promise<bigint | null> {
  const { rows } = await pool.query<{ last_id: string }>(
    'select last_id::text as last_id from x_cursors where source = $1',
    [source],
  );
  if (!rows[0]) return null;
  const start = BigInt(rows[0].last_id) - OVERLAP_SECONDS[overlap] * PER_SECOND;
  return start > 0n ? start : null;
}

async function moveTo(pool: Pool, source: Source, id: bigint): Promise<void> {
  if (id === 0n) return;
  await pool.query(
    `insert into x_cursors as c (source, last_id) values ($1, $2)
      on conflict (source) do update set last_id = excluded.last_id, moved_at = moineau_now()
        where c.last_id < excluded.last_id`,
    [source, String(id)],
  );
}
