/**
 * The world of an end-to-end test: the whole product (one per worker), and people with fresh browser profiles
 * (per test). A test fails when any page or worker asked for a host outside the sandbox.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { launchWalletBrowser } from '../../scripts/lib/browser.ts';
import { ensureChromium } from '../../scripts/lib/chromium.ts';
import { Person } from '../../scripts/lib/person.ts';
import { Phone, type PhoneOptions } from '../../scripts/lib/phone.ts';
import { newcomerPins, samplePins, seedSandbox } from '../../scripts/lib/seed.ts';
import { type Stack, startStack } from '../../scripts/lib/stack.ts';

type Handle =
  | 'alice'
  | 'bob'
  | 'chloe'
  | 'emma_sample'
  | 'hugo_sample'
  | 'ines_sample'
  | 'jonas_sample'
  | 'kim_sample'
  | 'nour_sample';
type Options = {
  readonly language?: 'en' | 'fr';
  readonly colorScheme?: 'light' | 'dark';
  /** Where the browser keeps everything; removed at the end in any case. */
  readonly profileDirectory?: string;
  /** False for someone whose wallet is not linked yet. */
  readonly linked?: boolean;
};

/** Cents for all tests of a run together, in whatever order they pay. */
const ENOUGH = { alice: '60000', bob: '20000', refuge_sample: '0' };

/** The code that somebody new chooses: one of them comes by the extension, the others by the phone. */
const PINS: Record<Handle, string> = {
  ...samplePins,
  ...newcomerPins,
  ...{ hugo_sample: '173205', ines_sample: '223607' },
  ...{ jonas_sample: '244949', kim_sample: '264575', nour_sample: '282843' },
};

type PhoneFixtureOptions = Pick<PhoneOptions, 'size' | 'colorScheme'> & { readonly language?: 'en' | 'fr' };

type Fixtures = {
  person: (handle: Handle, options?: Options) => Promise<Person>;
  /** Somebody with a phone and no extension; signed in to X, not to the wallet. */
  phone: (handle: Handle, options?: PhoneFixtureOptions) => Promise<Phone>;
};

export const test = base.extend<Fixtures, { stack: Stack; log: string[] }>({
  log: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      await use([]);
    },
    { scope: 'worker' },
  ],

  stack: [
    async ({ log }, use) => {
      const stateDirectory = mkdtempSync(join(tmpdir(), 'moineau-e2e-'));
      const silent = () => undefined;
      const stack = await startStack({
        stateDirectory,
        fresh: true,
        say: silent,
        onLog: (line) => log.push(line),
      });
      await seedSandbox(stack, silent, ENOUGH);
      await use(stack);
      await stack.stop();
      rmSync(stateDirectory, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  person: async ({ stack }, use) => {
    const opened: { person: Person; profileDirectory: string }[] = [];
    await use(async (handle, options = {}) => {
      const language = options.language ?? 'en';
      const profileDirectory = options.profileDirectory ?? mkdtempSync(join(tmpdir(), `moineau-${handle}-`));
      const browser = await launchWalletBrowser({
        hosts: stack,
        executablePath: ensureChromium(() => undefined),
        extensionDirectory: join(process.cwd(), '.output/chrome-mv3'),
        profileDirectory,
        headless: true,
        language,
        colorScheme: options.colorScheme ?? 'light',
      });
      const person = new Person({ browser, handle, pin: PINS[handle], language });
      opened.push({ person, profileDirectory });
      if (options.linked !== false) {
        await person.openX();
        await (await person.linkWallet()).close();
      }
      return person;
    });
    for (const { person, profileDirectory } of opened) {
      await person.browser.close();
      rmSync(profileDirectory, { recursive: true, force: true });
    }
    expect(opened.flatMap(({ person }) => person.browser.strangers)).toEqual([]);
  },

  phone: async ({ stack }, use) => {
    const opened: Phone[] = [];
    await use(async (handle, { language = 'en', ...look } = {}) => {
      const executablePath = ensureChromium(() => undefined);
      const who = { handle, pin: PINS[handle], language };
      const phone = await Phone.launch({ hosts: stack, executablePath, ...who, ...look });
      opened.push(phone);
      await (await phone.openX()).close();
      return phone;
    });
    for (const phone of opened) await phone.close();
    expect(opened.flatMap(({ strangers }) => strangers)).toEqual([]);
  },
});

export { expect };
