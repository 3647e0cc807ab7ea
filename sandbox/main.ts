/**
 * The sandbox as a process: settings from the environment, one JSON line on stdout when it is ready.
 * Must never outlive who started it when told not to (`SANDBOX_EXIT_WITH_PARENT=1`).
 */
import { type SandboxOptions, startSandbox } from './front-door.ts';

/** How often a sandbox that must not be orphaned looks for its parent. */
const parentCheckMs = 1_000;

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** For benches: a timeline as long as they scroll. */
function readPosts(): { posts?: number } {
  const text = process.env.SANDBOX_POSTS;
  if (text === undefined || text === '') return {};
  if (!/^[1-9][0-9]{0,4}$/.test(text) || Number(text) > 89_999)
    throw new Error('SANDBOX_POSTS is not a number of posts, 1 to 89999');
  return { posts: Number(text) };
}

function readOptions(): SandboxOptions {
  const port = Number(process.env.SANDBOX_PORT ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('SANDBOX_PORT is not a port');
  return {
    ...readPosts(),
    port,
    stateDirectory: setting('SANDBOX_STATE_DIR'),
    xClientId: setting('X_CLIENT_ID'),
    xClientSecret: setting('X_CLIENT_SECRET'),
    xBearerToken: setting('X_BEARER_TOKEN'),
    ...(process.env.X_SERVICE_REFRESH_TOKEN
      ? { xServiceRefreshToken: process.env.X_SERVICE_REFRESH_TOKEN }
      : {}),
    stripeSecretKey: setting('STRIPE_SECRET_KEY'),
    // Separated by commas or spaces.
    redirectUris: setting('SIGN_IN_REDIRECT_URIS')
      .split(/[\s,]+/)
      .filter((uri) => uri !== ''),
  };
}

const parent = process.ppid;
const sandbox = await startSandbox(readOptions());
let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await sandbox.stop();
  process.exit(0);
}

process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
if (process.env.SANDBOX_EXIT_WITH_PARENT === '1') {
  // A process whose parent has died is given another one.
  setInterval(() => {
    if (process.ppid !== parent) void stop();
  }, parentCheckMs).unref();
}

// Ready means that the first page does not wait for a build. If the page can't be built, X's API and the cards
// still serve, and each visit of the page tells.
await sandbox.xSite
  .warmUp()
  .catch((error: unknown) => console.error('sandbox: the X page is not built:', error));
const { certFile, keyFile } = sandbox.certificate;
const { port, spkiHash } = sandbox;
process.stdout.write(`${JSON.stringify({ ready: 'sandbox', port, spkiHash, certFile, keyFile })}\n`);
