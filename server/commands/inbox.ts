/**
 * Keeping what people wrote to the service, before anything is done about it: once it is here it can't be missed, and the
 * cursor may go on. By the first id of the edit history, so that the same text is kept once, however often it comes.
 */
import { readCommand } from '../../lib/command/index.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { failpoint } from '../failpoints.ts';
import { newId } from '../ids.ts';
import type { XPost, XText } from '../x/port.ts';

export type InboxSettings = {
  readonly serviceUserId: string;
  /** Older ones are none: a cursor that was lost must not bring back last week. */
  readonly hours: number;
};

/** X's longest posts have 25,000 characters; a command needs few of them. */
const LONGEST = 4_000;
/** Only said to the service, this means never again. */
const STOP = /^(stop|arr[êe]t(er|ez)?|unsubscribe)[\s.!]*$/i;
const FRENCH = /[#＃](envoyer|payer)/i;

type Incoming = {
  readonly channel: 'tweet' | 'dm';
  readonly text: XText;
  readonly versions: readonly string[];
  readonly repliedToUserId: string | null;
  readonly uncertainLead: readonly string[];
};

/** @returns how many commands were among them that are new, or newly changed. */
export async function keepPosts(
  pool: Pool,
  posts: readonly XPost[],
  settings: InboxSettings,
): Promise<number> {
  const own = posts.filter(
    // Somebody's own words to the service: no reposts, and nothing that does not name it, whatever X says (T04, T56).
    ({ isRepost, authorId, mentions, repliedToUserId }) =>
      !isRepost &&
      authorId !== settings.serviceUserId &&
      (mentions.some(({ xUserId }) => xUserId === settings.serviceUserId) ||
        repliedToUserId === settings.serviceUserId),
  );
  return keep(
    pool,
    settings,
    own.map((post) => ({
      channel: 'tweet',
      text: post,
      versions: post.versions,
      repliedToUserId: post.repliedToUserId,
      uncertainLead: post.uncertainLead,
    })),
  );
}

/** The same for direct messages. */
export async function keepMessages(
  pool: Pool,
  messages: readonly XText[],
  settings: InboxSettings,
): Promise<number> {
  const incoming = messages.filter(({ authorId }) => authorId !== settings.serviceUserId);
  return keep(
    pool,
    settings,
    incoming.map((text) => ({
      channel: 'dm',
      text,
      versions: [text.id],
      repliedToUserId: null,
      uncertainLead: [],
    })),
  );
}

async function keep(pool: Pool, { hours }: InboxSettings, all: readonly Incoming[]): Promise<number> {
  const wanted = all.filter(
    ({ channel, text }) => channel === 'dm' || isStop(text.text) || readCommand(text.text) !== null,
  );
  const fresh = await withoutKnown(pool, wanted);
  if (fresh.length === 0) return 0;
  // Oldest first, so that versions of one post come in their order.
  const inOrder = fresh.toSorted((a, b) => (BigInt(a.text.id) < BigInt(b.text.id) ? -1 : 1));
  failpoint('commands.before_store');
  const kept = await withTransaction(pool, async (tx) => {
    await keepContacts(tx, inOrder);
    let count = 0;
    for (const one of inOrder) if (await keepOne(tx, one, hours)) count++;
    return count;
  });
  failpoint('commands.after_store');
  return kept;
}

/** Most of what an overlap shows again is here already, and costs one statement together. */
async function withoutKnown(pool: Pool, incoming: readonly Incoming[]): Promise<Incoming[]> {
  if (incoming.length === 0) return [];
  const { rows } = await pool.query<{ channel: string; x_versions: string[] }>(
    'select channel, x_versions from commands where (channel, x_first_id) in (select * from unnest($1::text[], $2::text[]))',
    [incoming.map(({ channel }) => channel), incoming.map(({ versions, text }) => versions[0] ?? text.id)],
  );
  const known = new Set(
    rows.flatMap(({ channel, x_versions }) => x_versions.map((id) => `${channel} ${id}`)),
  );
  return incoming.filter(({ channel, text }) => !known.has(`${channel} ${text.id}`));
}

const isStop = (text: string) => STOP.test(text.replaceAll(/[@＠][A-Za-z0-9_]+/gu, '').trim());

/** Whoever has written may be written to, unless he said stop. In the order of their ids: others do the same. */
async function keepContacts(tx: Transaction, incoming: readonly Incoming[]): Promise<void> {
  const contacts = new Map<string, { message: Date | null; stop: boolean }>();
  for (const { channel, text } of incoming) {
    const known = contacts.get(text.authorId);
    contacts.set(text.authorId, {
      message: known?.message ?? (channel === 'dm' ? text.writtenAt : null),
      stop: (known?.stop ?? false) || isStop(text.text),
    });
  }
  const ids = [...contacts.keys()].sort();
  await tx.query(
    `insert into x_contacts as c (x_user_id, first_message_at, opted_out_at)
        select x_user_id, message, case when stop then moineau_now() end
          from unnest($1::text[], $2::timestamptz[], $3::boolean[]) with ordinality n (x_user_id, message, stop, nr) order by nr
      on conflict (x_user_id) do update set
        last_seen_at = moineau_now(),
        first_message_at = coalesce(c.first_message_at, excluded.first_message_at),
        opted_out_at = coalesce(c.opted_out_at, excluded.opted_out_at)`,
    [
      ids,
      ids.map((id) => contacts.get(id)?.message ?? null),
      ids.map((id) => contacts.get(id)?.stop ?? false),
    ],
  );
}

/** Whether it is new, or a version that was not seen. An older version after a newer one changes nothing. */
async function keepOne(tx: Transaction, incoming: Incoming, hours: number): Promise<boolean> {
  const { channel, text, versions } = incoming;
  if (readCommand(text.text) === null) return false;
  const [first = text.id, ...later] = versions;
  const { rowCount } = await tx.query(
    `insert into commands as c (id, channel, x_author_id, x_first_id, x_versions, text, mentions, replied_to_x_user_id,
                                uncertain_lead, written_at, language)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
         where $10 > moineau_now() - make_interval(hours => $12)
            or exists (select from commands where channel = $2 and x_first_id = $4)
      on conflict on constraint commands_once do update set
        x_versions = excluded.x_versions, text = excluded.text, mentions = excluded.mentions,
        uncertain_lead = excluded.uncertain_lead, language = excluded.language, next_try_at = moineau_now(),
        edited_at = case when c.state = 'ordered' then moineau_now() else c.edited_at end,
        revise = c.state = 'ordered',
        state = case when c.state in ('ordered', 'ignored') then c.state else 'new' end,
        problem = case when c.state = 'ignored' then c.problem end
      where not c.x_versions @> excluded.x_versions and c.x_author_id = excluded.x_author_id`,
    [
      ...[newId(), channel, text.authorId, first, versions, text.text.slice(0, LONGEST)],
      JSON.stringify(Object.fromEntries(text.mentions.map(({ handle, xUserId }) => [handle, xUserId]))),
      ...[incoming.repliedToUserId, incoming.uncertainLead, text.writtenAt],
      ...[FRENCH.test(text.text) ? 'fr' : 'en', hours],
    ],
  );
  if (channel === 'tweet' && later.length > 0) {
    await tx.query(
      'insert into x_post_versions (x_id, x_first_id) select unnest($1::text[]), $2 on conflict do nothing',
      [later, first],
    );
  }
  return rowCount === 1;
}
