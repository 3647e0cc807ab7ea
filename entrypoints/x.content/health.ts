/**
 * Looks now and then whether our readers still understand this page, and tells the background when that changes: the
 * wallet then says what is off, and that its own box works. In idle time, rarely, over what the page shows; counts only.
 */
import type { HealthReport } from '../../lib/messages.ts';
import { chatRoot } from '../../lib/x/editor.ts';
import { examinePage, type PartHealth } from '../../lib/x/health.ts';
import { extensionStorage } from './extension.ts';
import type { Feature } from './page.ts';
import { followRules } from './rules.ts';

/** Milliseconds after the page's last change: X draws a profile's head late. */
const CALM_MS = 3_000;
/** Milliseconds between two looks, at least. */
const PAUSE_MS = 15_000;

export const health: Feature = {
  name: 'health',
  init(page) {
    const { document, signal } = page;
    void followRules(extensionStorage(), null, { document, signal });
    let timer: ReturnType<typeof setTimeout> | null = null;
    let next = 0;
    let suspects = '';
    let told = '';
    const look = () => {
      timer = null;
      if (signal.aborted || document.hidden) return;
      next = performance.now() + PAUSE_MS;
      const parts = examinePage(document, page.url(), chatRoot(document));
      const off = namesOf(parts, 'off');
      // Off twice in a row, or it was a page half drawn.
      const isSure = off === suspects;
      suspects = off;
      if (!isSure) {
        next = 0;
        plan();
        return;
      }
      const report = reportOf(parts);
      const key = JSON.stringify(report);
      if (key === told || (report.off.length === 0 && report.well.length === 0)) return;
      void tell(report, key);
    };
    const tell = async (report: HealthReport, key: string) => {
      told = key;
      if ((await page.ask('page.health', report)) === true || told !== key) return;
      // It didn't arrive: the worker was being stopped.
      told = '';
      plan();
    };
    const plan = () => {
      if (timer !== null || signal.aborted) return;
      timer = setTimeout(look, Math.max(CALM_MS, next - performance.now()));
    };
    page.watcher.add({ name: 'health', tweet: plan, settled: plan, signal });
    document.addEventListener('visibilitychange', plan, { signal });
    plan();
    signal.addEventListener('abort', () => timer !== null && clearTimeout(timer), { once: true });
  },
};

function namesOf(parts: readonly PartHealth[], state: PartHealth['state']): string {
  return parts
    .filter((part) => part.state === state)
    .map(({ part }) => part)
    .join(' ');
}

function reportOf(parts: readonly PartHealth[]): HealthReport {
  return {
    well: parts.filter(({ state }) => state === 'well').map(({ part }) => part),
    off: parts
      .filter(({ state }) => state === 'off')
      .map(({ part, missing }) => ({ part, missing: [...missing] })),
  };
}
