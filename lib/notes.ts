/** Apart from the schemas, so that the background can say it without them. */
import type { PageNotes } from './messages.ts';

/** Nothing to warn of. */
export const noNotes: PageNotes = { reposted: false, parody: false, addressHandle: null };
