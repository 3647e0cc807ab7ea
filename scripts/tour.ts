/**
 * `npm run tour`: the product played by script in real browsers. Alice pays the author of a post, Bob sees it come
 * in and pays back from her profile. Ends with one JSON line; any failure exits non-zero and names its step.
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
import { PRACTICE_HANDLE, samplePins, seedSandbox } from './lib/seed.ts';
import { type Stack, startStack, until } from './lib/stack.ts';
import { expectNoStrangers, payByWriting, seeReply } from './lib/tour-by-phone.ts';

type PlayedPayment = {
  from: string;
  to: string;
  amount: string;
  origin: string;
  state: string;
  user_actions: number;
};

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
let anyBrowser: WalletBrowser | undefined;

function say(line: string): void {
  console.error(line);
}

/** Names what is being done, for whoever reads along and for the message when it fails. */
function begin(name: string): void {
  step = name;
  say(`· ${name}`);
}

async function picture(name: string, page: Page, popup?: Page): Promise<void> {
  const file = join(options.pictures, `${String(pictures.length + 1).padStart(2, '0')}-${name}.png`);
  // The pointer stands where it last clicked: a key under it would look pressed.
  await popup?.mouse.move(2, 2);
  pictures.push(await takePicture(file, page, popup));
}

/** Writes what was taken, also of a tour that failed: the last picture shows where. */
async function keepPictures(browser: WalletBrowser | undefined): Promise<string[]> {
  if (!browser) return [];
  const canvas = await browser.context.newPage();
  await writePictures(pictures, canvas);
  await canvas.close();
  return pictures.map(({ file }) => file);
}

type Prepared = {
  readonly stack: Stack;
  readonly chromium: string;
  launch(handle: 'alice' | 'bob'): Promise<Person>;
};

async function prepare(): Promise<Prepared> {
  begin('prepare: the product, seeded');
  mkdirSync(options.pictures, { recursive: true });
  const executablePath = ensureChromium(say);
  process.env.MOINEAU_PRACTICE_HANDLE = PRACTICE_HANDLE;
  const [extensionDirectory] = await Promise.all([buildExtension(), buildPhonePage()]);
  const stack = await startStack({ stateDirectory: join(directory, 'state'), fresh: true, say });
  undo.push(() => stack.stop());
  await seedSandbox(stack, say);

  const launch = async (handle: 'alice' | 'bob') => {
    begin(`${handle} links the wallet to X`);
    const browser = await launchWalletBrowser({
      hosts: stack,
      executablePath,
      extensionDirectory,
      profileDirectory: join(directory, handle),
      headless: true,
      language,
      colorScheme,
    });
    undo.push(() => browser.close());
    anyBrowser = browser;
    const person = new Person({ browser, handle, pin: samplePins[handle], language });
    await person.openX('/home', xTheme);
    const seen = handle === 'alice' ? (name: string) => (tab: Page) => picture(name, tab) : undefined;
    const tab = await person.linkWallet(seen?.('welcome'));
    await seen?.('onboarding')(tab);
    await tab.close();
    return person;
  };
  return { stack, chromium: executablePath, launch };
}

/** From the click on € to the receipt, with pictures of what is on screen. */
async function pay(
  payer: Person,
  page: Page,
  button: ReturnType<Person['tweetButton']>,
  plan: { to: string; origin: string; pictures: string },
): Promise<PlayedPayment> {
  payer.countFromHere();
  begin(`${payer.handle} clicks € for @${plan.to}`);
  await button.scrollIntoViewIfNeeded();
  await button.hover();
  await picture(`${plan.pictures}-button`, page);
  const popup = await payer.clickEuro(button);
  begin(`${payer.handle} chooses 5 €`);
  await payer.chooseAmount(popup, '5');
  await picture(`${plan.pictures}-amount`, page, popup);
  await payer.continueToCode(popup);
  begin(`${payer.handle} types the code`);
  await picture(`${plan.pictures}-code`, page, popup);
  await payer.typeCode(popup);
  await payer.seeReceipt(popup);
  await picture(`${plan.pictures}-receipt`, page, popup);
  const user_actions = payer.actions;
  // It closes the popup, often before the click has been reported done.
  const closed = popup.waitForEvent('close');
  await popup
    .getByRole('button', { name: payer.words.receipt.done })
    .click()
    .catch((error: unknown) => {
      if (!popup.isClosed()) throw error;
    });
  await closed;
  return {
    from: payer.handle,
    to: plan.to,
    amount: '500',
    origin: plan.origin,
    state: 'settled',
    user_actions,
  };
}

