/** The sandbox as `npm start` leaves it, without its windows, in a folder that looks like the repository's. */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { seedSandbox } from '../../scripts/lib/seed.ts';
import { type Stack, startStack } from '../../scripts/lib/stack.ts';
import { createTestDatabase } from '../support/database.ts';

export type DocsSandbox = {
  /** Where a reader would stand: `docs/` and `.moineau/` are in it. */
  readonly folder: string;
  close(): Promise<void>;
};

/** Starts it on a database of its own, with alice and bob in it. */
export async function openSandbox(): Promise<DocsSandbox> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const database = await createTestDatabase();
    undo.push(() => database.drop());
    const folder = await mkdtemp(join(tmpdir(), 'moineau-docs-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const stack = await startOn(database.url, join(folder, '.moineau'));
    undo.push(() => stack.stop());
    await seedSandbox(stack, () => undefined);
    await symlink(resolve('docs'), join(folder, 'docs'));
    return { folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The stack asks the environment for a database that runs already. */
async function startOn(databaseUrl: string, stateDirectory: string): Promise<Stack> {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = databaseUrl;
  try {
    return await startStack({ stateDirectory, say: () => undefined });
  } finally {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
}
