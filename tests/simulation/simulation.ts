/**
 * Runs simulated days of a bank: one step at a time, each the only thing that happens, chosen by the seed. After every
 * step that committed something, what was written is held against the simulation's own bank; after every day, all of
 * the books are.
 */

import { replaceChance } from '../../server/chance.ts';
import { createPool } from '../../server/db/pool.ts';
import { type Random, randomFrom } from '../chaos/random.ts';
import { createAsked, law } from './asked.ts';
import { audit } from './audit.ts';
import { openAccount, openBank, witnessTransaction } from './bank.ts';
import type { Bank } from './book.ts';
import { type Clock, createClock, DAY_MS } from './clock.ts';
import { openGate } from './gate.ts';
import type { AnswerSeen } from './network.ts';
import { watchQuiet } from './quiet.ts';
import { createTrace } from './trace.ts';
import { callWitness, hearWitness } from './witness.ts';
import { createWorld } from './world.ts';

const CONNECTIONS = 4;
/** A day after the last doing nothing can be under way any more. */
const END_AFTER_MS = DAY_MS;
/** The table of the witness is emptied at every commit: its dead rows go now and then. */
const HEARINGS_PER_VACUUM = 400;

export type SimulationOptions = {
  /** Of a database of its own, migrated and empty. */
  readonly databaseUrl: string;
  readonly seed: number;
  readonly days: number;
  readonly people: number;
  /** How many things people do in all, about. */
  readonly doings: number;
  /** Called after each day whose books are sound. */
  readonly onDay?: (day: number, steps: number) => void;
};

export type SimulationReport = {
  readonly steps: number;
  readonly payments: number;
  readonly transfers: number;
  readonly hash: string;
  /** How often what was done, and with which outcome. */
  readonly counts: Readonly<Record<string, number>>;
};

/** A law was broken. Its message has the seed, the step, and what happened before. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
}

/** @throws SimulationFailure */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { databaseUrl, seed, days, people, doings } = options;
  const random = randomFrom(seed);
  const clock = createClock();
  const real = createPool(databaseUrl, CONNECTIONS + 3);
  // One statement at a time, and as long as it takes: the gate decides when a statement goes.
  Object.assign(real, { options: { ...real.options, pipeline: false, query_timeout: 0 } });
  const auditor = await real.connect();
  const goBack = replaceChance(chanceOf(random.fork('chance'), clock));
  const quiet = watchQuiet();
  const trace = createTrace();
  let steps = 0;
  let close = async () => undefined as unknown;
  try {
    await auditor.query(
      'set enable_seqscan = on; set enable_hashjoin = on; set enable_mergejoin = on; set statement_timeout = 0',
    );
    await callWitness(real);
    const gate = await openGate({
      real,
      clock,
      random: random.fork('gate'),
      connections: CONNECTIONS,
      stir: quiet.stir,
    });
    const asked = createAsked();
    const bank = openBank(asked, () => clock.latest().getTime());
    const { rows } = await real.query('select to_jsonb(a) as row from ledger.accounts a order by id');
    for (const { row } of rows) openAccount(bank, row);
    const answers: AnswerSeen[] = [];
    const faults: unknown[] = [];
    const onFault = (fault: unknown) => void faults.push(fault);
    const onAnswer = (answer: AnswerSeen) => void answers.push(answer);
    const world = await createWorld({
      ...{ pool: gate.pool, clock, random, people, days, doings, asked, stir: quiet.stir, onAnswer, onFault },
    });
    close = async () => {
      // What still waits at the gate would wait for ever.
      const closing = world.close();
      while (gate.parked() > 0) {
        await gate.pass();
        await quiet.come();
      }
      await Promise.race([closing, quiet.come().then(quiet.come)]);
      await gate.close();
    };

    const chance = random.fork('steps');
    let hearings = 0;
    let day = 0;
    let isOver = false;
    await quiet.come();
    for (;;) {
      const parked = gate.parked();
      const mayPass = parked > 0 && chance.percent(70);
      const event = mayPass ? null : clock.next(parked === 0);
      if (!event && parked === 0) break;
      steps++;
      if (event) {
        trace.add(`${steps} ${clock.elapsedMs()} an event`);
        event();
      } else {
        const { what, commits } = await gate.pass();
        trace.add(`${steps} ${clock.elapsedMs()} ${what}`);
        if (chance.percent(5)) clock.pass(1);
        if (commits) {
          for (const seen of await hearWitness(real)) witnessTransaction(bank, seen);
          if (++hearings % HEARINGS_PER_VACUUM === 0) await real.query('vacuum public.witness');
        }
      }
      await quiet.come();
      for (const answer of answers.splice(0)) {
        trace.add(`${steps} ${answer.method} ${answer.path} ${answer.status} ${gistOf(answer)}`);
        law(answer.status !== 500, () => `a fault was told: ${answer.text}`);
        asked.hear(answer);
        checkAnswer(bank, answer);
      }
      if (faults.length > 0) throw faults[0];
      law(gate.troubles.length === 0, () => gate.troubles.join());
      const elapsed = clock.elapsedMs();
      if (elapsed >= (day + 1) * DAY_MS && !isOver) {
        day = Math.floor(elapsed / DAY_MS);
        const findings = await audit(auditor, bank, false);
        law(findings.length === 0, () => findings.join('\n'));
        options.onDay?.(day, steps);
      }
      if (elapsed >= days * DAY_MS && !isOver) {
        isOver = true;
        clock.setOffset(0);
        world.end();
      }
      law(elapsed < days * DAY_MS + 40 * END_AFTER_MS, () => 'it does not come to an end');
    }
    const findings = await audit(auditor, bank, true);
    law(findings.length === 0, () => findings.join('\n'));
    law(world.network.atWork() === 0, () => `${world.network.atWork()} requests were never answered`);
    const transfers = [...bank.accounts.values()].reduce((sum, { version }) => sum + version, 0);
    return {
      ...{ steps, transfers, payments: bank.payments.size, hash: trace.hash() },
      counts: countsOf(bank, world.counts),
    };
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new SimulationFailure(
      [
        `seed ${seed}, step ${steps}, day ${(clock.elapsedMs() / DAY_MS).toFixed(2)}`,
        ...trace.last(),
        why,
      ].join('\n'),
      { cause: error },
    );
  } finally {
    // What broke first is what is told.
    await close().catch(() => undefined);
    auditor.release(true);
    await real.end();
    quiet.end();
    goBack();
  }
}

