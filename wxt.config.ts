import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

/** Where the payment API lives. The sandbox maps this very host to this machine, inside its browser only. */
const apiOrigin = process.env.MOINEAU_API_ORIGIN ?? 'https://api.moineau.example';

/** Takes back the alias of the polyfill's module: WXT's own `wxt/browser` is the browser's object, and no more. */
function withoutPolyfill(config: { resolve?: { alias?: unknown } | undefined }): void {
  const alias = config.resolve?.alias;
  if (typeof alias !== 'object' || alias === null || !('wxt/browser' in alias)) {
    throw new Error('wxt.config.ts: the polyfill is no longer an alias of wxt/browser; see withoutPolyfill');
  }
  delete alias['wxt/browser'];
}

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  // The polyfill is for background and pages; the content script's cost is counted in bytes (docs/decisions/0004).
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      if (entrypoints.every((entrypoint) => entrypoint.type === 'content-script')) withoutPolyfill(config);
    },
  },
  vite: () => ({
    plugins: [preact()],
    define: { __API_ORIGIN__: JSON.stringify(apiOrigin) },
  }),
  zip: { excludeSources: ['sandbox/**', 'tests/**', 'server/**', 'docs/**'] },
  manifest: {
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    // Fixes the extension's id, so that the sign-in's redirect address is known to the server.
    key: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqx/I4d2vKdkTk0mfOxEQalZp7e2kXoc7S+7C7N0FbHm+Jn7WTQNXqDCbGqoQA3Bg4BN3+DIGprc8FVjQFAdsrwEEYFG+W2UQfvVuzMywWJn8BYZeA8eA53n4GAzCLEvLfH0xRm578aB/kVvPlDhzezfg5xB7jAL7A7sp3aeV/XZbrwX7XJQJz2ZQILuWQ25B+iirGSoexda1RGDQ358vh6mUck3k5HIhp9bCjpc7kkQzR+1lzBzbILEylN8BEdLan0WRptlXIwciwNatcAIwdEo+upWpP6vvAp7VR2bXgOG9FrujBibnVyviQhNhSGKd8F2hI2mk/zbRC65gE4xBWQIDAQAB',
    permissions: ['storage', 'alarms', 'notifications', 'identity'],
    host_permissions: [`${apiOrigin}/*`],
    minimum_chrome_version: '127',
    action: { default_title: 'Moineau' },
    content_security_policy: {
      extension_pages: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src ${apiOrigin}; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  },
});
