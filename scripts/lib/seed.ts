/**
 * Fills an empty sandbox with its people, through the product's own doors: X's consent page and the payment API.
 * Alice and Bob with a code and some money, one organisation. Chloé has an X account and no wallet.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  createApiClient,
  createDeviceKey,
  createSocketTransport,
  expectStatus,
  type Transport,
} from '../../server/testing/client.ts';
import { API_HOST, EXTENSION_ID, type Stack } from './stack.ts';

/** Known to the sandbox's X, and without a wallet until he makes one: whoever is new can practise with him. */
export const PRACTICE_HANDLE = 'chloe';

/** The sandbox's codes: written here because nothing of value is behind them. */
export const samplePins = { alice: '271828', bob: '314159', refuge_sample: '161803' } as const;

/** What those choose who have an X account and no wallet yet. */
export const newcomerPins = { chloe: '141421', emma_sample: '161803' } as const;

type Money = Readonly<Record<keyof typeof samplePins, string>>;

/** Cents in each wallet after seeding. */
const MONEY: Money = { alice: '10000', bob: '2000', refuge_sample: '0' };

/** Fills the sandbox unless it was filled before; what people did in it since is left alone. */
export async function seedSandbox(
  stack: Stack,
  say: (line: string) => void,
  money: Money = MONEY,
): Promise<void> {
  const done = join(stack.stateDirectory, 'seeded.json');
  if (existsSync(done)) return;
  say('Filling the sandbox: alice, bob and the sample organisation …');
  for (const handle of ['alice', 'bob', 'refuge_sample'] as const)
    await seedPerson(stack, handle, money[handle]);
  const register = ['server/ops/register-organisation.ts', 'refuge_sample', '--charity'];
  await promisify(execFile)(process.execPath, register, { env: { DATABASE_URL: stack.databaseUrl } });
  writeFileSync(done, JSON.stringify({ people: Object.keys(samplePins) }));
}

async function seedPerson(stack: Stack, handle: keyof typeof samplePins, money: string): Promise<void> {
  const ca = readFileSync(stack.certFile);
  const transport = createSocketTransport({
    to: `https://127.0.0.1:${stack.apiPort}`,
    agent: new Agent({ ca, servername: API_HOST }),
  });
  const client = createApiClient({ origin: `https://${API_HOST}`, transport, key: await createDeviceKey() });
  await client.signIn(`https://${EXTENSION_ID}.chromiumapp.org/x`, (url) => consentOnX(stack, handle, url));
  expectStatus(await client.choosePin(samplePins[handle]), 204);
  if (money !== '0') expectStatus(await client.topUp(money), 201);
}

/** How a program on this machine reaches the API by its public name. */
export function apiTransport(stack: Stack): Transport {
  return transportTo(stack, API_HOST, stack.apiPort);
}

function transportTo(stack: Stack, servername: string, port: number): Transport {
  const agent = new Agent({ ca: readFileSync(stack.certFile), servername });
  return createSocketTransport({ to: `https://127.0.0.1:${port}`, agent });
}

/** Says yes on the consent page of the sandbox's X, signed in as `handle`. */
async function consentOnX(stack: Stack, handle: string, authorizeUrl: string) {
  const x = transportTo(stack, 'x.com', stack.sandboxPort);
  const signIn = await x({
    method: 'GET',
    url: `https://x.com/sandbox/sign-in?as=${handle}`,
    headers: {},
    body: undefined,
  });
  const session = /auth_token=[0-9a-f]+/.exec(signIn.headers['set-cookie'] ?? '')?.[0] ?? '';
  const answer = await x({
    method: 'POST',
    url: authorizeUrl,
    headers: { cookie: session, origin: 'https://x.com', 'content-type': 'application/json' },
    body: JSON.stringify({ approval: true }),
  });
  const { redirect_uri } = JSON.parse(answer.text) as { redirect_uri?: string };
  const landed = new URL(redirect_uri ?? 'about:blank').searchParams;
  return { code: landed.get('code') ?? '', state: landed.get('state') ?? '' };
}
