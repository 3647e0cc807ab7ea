/** The real server as a process of its own, with stand-ins for its partners: what crash tests kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testEnvironment } from './api.ts';

const program = join(import.meta.dirname, 'crash-server.ts');

export type ServerProcess = {
  readonly child: ChildProcess;
  readonly address: string;
  /** Asks it to end; resolves when it has gone. */
  stop(): Promise<void>;
};

/** Starts it and waits until it listens. `failpoint`: where it is to die. */
export async function startServerProcess(databaseUrl: string, failpoint = ''): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      ...testEnvironment(databaseUrl, { PORT: '0', LOG_LEVEL: 'silent' }),
      MOINEAU_FAILPOINT: failpoint,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('listening ')) continue;
    return { child, address: line.slice('listening '.length), stop: () => stop(child) };
  }
  throw new Error('the server did not start');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
