/**
 * Places where a crash test makes this process die as if by `kill -9`. Does nothing unless MOINEAU_FAILPOINT
 * is set, and must never be set outside tests.
 */

export type Failpoint = 'pin.after_reserve' | 'confirm.before_commit' | 'confirm.after_commit';

const armed = process.env.MOINEAU_FAILPOINT;

/** Dies here when this place is the armed one. SIGKILL: no handler runs, nothing is flushed. */
export function failpoint(place: Failpoint): void {
  if (armed === place) process.kill(process.pid, 'SIGKILL');
}
