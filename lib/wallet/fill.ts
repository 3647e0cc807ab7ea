/**
 * Fills the history on a new device from its pages, the newest first, while the event stream is read already. Where it stopped
 * stands in the store: a worker that is stopped goes on at its next start, and no page is read twice.
 */
import { getSingleton } from '../store/database.ts';
import { takeInPage } from '../store/session.ts';
import { tellPages } from './announce.ts';
import * as api from './generated/operations.ts';
import { callAsPerson } from './session.ts';

const PAGE = 100;

/** Open pages read the store again after so many: the first ones show the beginning already. */
const PAGES_BETWEEN_TELLING = 20;

/** Reads the newest page, if nothing was read yet: it says where the events begin. @returns whether that is known now */
export async function beginHistory(): Promise<boolean> {
  const sync = await getSingleton('sync');
  if (sync?.fill !== 'not_begun') return sync !== undefined;
  const read = await readPage(null);
  if (read) await tellPages();
  return read;
}

/** Reads what is left. Ends when all is here, when the API does not answer, or by `signal`; the next call goes on. */
export async function fillHistory(signal: AbortSignal): Promise<void> {
  for (let pages = 1; !signal.aborted; pages++) {
    const fill = (await getSingleton('sync'))?.fill;
    if (!fill || fill === 'not_begun') return;
    if (!(await readPage(fill.cursor))) return;
    const over = (await getSingleton('sync'))?.fill === null;
    if (over || pages % PAGES_BETWEEN_TELLING === 0) await tellPages();
  }
}

async function readPage(cursor: string | null): Promise<boolean> {
  const outcome = await callAsPerson(api.listPayments, {
    limit: PAGE,
    ...(cursor === null ? {} : { cursor }),
  });
  if (outcome.kind === 'done') await takeInPage(cursor, outcome.value);
  return outcome.kind === 'done';
}
