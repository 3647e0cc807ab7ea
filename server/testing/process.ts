/** The real server as a process of its own, with stand-ins for its partners: what crash tests kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Failpoint } from '../failpoints.ts';
import { testEnvironment } from './api.ts';

const program = join(import.meta.dirname, 'crash-server.ts');

export type ServerProcess = {
  readonly child: ChildProcess;
  readonly address: string;
  /** Where it is to die, after passing there so many times; null takes that back. */
  arm(place: Failpoint | null, passes?: number): void;
  /** Asks it to end; resolves when it has gone. */
  stop(): Promise<void>;
};

export type ServerProcessOptions = {
  /** Over those of every test server. */
  readonly settings?: Record<string, string>;
  /** How many accounts of `crowd` its X knows besides the sample people. */
  readonly crowd?: number;
  /** Gets every line it prints, its log and its last words among them. */
  readonly onLine?: (line: string) => void;
};

/**
 * Starts it and waits until it listens. `failpoint`: where it is to die.
 * @throws Error when it ends before.
 */
export async function startServerProcess(
  databaseUrl: string,
  failpoint = '',
  { settings = {}, crowd = 0, onLine }: ServerProcessOptions = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      ...testEnvironment(databaseUrl, { PORT: '0', LOG_LEVEL: 'silent', ...settings }),
      MOINEAU_FAILPOINT: failpoint,
      MOINEAU_TEST_CROWD: String(crowd),
    },
    stdio: ['ignore', 'pipe', onLine ? 'pipe' : 'inherit', 'ipc'],
  });
  const address = await listening(child, onLine);
  return {
    child,
    address,
    arm(place, passes = 0) {
      // One that has died meanwhile needs no arming.
      if (child.connected) child.send({ arm: place, passes }, () => undefined);
    },
    stop: () => stop(child),
  };
}

function listening(child: ChildProcess, onLine?: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const input of [child.stdout, child.stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        onLine?.(line);
        if (line.startsWith('listening ')) resolve(line.slice('listening '.length));
      });
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`the server did not start: ${signal ?? code}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
