/**
 * The code: choosing it and checking it. argon2id with a pepper that the database does not have; at most five
 * wrong tries, then a lock (RTS 2018/389 art. 4(3)(b)). A code must never be logged, stored or hashed elsewhere.
 */
import { availableParallelism } from 'node:os';
import { hash, type Options, verify } from '@node-rs/argon2';
import type { z } from 'zod';
import { canonicalPinChoice, isTrivialPin, type PinChoice } from '../../lib/protocol/index.ts';
import { type Pool, withTransaction } from '../db/pool.ts';
import { failpoint } from '../failpoints.ts';
import type { Session } from '../http/authentication.ts';
import { isSignedBy } from '../http/public-keys.ts';
import { toWireId } from '../ids.ts';
import { accept, type Refusal, type Result, refuse } from '../result.ts';
import { raiseCounter } from './devices.ts';
import { createGate } from './gate.ts';
import { isPinSet } from './people.ts';

export const MAX_FAILURES = 5;
/** When the code was right and the rest was not, all tries are there again: the same form as every other failure. */
export const genericFailure = {
  code: 'authentication_failed',
  attemptsLeft: MAX_FAILURES,
} as const satisfies Refusal;
/** The first lock. After a second one, without a right code in between, he signs in with X and chooses anew. */
const LOCK_MINUTES = 15;

export type PinError = 'authentication_failed' | 'pin_locked' | 'pin_blocked' | 'pin_not_set' | 'unavailable';

export type Pins = {
  /** The first choosing of a code, signed by the device. */
  choose(
    session: Session,
    choice: z.output<typeof PinChoice>,
  ): Promise<Result<null, 'authentication_failed' | 'pin_already_set' | 'pin_too_simple' | 'unavailable'>>;
  /** Checks a code. A wrong one is counted, whatever happens to the caller's own work. */
  check(personId: string, pin: string): Promise<Result<null, PinError>>;
  /** The same answer and the same work as a wrong code, without counting one (T25, T26). */
  pretend(personId: string, pin: string): Promise<Result<null, PinError>>;
  /** The hash to keep of a code that was chosen; null when there is too much to do. */
  encode(pin: string): Promise<string | null>;
  /** How many codes are being looked at, and how many wait for it. */
  load(): { readonly running: number; readonly waiting: number };
};

/** 19 MiB, two passes, one lane: OWASP's first choice for argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;

/** Codes that are taken in at once, and that may wait for it. While some wait for the database, others are hashed. */
const defaultQueue = { running: 16, waiting: 200 };

export function createPins(pool: Pool, pepper: string, queue = defaultQueue): Pins {
  const options: Options = { ...cost, secret: Buffer.from(pepper) };
  const gate = createGate(queue);
  // 14 ms of CPU each: more at once than cores would take the threads that check signatures. Bounded by `gate`.
  const cores = createGate({ running: availableParallelism(), waiting: queue.running });
  const isRight = async (encoded: string, pin: string): Promise<boolean> => {
    const right = await cores.run(() => verify(encoded, pin, options));
    if (right === null) throw new Error('more codes were taken in than can wait');
    return right;
  };
  const encode = (pin: string) => gate.run(() => hash(pin, options));
  const decoy = hash('not a code', options);
  return {
    choose: (session, choice) => choose(pool, session, choice, encode),
    encode,
    async check(personId, pin) {
      // Inside the gate: a code that is turned away unseen must cost its owner no try.
      const checked = await gate.run(async (): Promise<Result<null, PinError>> => {
        const attempt = await reserveAttempt(pool, personId);
        if (!attempt.ok) return attempt;
        failpoint('pin.after_reserve');
        if (!(await isRight(attempt.value.hash, pin)))
          return refuse('authentication_failed', await whatIsLeft(pool, personId, attempt.value));
        await pool.query(
          // Who knows his code has not forgotten it: another one that waits was not wished by him.
          `update pins set failures = 0, locked_until = null, locks = 0, blocked = false,
              next_hash = null, next_from = null where person_id = $1`,
          [personId],
        );
        return accept(null);
      });
      return checked ?? refuse('unavailable', { retryAfter: 1 });
    },
    async pretend(personId, pin) {
      const found = await standing(pool, personId);
      const shut = shutOut(found);
      if (shut) return shut;
      const encoded = await decoy;
      if ((await gate.run(() => isRight(encoded, pin))) === null)
        return refuse('unavailable', { retryAfter: 1 });
      return refuse('authentication_failed', { attemptsLeft: MAX_FAILURES - (found?.failures ?? 0) });
    },
    load: () => ({ running: gate.running(), waiting: gate.waiting() }),
  };
}

