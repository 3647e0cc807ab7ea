/**
 * What of ours works on X's pages, as our script there last saw it. Kept for this browser session only: a page that X
 * changed today may be right tomorrow. It decides nothing but what the wallet says.
 */
import { platform } from '#platform';
import type { HealthPart, HealthReport, KeptHealth, PageHealth } from '../messages.ts';
import { isKeptHealth } from './generated/checks.ts';

const KEY = 'page_health';

async function load(): Promise<KeptHealth> {
  const kept = await platform.kept.get(KEY);
  return isKeptHealth(kept) ? kept : {};
}

/** Takes in one page's look at itself: a part that is read again is well, whatever was reported of it before. */
export async function keepHealth(report: HealthReport): Promise<void> {
  const kept = await load();
  for (const part of report.well) delete kept[part];
  for (const { part, missing } of report.off) {
    kept[part] = { missing, sinceMs: kept[part]?.sinceMs ?? Date.now() };
  }
  await platform.kept.set(KEY, kept);
}

export async function pageHealth(): Promise<PageHealth> {
  const kept = await load();
  return { off: Object.keys(kept) as HealthPart[] };
}
