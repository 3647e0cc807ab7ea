/** The sandbox as `npm start` leaves it, without its windows, in a folder that looks like the repository's. */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { seedSandbox } from '../../scripts/lib/seed.ts';
import { startStack } from '../../scripts/lib/stack.ts';
import { createTestDatabase } from '../support/database.ts';
import { writeCurlConfig } from './curl-config.ts';

export type DocsSandbox = {
  /** Where a reader would stand: `docs/` and `.moineau/` are in it. */
  readonly folder: string;
  close(): Promise<void>;
};

/** Starts it on a database of its own, with alice and bob in it. */
export async function openSandbox(): Promise<DocsSandbox> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'moineau-docs-'));
  const stateDirectory = join(folder, '.moineau');
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = database.url;
  try {
    const stack = await startStack({ stateDirectory, say: () => undefined });
    await seedSandbox(stack, () => undefined);
    await writeCurlConfig(stack);
    await symlink(resolve('docs'), join(folder, 'docs'));
    return {
      folder,
      async close() {
        await stack.stop();
        await database.drop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } finally {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
}
