import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = resolve(import.meta.dirname, 'main.ts');
let directory: string;
let started: ChildProcess[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'moineau-main-'));
  started = [];
});
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

const settings = () => ({
  ...process.env,
  SANDBOX_STATE_DIR: directory,
  X_CLIENT_ID: 'client',
  X_CLIENT_SECRET: 'secret',
  X_BEARER_TOKEN: 'application',
  STRIPE_SECRET_KEY: 'sk_test_moineau',
  SIGN_IN_REDIRECT_URIS: 'https://abcdefgh.chromiumapp.org/x https://api.moineau.example/v1/link/x',
});

function start(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<Record<string, unknown>> {
  if (!child.stdout) throw new Error('no stdout');
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(String(line));
}

/** Whether nobody listens on the port any more, within 10 seconds. By the port: a dead process may stay listed. */
async function untilClosed(port: number): Promise<boolean> {
  for (let left = 100; left > 0; left -= 1) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!isOpen) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

describe('the sandbox process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says when it is ready, and stops on %s', async (signal) => {
    const child = start([main], settings());
    expect(await firstLine(child)).toEqual({
      ready: 'sandbox',
      port: expect.any(Number),
      spkiHash: expect.stringMatching(/=$/),
      certFile: join(directory, 'sandbox-cert.pem'),
      keyFile: join(directory, 'sandbox-key.pem'),
    });
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('goes with its parent when told to', async () => {
    // The parent starts the sandbox, hands on its first line and is then killed without warning.
    const parentCode = `
      const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(main)}], { stdio: ['ignore', 'pipe', 'ignore'] });
      child.stdout.pipe(process.stdout);
      setInterval(() => {}, 1000);`;
    const parent = start(['-e', parentCode], { ...settings(), SANDBOX_EXIT_WITH_PARENT: '1' });
    const { port } = await firstLine(parent);
    parent.kill('SIGKILL');
    expect(await untilClosed(Number(port))).toBe(true);
  });

  it('does not start without its settings', async () => {
    const child = start([main], { ...settings(), X_CLIENT_SECRET: '' });
    expect((await once(child, 'exit'))[0]).toBe(1);
  });
});
