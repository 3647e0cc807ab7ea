import { buildExtension } from '../../scripts/lib/extension.ts';

/** Builds the extension once for the whole run. */
export default async function buildOnce(): Promise<void> {
  await buildExtension();
}