/** What came in is on the icon, and in the history. */
async function receive(payee: Person, from: string, name: string): Promise<void> {
  begin(`${payee.handle} sees the number on the icon`);
  await until(`a badge for ${payee.handle}`, async () => (await payee.badge()) === '1');
  begin(`${payee.handle} finds the payment in the history`);
  const history = await payee.openWalletTab('#/history');
  await history.getByText(from).first().waitFor();
  await history
    .getByText(/5[.,]00/)
    // The chart's table is for readers alone.
    .filter({ visible: true })
    .first()
    .waitFor();
  await picture(name, history);
  await history.close();
  await until(`the badge of ${payee.handle} to go`, async () => (await payee.badge()) === '');
}

async function play(): Promise<PlayedPayment[]> {
  const { launch } = await prepare();
  const [alice, bob] = [await launch('alice'), await launch('bob')];
  const payments: PlayedPayment[] = [];

  begin('alice reads X');
  const home = await alice.openX('/home', xTheme);
  const tweetButton = alice.tweetButton(home, 'bob');
  payments.push(
    await pay(alice, home, tweetButton, { to: 'bob', origin: 'tweet_button', pictures: 'tweet' }),
  );
  await receive(bob, 'Alice Durand', 'history-of-bob');

  begin('bob opens the profile of alice');
  const profile = await bob.openX('/alice', xTheme);
  const profileButton = bob.profileButton(profile, 'alice');
  payments.push(
    await pay(bob, profile, profileButton, { to: 'alice', origin: 'profile_button', pictures: 'profile' }),
  );
  await receive(alice, 'Bob Martin', 'history-of-alice');

  begin('nobody but the sandbox was asked for anything');
  expectNoStrangers(alice, bob);
  return payments;
}

/** Alice writes a post on her phone; her code is asked for on the page for phones, and Bob's icon tells him. */
async function playByPhone(): Promise<PlayedPayment[]> {
  const { stack, chromium, launch } = await prepare();
  const bob = await launch('bob');
  const who = { handle: 'alice', pin: samplePins.alice, language };
  const alice = await Phone.launch({
    ...{ hosts: stack, executablePath: chromium, size: 'large', colorScheme },
    ...who,
  });
  undo.push(() => alice.close());
  const guide = { begin, picture };
  const { postUrl, actions } = await payByWriting(alice, guide);
  await receive(bob, 'Alice Durand', 'history-of-bob');
  await seeReply(alice, postUrl, guide);
  begin('nobody but the sandbox was asked for anything');
  expectNoStrangers(alice, bob);
  return [
    {
      ...{ from: 'alice', to: 'bob', amount: '500', origin: 'command_tweet', state: 'settled' },
      user_actions: actions,
    },
  ];
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

try {
  const payments = await (options.phone ? playByPhone() : play());
  // What the most laborious payment took, besides the digits of the code.
  const user_actions = Math.max(...payments.map((payment) => payment.user_actions));
  const screenshots = await keepPictures(anyBrowser);
  console.log(JSON.stringify({ tour: 'ok', payments, user_actions, screenshots }));
} catch (error) {
  console.error(error);
  const screenshots = await keepPictures(anyBrowser).catch(() => []);
  console.log(JSON.stringify({ tour: 'failed', step, screenshots }));
  process.exitCode = 1;
} finally {
  for (const done of undo.reverse()) await done().catch(say);
}
// A browser that hangs must not keep a tour that is over.
process.exit();
