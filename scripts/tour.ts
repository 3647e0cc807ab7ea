/**
 * `npm run tour`: the product played by script in real browsers. Chloé comes from nothing, pays twice and locks her code;
 * Alice pays the author of a post, Bob sees it come in and pays back from her profile; a bill is divided and asked for,
 * two are paid at once, somebody without a wallet takes what waits for her, and a passkey takes the place of the code.
 * Ends with one JSON line; any failure exits non-zero and names its step.
 *
 *   npm run tour -- [--phone] [--lang fr] [--dark] [--pictures DIRECTORY]
 *
 * `--phone`: Alice has a phone and no extension instead, and pays by writing a post.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import type { Language } from '../lib/words/index.ts';
import { launchWalletBrowser, type WalletBrowser } from './lib/browser.ts';
import { ensureChromium } from './lib/chromium.ts';
import { buildExtension } from './lib/extension.ts';
import { Person } from './lib/person.ts';
import { Phone } from './lib/phone.ts';
import { buildPhonePage } from './lib/phone-page.ts';
import { type Picture, takePicture, writePictures } from './lib/pictures.ts';
import { newcomerPins, PRACTICE_HANDLE, samplePins, seedSandbox } from './lib/seed.ts';
import { type Stack, startStack } from './lib/stack.ts';
import { type Newcomer, playNewcomer } from './lib/tour/newcomer.ts';
import { playPasskey } from './lib/tour/passkey.ts';
import { payByButton, receive } from './lib/tour/pay.ts';
import type { PlayedPayment, Player, Stage } from './lib/tour/stage.ts';
import { playHeld, playRequest, playSplit } from './lib/tour/together.ts';
import { expectNoStrangers, payByWriting, seeReply } from './lib/tour-by-phone.ts';

const { values: options } = parseArgs({
  options: {
    lang: { type: 'string', default: 'en' },
    dark: { type: 'boolean', default: false },
    phone: { type: 'boolean', default: false },
    pictures: { type: 'string', default: 'test-results/tour' },
  },
});
const language: Language = options.lang === 'fr' ? 'fr' : 'en';
const colorScheme = options.dark ? 'dark' : 'light';
const xTheme = options.dark ? '&theme=dark' : '&theme=light';

const directory = mkdtempSync(join(tmpdir(), 'moineau-tour-'));
const undo: (() => Promise<unknown>)[] = [async () => rmSync(directory, { recursive: true, force: true })];
const pictures: Picture[] = [];
let step = 'begin';
const open = new Set<WalletBrowser>();
/** Milliseconds that pictures took: they belong to nobody's way. */
let inPictures = 0;

function say(line: string): void {
  console.error(line);
}

/** Names what is being done, for whoever reads along and for the message when it fails. */
function begin(name: string): void {
  step = name;
  say(`· ${name}`);
}

async function picture(name: string, page: Page, popup?: Page): Promise<void> {
  const began = performance.now();
  const file = join(options.pictures, `${String(pictures.length + 1).padStart(2, '0')}-${name}.png`);
  // The pointer stands where it last clicked: a key under it would look pressed.
  await popup?.mouse.move(2, 2);
  pictures.push(await takePicture(file, page, popup));
  inPictures += performance.now() - began;
}

/** Writes what was taken, also of a tour that failed: the last picture shows where. */
async function keepPictures(): Promise<string[]> {
  const [browser] = open;
  if (!browser) return [];
  const canvas = await browser.context.newPage();
  await writePictures(pictures, canvas);
  await canvas.close();
  return pictures.map(({ file }) => file);
}

type Prepared = { readonly stack: Stack; readonly chromium: string; readonly stage: Stage };

