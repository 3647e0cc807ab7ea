import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

/** Where the payment API lives. The sandbox maps this very host to this machine, inside its browser only. */
const apiOrigin = process.env.MOINEAU_API_ORIGIN ?? 'https://api.moineau.example';

/** Where our scripts run: the same pages as those of the content script. */
const X_PAGES = [
  'https://x.com/*',
  'https://twitter.com/*',
  'https://mobile.x.com/*',
  'https://mobile.twitter.com/*',
  'https://pro.x.com/*',
  'https://pro.twitter.com/*',
];

/** Raw Ed25519 public key, base64url, by which page rules are signed. Without it none is accepted. */
const pageRulesKey = process.env.MOINEAU_PAGE_RULES_KEY ?? '';

/** Somebody in the sandbox without a wallet, to practise with. Empty in what people get: there money is real. */
const practiceHandle = process.env.MOINEAU_PRACTICE_HANDLE ?? '';

type Alias = Record<string, string>;

/** Told to the API with each request: a version that must not be used any more is switched off there. */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/**
 * What a page's script must not carry: the polyfill's module (WXT's own `wxt/browser` is the browser's object, and no
 * more), and WXT's context, of which we use a signal (docs/decisions/0010).
 */
function forThePage(config: { resolve?: { alias?: unknown } | undefined }): void {
  const alias = config.resolve?.alias;
  if (typeof alias !== 'object' || alias === null || !('wxt/browser' in alias)) {
    throw new Error('wxt.config.ts: the polyfill is no longer an alias of wxt/browser; see forThePage');
  }
  delete (alias as Partial<Alias>)['wxt/browser'];
  (alias as Alias)['wxt/utils/content-script-context'] = resolve('entrypoints/x.content/context.ts');
}

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  // The polyfill is for background and pages; the content script's cost is counted in bytes (docs/decisions/0004).
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      if (!entrypoints.every((entrypoint) => entrypoint.type === 'content-script')) return;
      forThePage(config);
    },
  },
  vite: () => ({
    plugins: [preact()],
    define: {
      __API_ORIGIN__: JSON.stringify(apiOrigin),
      __CLIENT_VERSION__: JSON.stringify(version),
      __PAGE_RULES_KEY__: JSON.stringify(pageRulesKey),
      __PRACTICE_HANDLE__: JSON.stringify(practiceHandle),
    },
  }),
  zip: { excludeSources: ['sandbox/**', 'tests/**', 'server/**', 'docs/**'] },
  manifest: {
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    // Fixes the extension's id, so that the sign-in's redirect address is known to the server.
    key: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqx/I4d2vKdkTk0mfOxEQalZp7e2kXoc7S+7C7N0FbHm+Jn7WTQNXqDCbGqoQA3Bg4BN3+DIGprc8FVjQFAdsrwEEYFG+W2UQfvVuzMywWJn8BYZeA8eA53n4GAzCLEvLfH0xRm578aB/kVvPlDhzezfg5xB7jAL7A7sp3aeV/XZbrwX7XJQJz2ZQILuWQ25B+iirGSoexda1RGDQ358vh6mUck3k5HIhp9bCjpc7kkQzR+1lzBzbILEylN8BEdLan0WRptlXIwciwNatcAIwdEo+upWpP6vvAp7VR2bXgOG9FrujBibnVyviQhNhSGKd8F2hI2mk/zbRC65gE4xBWQIDAQAB',
    permissions: ['storage', 'alarms', 'notifications', 'identity', 'scripting'],
    host_permissions: [`${apiOrigin}/*`, ...X_PAGES],
    minimum_chrome_version: '127',
    action: { default_title: 'Moineau' },
    content_security_policy: {
      extension_pages: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src ${apiOrigin}; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  },
});
