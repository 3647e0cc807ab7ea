/** Hands requests to the process that sends them, and takes its report. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endWithUs } from '../../../scripts/lib/processes.ts';
import type { Hits, Volley } from './cannon.ts';

const program = join(import.meta.dirname, 'cannon.ts');

/** Sends them. @throws Error when anything but good answers came. */
export async function sendVolley(volley: Volley): Promise<Hits> {
  const child = fork(program, {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const forget = endWithUs(child.pid ?? 0, 'SIGKILL');
  try {
    child.send(volley);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the clients ended (${code})`);
    });
    const [hits] = (await Promise.race([once(child, 'message'), ended])) as [Hits];
    if (Object.keys(hits.bad).length > 0)
      throw new Error(`${hits.good} settled, and not: ${JSON.stringify(hits.bad)}`);
    return hits;
  } finally {
    child.kill();
    forget();
  }
}