type Attempt = { failures: number; hash: string; due: boolean };

/**
 * The attempt is counted before the code is checked, and outside the payment's transaction: a rollback or a
 * crash must not give an attacker his try back (T22–T24). One statement, so of many at once five pass (T23).
 */
async function reserveAttempt(
  pool: Pool,
  personId: string,
): Promise<Result<Attempt, 'pin_locked' | 'pin_blocked' | 'pin_not_set' | 'unavailable'>> {
  const reserved = await pool.query<Attempt>(
    `update pins set
        failures = case when locked_until <= moineau_now() then 1 else failures + 1 end,
        locked_until = case when locked_until is null and failures + 1 >= $2
                            then moineau_now() + make_interval(mins => $3) end,
        blocked = locked_until is null and failures + 1 >= $2 and locks >= 1,
        locks = locks + case when locked_until is null and failures + 1 >= $2 then 1 else 0 end
      where person_id = $1 and not blocked and (failures < $2 or locked_until <= moineau_now())
      returning failures, hash, coalesce(next_from <= moineau_now(), false) as due`,
    [personId, MAX_FAILURES, LOCK_MINUTES],
  );
  const [attempt] = reserved.rows;
  if (attempt && !attempt.due) return accept(attempt);
  if (await takeNext(pool, personId)) return reserveAttempt(pool, personId);
  return shutOut(await standing(pool, personId)) ?? refuse('unavailable', { retryAfter: 1 });
}

/** A code that was chosen anew and had to wait takes the place of the old one, with all tries. */
async function takeNext(pool: Pool, personId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update pins set hash = next_hash, chosen_at = moineau_now(), failures = 0, locked_until = null, locks = 0,
        blocked = false, next_hash = null, next_from = null where person_id = $1 and next_from <= moineau_now()`,
    [personId],
  );
  return rowCount === 1;
}

/** Failures so far; the seconds until the lock ends, null when there is none. */
type Standing = { failures: number; seconds: number | null; blocked: boolean };

async function standing(pool: Pool, personId: string): Promise<Standing | null> {
  const { rows } = await pool.query<Standing>(
    `select case when locked_until <= moineau_now() then 0 else failures end as failures,
        case when locked_until > moineau_now()
             then greatest(1, ceil(extract(epoch from locked_until - moineau_now())))::int end as seconds, blocked
       from pins where person_id = $1`,
    [personId],
  );
  return rows[0] ?? null;
}

/** The tries left, and after the last one how long the lock lasts that it began: its person is told at once. */
async function whatIsLeft(pool: Pool, personId: string, { failures }: Attempt) {
  const attemptsLeft = MAX_FAILURES - failures;
  if (attemptsLeft > 0) return { attemptsLeft };
  const shut = shutOut(await standing(pool, personId));
  return shut?.error.retryAfter === undefined
    ? { attemptsLeft }
    : { attemptsLeft, retryAfter: shut.error.retryAfter };
}

/** Why no code of this person is looked at now, or null. */
function shutOut(found: Standing | null) {
  if (!found) return refuse('pin_not_set');
  if (found.blocked) return refuse('pin_blocked');
  return found.seconds === null ? null : refuse('pin_locked', { retryAfter: found.seconds });
}

async function choose(
  pool: Pool,
  session: Session,
  choice: z.output<typeof PinChoice>,
  encode: (pin: string) => Promise<string | null>,
): ReturnType<Pins['choose']> {
  const bytes = canonicalPinChoice({
    personId: toWireId('per', session.personId),
    deviceId: toWireId('dev', session.device.id),
    useCounter: choice.use_counter,
  });
  if (!(await isSignedBy(session.device.jwk, bytes, choice.signature)))
    return refuse('authentication_failed');
  if (await isPinSet(pool, session.personId)) return refuse('pin_already_set');
  if (isTrivialPin(choice.pin)) return refuse('pin_too_simple');
  const encoded = await encode(choice.pin);
  if (encoded === null) return refuse('unavailable', { retryAfter: 1 });
  return withTransaction(pool, async (tx) => {
    const inserted = await tx.query(
      'insert into pins (person_id, hash) values ($1, $2) on conflict (person_id) do nothing',
      [session.personId, encoded],
    );
    // Before the counter: a choice whose answer was lost, sent again, must not revoke the device.
    if (inserted.rowCount === 0) return refuse('pin_already_set');
    const use = await raiseCounter(tx, session.device.id, choice.use_counter);
    if (use === 'risen') return accept(null);
    await tx.query('delete from pins where person_id = $1', [session.personId]);
    return refuse('authentication_failed');
  });
}
