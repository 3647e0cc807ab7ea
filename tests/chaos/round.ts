/**
 * One round: people pay, faults strike, everything heals, every outcome becomes known, and the books are held against
 * what was told. What is drawn depends on seed and number of the round alone.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { audit } from './books.ts';
import { drawFaults, type Fault } from './faults.ts';
import { type Random, randomFrom } from './random.ts';
import { playScene } from './scenes.ts';
import type { World } from './world.ts';

const ACTORS = 10;
/** At most so many scenes for one, however long a fault takes. */
const MOST_SCENES = 100;

export type RoundReport = {
  readonly round: number;
  /** What struck, and what it did; null when its moment did not come. */
  readonly faults: readonly { readonly kind: string; readonly did: string | null }[];
  /** Empty when all is well. */
  readonly failures: readonly string[];
  /** What the API processes logged as errors meanwhile, for a failure to be understood. */
  readonly log: readonly string[];
  readonly ms: number;
};

/** Plays a round. Never throws for what the product does: that is a failure in the report. */
export async function playRound(
  world: World,
  options: { readonly seed: number; readonly round: number; readonly candidates: readonly Fault[] },
): Promise<RoundReport> {
  const startedAt = performance.now();
  const random = randomFrom(options.seed).fork(options.round);
  const failures: string[] = [];
  const fail = (error: unknown) => void failures.push(error instanceof Error ? error.message : String(error));

  const storm = { isOver: false };
  const crowd = actOut(world, random.fork('actors'), storm, fail);
  const struck = await Promise.all(
    drawFaults(options.candidates, random.fork('faults')).map((fault) => strike(world, fault, random, fail)),
  );
  storm.isOver = true;
  await crowd;
  await Promise.all(world.apis.map((api) => api.ready().catch(fail)));
  // Nobody came by where it was to die: it must not die in the next round.
  for (const api of world.apis) api.arm(null);
  await world.database
    .connected((client) => audit(client, world.tally, world.tally.takeRecent()))
    .then((findings) => failures.push(...findings), fail);

  const complaints = world.apis.map((api) => api.complaints());
  failures.push(...complaints.flatMap(({ ends }) => ends));
  return {
    round: options.round,
    faults: struck,
    failures,
    log: failures.length > 0 ? complaints.flatMap(({ log }) => log) : [],
    ms: Math.round(performance.now() - startedAt),
  };
}

async function strike(world: World, fault: Fault, random: Random, fail: (error: unknown) => void) {
  const own = random.fork(fault.kind);
  await delay(own.between(20, 250));
  const did = await fault.strike(world, own).catch((error: Error) => {
    fail(`${fault.kind} could not be done: ${error.message}`);
    return null;
  });
  return { kind: fault.kind, did };
}

/** So many devices play scenes until the storm is over, and each one more afterwards: the product recovers unaided. */
async function actOut(
  world: World,
  random: Random,
  storm: { isOver: boolean },
  fail: (error: unknown) => void,
) {
  await Promise.all(
    random.sample(world.actors, ACTORS).map(async (actor) => {
      const own = random.fork(actor.name);
      const others = world.actors.filter((other) => other.personId !== actor.personId);
      const { newcomer, tally } = world;
      const stage = { actor, others, random: own, newcomer, tell: tally.add, onBadAnswer: fail };
      for (let played = 0, isLast = false; !isLast; played++) {
        isLast = storm.isOver || played >= MOST_SCENES;
        try {
          await playScene(stage);
        } catch (error) {
          fail(error);
          return;
        }
      }
    }),
  );
}
