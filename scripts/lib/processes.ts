/** Child processes of the scripts: started apart from the terminal's Ctrl-C, stopped by their own process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export type Managed = {
  readonly pid: number;
  /** Resolves when the process has gone, with its exit code or signal. */
  readonly gone: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks it to end; kills it when it has not after `graceMs`. Resolves when it has gone. */
  stop(graceMs?: number): Promise<void>;
  kill9(): Promise<void>;
};

/**
 * Starts one of our own programs on this Node and waits until it says it is ready.
 * @param options.isReady judges each line that the program prints.
 * @throws Error with the program's last lines when it ends before it is ready.
 */
export async function startProgram(options: {
  script: string;
  env: Record<string, string>;
  isReady: (line: string) => boolean;
  onLine?: (line: string) => void;
}): Promise<Managed & { readyLine: string }> {
  const child = spawn(process.execPath, [options.script], {
    // Its own group: Ctrl-C in the terminal reaches this script, which then ends the others in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...options.env },
  });
  const managed = manage(child);
  const lastLines: string[] = [];
  const readyLine = await new Promise<string>((resolve, reject) => {
    const take = (line: string) => {
      lastLines.push(line);
      if (lastLines.length > 30) lastLines.shift();
      options.onLine?.(line);
      if (options.isReady(line)) resolve(line);
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', take);
    }
    child.once('error', reject);
    void managed.gone.then(({ code, signal }) =>
      reject(
        new Error(
          `${options.script} ended (${signal ?? code}) before it was ready:\n${lastLines.join('\n')}`,
        ),
      ),
    );
  });
  return { ...managed, readyLine };
}

/** Process ids of those that still run, with the signal that ends each: they must not outlive this script. */
const alive = new Map<number, NodeJS.Signals>();
process.once('exit', () => {
  for (const [pid, signal] of alive) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has gone by itself.
    }
  }
});

/**
 * Has a process ended with this script, however it ends.
 * @returns how to forget it, once it has been stopped in order.
 */
export function endWithUs(pid: number, signal: NodeJS.Signals): () => void {
  alive.set(pid, signal);
  return () => void alive.delete(pid);
}

function manage(child: ChildProcess): Managed {
  const forget = endWithUs(child.pid ?? 0, 'SIGKILL');
  const gone = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  }).finally(forget);
  const pid = child.pid ?? 0;
  return {
    pid,
    gone,
    async stop(graceMs = 5_000) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(timer);
    },
    async kill9() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A TCP port of 127.0.0.1 that is free right now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
