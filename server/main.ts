/** Starts the payment API with the real partners. Wiring only. */
import { readFile } from 'node:fs/promises';
import { type Config, readConfig } from './config.ts';
import { createStripeAcquirer } from './funding/stripe.ts';
import { createWebPush } from './notifications/web-push.ts';
import { startServer, stopOnSignals } from './start.ts';
import { createTwitterPorts } from './x/ports.ts';

async function readCa(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : readFile(path, 'utf8');
}

/** Nothing where no keys are configured. */
async function createPush(config: Config) {
  const { PUSH_VAPID_PUBLIC_KEY: publicKey, PUSH_VAPID_PRIVATE_KEY: privateKey, PUSH_URL: url } = config;
  if (publicKey === undefined || privateKey === undefined) return {};
  const push = createWebPush({
    ...{ publicKey, privateKey, subject: config.PUSH_SUBJECT },
    hosts: config.PUSH_HOSTS.split(',').map((host) => host.trim()),
    ...(url === undefined ? {} : { direction: { url, ca: await readCa(config.PUSH_CA_FILE) } }),
  });
  return { push };
}

async function createPorts(config: Config) {
  return {
    ...createTwitterPorts(config, await readCa(config.X_API_CA_FILE)),
    ...(await createPush(config)),
    cards: createStripeAcquirer({
      secretKey: config.STRIPE_SECRET_KEY,
      apiUrl: config.STRIPE_API_URL,
      apiCa: await readCa(config.STRIPE_API_CA_FILE),
    }),
  };
}

const config = readConfig(process.env);
stopOnSignals(await startServer(config, await createPorts(config)));
