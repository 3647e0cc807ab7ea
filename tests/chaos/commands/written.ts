/** What authors write in a run of chaos, and what must come of it: put down here, and never read from the database. */
import type { SandboxAccount } from '../../../sandbox/world.ts';
import { serviceAccountId } from '../../../sandbox/world.ts';
import type { Random } from '../random.ts';
import type { CommandWorld } from './world.ts';

export type Written = {
  /** The post's or message's id. */
  readonly id: string;
  readonly channel: 'tweet' | 'dm';
  readonly authorId: string;
  /** X's ids of the payees; empty where nothing may be ordered. */
  readonly payees: readonly string[];
  /** Whether the service owes an answer: it can't be read, or its author has no wallet and is invited. */
  readonly isAnswered: boolean;
};

/** Texts that are questions or refusals. */
const unreadable = [
  '#envoyer 10 @sparrow_1',
  '#send 5€',
  '#payer 1.000€ @sparrow_1',
  '#envoyer 5€ ou 6€ @sparrow_2',
  '#send $5 @sparrow_1',
  '#envoyer 0€ @sparrow_1',
];

/** Somebody writes something, as drawn. */
export function write(world: CommandWorld, random: Random): Written {
  const isDm = random.percent(20);
  const { account } = random.pick(world.authors);
  if (!isDm && random.percent(8)) {
    const stranger = random.pick(world.strangers);
    return put(world, stranger, isDm, '#envoyer 5€ @sparrow_1', [], false);
  }
  if (random.percent(30)) return put(world, account, isDm, random.pick(unreadable), [], true);
  const others = world.authors.map((author) => author.account).filter(({ id }) => id !== account.id);
  const payees = random.sample(
    [...others, ...world.strangers],
    random.between(1, random.percent(25) ? 3 : 1),
  );
  const text = `#envoyer ${random.between(1, 20)}€ ${payees.map(({ handle }) => `@${handle}`).join(' ')}`;
  return put(
    world,
    account,
    isDm,
    text,
    payees.map(({ id }) => id),
    false,
  );
}

function put(
  world: CommandWorld,
  author: SandboxAccount,
  isDm: boolean,
  text: string,
  payees: readonly string[],
  isAnswered: boolean,
): Written {
  const common = { authorId: author.id, payees, isAnswered };
  if (isDm) return { id: world.x.message(author.id, serviceAccountId, text).id, channel: 'dm', ...common };
  const id = world.nextId();
  const createdAt = new Date().toISOString();
  world.x.record({ id, authorId: author.id, text: `@moineau ${text}`, createdAt, lang: 'fr' });
  return { id, channel: 'tweet', ...common };
}
