/**
 * What happens to the set-up: the standby falls behind, the primary dies, the standby takes over, the old primary
 * comes back. An operator's steps, as deploy/README.md has them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseNode } from './node.ts';
import type { Mode } from './options.ts';
import { type SetUp, untilFollowedBy } from './set-up.ts';

/** A standby that keeps up has everything when the primary dies: only one that is behind tells sync from async. */
const BEHIND_MS = 1_500;
const PROMOTION_TIMEOUT_MS = 30_000;
/** A commit that has not been acknowledged by then is not going to be. */
const UNACKNOWLEDGED_MS = 1_500;
const ASKED_THROUGH_PROXY = 10;

async function walReceiverOf(standby: DatabaseNode): Promise<number> {
  const [row] = await standby.ask<{ pid: number }>('select pid from pg_stat_wal_receiver');
  if (!row) throw new Error(`${standby.name} follows nobody`);
  return row.pid;
}

/**
 * The standby stops receiving for a moment, then the primary dies with `kill -9`, and what was on its way between
 * them is lost with it, as when a machine loses its power.
 */
export async function loseThePrimary({ primary, standby }: SetUp): Promise<void> {
  const receiver = await walReceiverOf(standby);
  process.kill(receiver, 'SIGSTOP');
  try {
    await delay(BEHIND_MS);
    await primary.kill9();
    // Pending when it goes on: it ends before it reads what the kernel still holds for it.
    process.kill(receiver, 'SIGTERM');
  } finally {
    process.kill(receiver, 'SIGCONT');
  }
}

/** Makes the standby the primary. It is alone from now on, and says so: that is the operator's decision. */
export async function promote(standby: DatabaseNode): Promise<void> {
  await standby.requireStandby(false);
  const [row] = await standby.ask<{ done: boolean }>(
    `select pg_promote(true, ${PROMOTION_TIMEOUT_MS / 1_000}) as done`,
  );
  if (!row?.done) throw new Error(`${standby.name} was not promoted`);
}

export type Fencing = {
  /** The old primary runs, and thinks that it is one. */
  readonly saysItIsPrimary: boolean;
  /** What the proxy is told. */
  readonly mayTakeWrites: boolean;
  /** Of some connections through the proxy. */
  readonly reachedByProxy: number;
  /** It acknowledged a commit of somebody who went round the proxy. */
  readonly acknowledged: boolean;
};

/** The old primary is started again just as it was, by mistake. What can it do? Stops it afterwards. */
export async function startOldPrimary({ primary, databaseUrl }: SetUp): Promise<Fencing> {
  await primary.start();
  try {
    const [state] = await primary.ask<{ primary: boolean; writes: boolean }>(
      'select not pg_is_in_recovery() as primary, may_take_writes() as writes',
    );
    let reachedByProxy = 0;
    for (let i = 0; i < ASKED_THROUGH_PROXY; i++) {
      // Longer than the proxy's questions are apart.
      await delay(50);
      if ((await nameBehind(databaseUrl)) === primary.name) reachedByProxy++;
    }
    return {
      saysItIsPrimary: state?.primary === true,
      mayTakeWrites: state?.writes === true,
      reachedByProxy,
      acknowledged: await acknowledges(primary.appUrl),
    };
  } finally {
    await primary.stop();
  }
}

/** Makes the old primary a standby of the new one, and commits wait for it again. */
export async function rejoin({ primary, standby }: SetUp, mode: Mode): Promise<void> {
  // Until its first checkpoint the new primary's control file names the old timeline, and pg_rewind, which reads it,
  // would find nothing to do.
  await standby.ask('checkpoint');
  await primary.rewindTo(standby);
  await primary.start();
  for (const server of [primary, standby]) await server.requireStandby(mode === 'sync');
  await untilFollowedBy(standby, primary, mode);
}

async function nameBehind(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>("select current_setting('cluster_name') as name");
    return rows[0]?.name ?? '';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether this server says that something is committed. The commit writes to the log and changes nothing. */
async function acknowledges(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  // An error is no refusal to acknowledge: it would hide that the commit was never tried.
  const committed = client
    .query("select pg_logical_emit_message(true, 'moineau', 'fencing')")
    .then(() => true);
  // What becomes of it after our patience is nobody's business.
  committed.catch(() => undefined);
  const answer = await Promise.race([committed, delay(UNACKNOWLEDGED_MS, false)]);
  // Not `end`, which would wait for the answer that never comes.
  void client.end().catch(() => undefined);
  return answer;
}