async function prepare(): Promise<Prepared> {
  begin('prepare: the product, seeded');
  mkdirSync(options.pictures, { recursive: true });
  const executablePath = ensureChromium(say);
  process.env.MOINEAU_PRACTICE_HANDLE = PRACTICE_HANDLE;
  const [extensionDirectory] = await Promise.all([buildExtension(), buildPhonePage()]);
  const stack = await startStack({ stateDirectory: join(directory, 'state'), fresh: true, say });
  undo.push(() => stack.stop());
  await seedSandbox(stack, say);

  const enter = async (handle: Player) => {
    begin(`${handle} opens the browser`);
    const browser = await launchWalletBrowser({
      hosts: stack,
      executablePath,
      extensionDirectory,
      profileDirectory: join(directory, handle),
      headless: true,
      language,
      colorScheme,
    });
    open.add(browser);
    const person = new Person({ browser, handle, pin: { ...samplePins, ...newcomerPins }[handle], language });
    await person.openX('/home', xTheme);
    if (!(handle in samplePins)) return person;
    begin(`${handle} links the wallet to X`);
    await (await person.linkWallet()).close();
    return person;
  };
  const leave = async (person: Person) => {
    expectNoStrangers(person);
    open.delete(person.browser);
    await person.browser.close();
  };
  const now = () => performance.now() - inPictures;
  return { stack, chromium: executablePath, stage: { language, xTheme, begin, picture, now, enter, leave } };
}

type Played = { readonly payments: readonly PlayedPayment[]; readonly newcomer?: Newcomer };

async function play(): Promise<Played> {
  const { stage } = await prepare();
  const newcomer = await playNewcomer(stage);
  const [alice, bob] = [await stage.enter('alice'), await stage.enter('bob')];

  begin('alice reads X');
  const home = await alice.openX('/home', xTheme);
  const there = { to: 'bob', origin: 'tweet_button', pictures: 'tweet' } as const;
  const payments = [...newcomer.payments, await payByButton(stage, alice, home, there)];
  await receive(stage, bob, 'Alice Durand', 'history-of-bob');

  begin('bob opens the profile of alice');
  const profile = await bob.openX('/alice', xTheme);
  const back = { to: 'alice', origin: 'profile_button', pictures: 'profile' } as const;
  payments.push(await payByButton(stage, bob, profile, back));
  await receive(stage, alice, 'Bob Martin', 'history-of-alice');

  payments.push(await playRequest(stage, alice, bob));
  await stage.leave(bob);
  payments.push(await playSplit(stage, alice));
  payments.push(await playHeld(stage, alice));
  payments.push(await playPasskey(stage, alice));
  begin('nobody but the sandbox was asked for anything');
  expectNoStrangers(alice);
  return { payments, newcomer };
}

/** Alice writes a post on her phone; her code is asked for on the page for phones, and Bob's icon tells him. */
async function playByPhone(): Promise<Played> {
  const { stack, chromium, stage } = await prepare();
  const bob = await stage.enter('bob');
  const who = { handle: 'alice', pin: samplePins.alice, language };
  const alice = await Phone.launch({
    ...{ hosts: stack, executablePath: chromium, size: 'large', colorScheme },
    ...who,
  });
  undo.push(() => alice.close());
  const { postUrl, actions } = await payByWriting(alice, stage);
  await receive(stage, bob, 'Alice Durand', 'history-of-bob');
  await seeReply(alice, postUrl, stage);
  begin('nobody but the sandbox was asked for anything');
  expectNoStrangers(alice, bob);
  const what = {
    from: 'alice',
    to: 'bob',
    amount: '500',
    origin: 'command_tweet',
    state: 'settled',
  } as const;
  return { payments: [{ ...what, user_actions: actions }] };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

try {
  const { payments, newcomer } = await (options.phone ? playByPhone() : play());
  if (newcomer)
    say(`· from nothing to a first payment: ${newcomer.seconds} s, ${newcomer.user_actions} actions`);
  // What the most laborious payment by a € took, besides the digits of the code.
  const user_actions = Math.max(
    ...payments.filter(({ origin }) => origin !== 'popup').map((payment) => payment.user_actions),
  );
  const first_payment = newcomer && { seconds: newcomer.seconds, user_actions: newcomer.user_actions };
  const screenshots = await keepPictures();
  console.log(JSON.stringify({ tour: 'ok', payments, user_actions, first_payment, screenshots }));
} catch (error) {
  console.error(error);
  const screenshots = await keepPictures().catch(() => []);
  console.log(JSON.stringify({ tour: 'failed', step, screenshots }));
  process.exitCode = 1;
} finally {
  for (const browser of open) await browser.close().catch(say);
  for (const done of undo.reverse()) await done().catch(say);
}
// A browser that hangs must not keep a tour that is over.
process.exit();
