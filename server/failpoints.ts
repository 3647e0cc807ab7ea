/**
 * Places where a crash test makes this process die as if by `kill -9`. Does nothing unless one is armed, by
 * MOINEAU_FAILPOINT or by the crash tests' own server, and must never be armed outside tests.
 */

/** Every place there is, in the order in which a payment comes by. */
export const failpoints = [
  'commands.before_store',
  'commands.after_store',
  'commands.before_cursor',
  'commands.before_order',
  'commands.after_order',
  'pin.after_reserve',
  'confirm.before_commit',
  'confirm.after_commit',
  'outbox.after_reserve',
  'outbox.after_send',
] as const;
export type Failpoint = (typeof failpoints)[number];

let armed: { readonly place: string; passes: number } | null = process.env.MOINEAU_FAILPOINT
  ? { place: process.env.MOINEAU_FAILPOINT, passes: 0 }
  : null;

/** Arms this place, and no other; null disarms. It is passed so many times before it kills. */
export function armFailpoint(place: Failpoint | null, passes = 0): void {
  armed = place === null ? null : { place, passes };
}

/** Dies here when this place is the armed one. SIGKILL: no handler runs, nothing is flushed. */
export function failpoint(place: Failpoint): void {
  if (armed?.place !== place) return;
  if (armed.passes > 0) armed.passes--;
  else process.kill(process.pid, 'SIGKILL');
}