function chanceOf(random: Random, clock: Clock) {
  const randomBytes = (size: number) => Buffer.from(Array.from({ length: size }, () => random.below(256)));
  let seq = 0;
  return {
    randomBytes,
    nextId: () => ({ msecs: clock.now().getTime(), seq: ++seq, random: randomBytes(16) }),
    steadyMs: clock.elapsedMs,
  };
}

/** What was done with which outcome, and how payments ended. */
function countsOf(bank: Bank, done: ReadonlyMap<string, number>): Record<string, number> {
  const counts = new Map(done);
  for (const { state, heldUntil } of bank.payments.values()) {
    const name = `payment_${state}${state === 'settled' && heldUntil !== null ? '_after_hold' : ''}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Told = {
  readonly id?: string;
  readonly code?: string;
  readonly state?: string;
  readonly amount_refunded?: { amount: string };
  readonly payment?: Told;
  readonly payments?: readonly Told[];
  readonly items?: readonly Told[];
};

function gistOf({ body }: AnswerSeen): string {
  const { id, code, state } = (body ?? {}) as Told;
  return [code, id, state].filter((part) => part !== undefined).join(' ');
}

/** Whatever was told of a payment must have been so. */
function checkAnswer(bank: Bank, { status, path, body }: AnswerSeen): void {
  if (status >= 300 || body === undefined) return;
  const { payment, payments = [], items = [], ...self } = body as Told;
  for (const told of [self, ...(payment ? [payment] : []), ...payments, ...items]) {
    if (!told.id?.startsWith('pay_')) continue;
    const known = bank.payments.get(told.id.slice(4));
    const claim = `${told.state} ${told.amount_refunded?.amount}`;
    law(
      known?.past.has(claim) === true,
      () => `${path} told that ${told.id} is ${claim}, which it never was`,
    );
  }
}
